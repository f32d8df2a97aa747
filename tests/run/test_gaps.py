"""What is not known of a day: held against whoever reads the looks one by one."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pricebook.collection import Collection
from pricebook.publish.released import EVERY
from pricebook.run.histories import then
from tests.worlds import look, price, reading

START = date(2026, 1, 10)
MODELS = ("a", "b")
Looks = dict[int, tuple[int | None, ...]]
"""By the number of its day, what each look saw of each model: an amount, or that it was not there."""
LOOKS = st.dictionaries(
    st.integers(0, 9), st.tuples(*(st.sampled_from([None, 1, 2]) for _ in MODELS)), min_size=1, max_size=5
)


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


def doubtful(looks: Looks, ever: set[str], asked: int) -> set[str]:
    """The models of which nobody knew by these looks what they were on the day, among those that were ever seen."""
    before, after = [each for each in looks if each <= asked], [each for each in looks if each > asked]
    if asked in looks:
        return set()
    if not (before and after):
        return ever
    one, other = looks[max(before)], looks[min(after)]
    return {model for model in ever if one[MODELS.index(model)] != other[MODELS.index(model)]}


def kept(root: Path, looks: Looks) -> Collection:
    made = Collection(root)
    for number, amounts in sorted(looks.items()):
        found = [price(model, str(each)) for model, each in zip(MODELS, amounts, strict=True) if each is not None]
        look(made.snapshots, day(number), reading(found))
    return made


@settings(max_examples=25, deadline=None)
@given(LOOKS, st.lists(st.integers(-2, 12), min_size=1, max_size=4), st.one_of(st.none(), st.integers(0, 12)))
def test_a_day_is_known_where_a_look_or_the_two_around_it_say_so(
    looks: Looks, asked: Sequence[int], known: int | None
) -> None:
    with TemporaryDirectory() as folder:
        made = kept(Path(folder), looks)
        told = {number: own for number, own in looks.items() if known is None or number <= known}
        ever = {model for number, model in enumerate(MODELS) if any(own[number] for own in looks.values())}
        for number in asked:
            answer = then(made, made.database, EVERY, day(number), None if known is None else day(known))
            expected = doubtful(told, ever, number)
            assert answer.known == (not expected)
            assert bool(answer.notes) == bool(expected)
            unseen = {each["model"] for each in answer.prices if each["unseen"]}
            assert unseen == expected & {each["model"] for each in answer.prices}
