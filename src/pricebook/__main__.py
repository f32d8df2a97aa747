"""`python -m pricebook` is the command `catalog`."""

from pricebook.cli import main

main()
