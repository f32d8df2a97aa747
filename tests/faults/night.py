"""One night as the command does it, at a time that is given and with nobody waiting: `python -m tests.faults.night`.

A process of its own, so that it can be killed, starved and measured. It tells on its standard output how it ended.
"""

import argparse
import json
import resource
import sys
from datetime import datetime
from pathlib import Path

import stamina

from pricebook.collection import Collection
from pricebook.errors import PricebookError
from pricebook.extraction.sandbox import Sandbox
from pricebook.extraction.visit import Reader, Unconfined
from pricebook.fetch import Fetcher
from pricebook.run import clock
from pricebook.run.looking import Run
from pricebook.run.refresh import publish, refresh
from pricebook.run.report import exit_status
from pricebook.run.sources import Live
from pricebook.system.confining import Peak
from pricebook.system.locking import only_writer


def one_night(
    collection: Collection, now: datetime, reader: Reader, deadline: float, jobs: int = 4
) -> dict[str, object]:
    """How it ended: its exit status, the errors by provider, or what ended all of it."""
    fetcher = Fetcher("https://example.org/prices", sleep=lambda _: None, deadline=deadline, now=lambda: now)
    with stamina.set_testing(True, attempts=3):
        try:
            with only_writer(collection.workshop, now):
                collection.recover()
                archive = collection.archive()
                presents = collection.presents(archive)
                steady = clock.check(archive, now) is None
                live = Live(collection, archive, fetcher, now, steady=steady)
                run = Run(collection, presents, live, reader, jobs)
                outcomes = list(refresh(run, collection.providers()))
                return {
                    "published": publish(collection, presents), "status": exit_status(outcomes),
                    "errors": {each.provider: each.error for each in outcomes if each.error},
                }  # fmt: skip
        except PricebookError as problem:
            return {"status": 1, "kind": type(problem).__name__, "said": str(problem)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("now", type=datetime.fromisoformat)
    parser.add_argument("--deadline", type=float, default=2.0)
    parser.add_argument("--reading", type=float, default=4.0)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--unconfined", action="store_true", help="read in this very process")
    given = parser.parse_args()
    collection = Collection(given.root)
    if given.unconfined:
        told = one_night(collection, given.now, Unconfined(collection.scraper), given.deadline, given.jobs)
    else:
        with Sandbox(collection.scrapers, seconds=given.reading) as reader:
            told = one_night(collection, given.now, reader, given.deadline, given.jobs)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    sys.stdout.write(json.dumps({**told, "memory": Peak()(), "children": children}))


if __name__ == "__main__":
    main()
