"""Whether the notes of a price that tell it once more tell it in the unit and the currency that it stands in."""

from collections.abc import Iterable, Iterator

from pricebook.phrases.atoms import CellReading
from pricebook.phrases.measures import Measure, merged
from pricebook.tables.notes import Retold, last_before
from pricebook.tables.quoting import Surroundings


def noted_otherwise(text: str, reading: CellReading, around: Surroundings) -> Iterator[tuple[int, str]]:
    """Where prices of a cell begin whose notes tell them in another unit or currency than cell and headings; and why.

    Headings may say the unit of other prices: `$1.00 (text), $0.0006 (image)*` below `per 1M tokens`.
    """
    page = around.page
    starts = [*(amount.start for amount in reading.amounts), *(start for start, _, _ in reading.remarks)]
    for mark, nearest in last_before(text, starts) if page.told else ():
        told = [each._replace(currency=page.of_mark(each.currency or "")) for each in page.told.get(mark, ())]
        for amount in reading.amounts if told else ():
            usual = amount.says.measure or around.wider.measure or page.measure[0]
            if usual is None or amount.free:
                continue
            currency = page.of_mark(amount.says.currency or around.wider.currency or page.currency or "")
            per = _other([each for each in told if each.value == amount.value], usual, currency)
            if not per and nearest == amount.start and not amount.says.measure:
                per = _counted_otherwise(told, usual)
            if per:
                yield amount.start, f"its heading tells a price per {usual.text}, and its note one per {per}"


def _other(same: Iterable[Retold], usual: Measure, currency: str | None) -> str:
    """What notes that tell the same amount tell it per, if not in that unit and currency; empty where all agree."""
    for each in same:
        if each.measure and not merged(each.measure, usual):
            return each.measure.text
        if each.currency != currency:
            return f"{usual.text} in {each.currency or 'another currency'}"
    return ""


def _counted_otherwise(told: Iterable[Retold], usual: Measure) -> str:
    """What the prices of a note are per, if none counts what a price is counted in that prints no unit itself."""
    measures = [each.measure for each in told if each.measure]
    if usual.things in {measure.things for measure in measures}:
        return ""
    return measures[0].text if measures else "something else"
