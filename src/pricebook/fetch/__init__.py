"""The only room that talks to the network: politely, within limits, and trusting nothing that comes back.

fetching.py    one page: redirects, retries, conditional requests
requests.py    what is asked for, and how long it may take
connecting.py  where a connection may go, how long it may take, how much it may bring
addresses.py   which addresses are public, in whatever dress they come
heads.py       how much of an answer is its head
bodies.py      what a server sent, decompressed within limits
politeness.py  robots.txt, and a pause between two requests to one host
clocks.py      whether this machine's clock and the servers' agree
walls.py       whether what came is a page at all
drawing.py     what the scripts of a page make of it, in a browser that has no network
parts.py       what they ask for on the way
browsers.py    that browser
recordings.py  recorded pages
"""

from pricebook.fetch.connecting import reach
from pricebook.fetch.fetching import Fetcher
from pricebook.fetch.requests import Drawing, Target

__all__ = ["Drawing", "Fetcher", "Target", "reach"]
