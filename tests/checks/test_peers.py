"""A price that is far from what other providers ask for the same thing is doubted, and no other."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.checks.gate.peers import PeerPrice, far_from_peers

Asked = Mapping[str, Sequence[Decimal]]
"""By provider what it asks."""
ASKED = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.integers(-12, 12).map(lambda power: Decimal(2) ** power), max_size=3)
)


def offered(asked: Asked, approved: str = "") -> list[PeerPrice]:
    return [
        PeerPrice(provider, "m", f"{provider}{number}", ("input",), amount, approved=provider in approved)
        for provider, own in asked.items()
        for number, amount in enumerate(own)
    ]


def odd(asked: Asked, approved: str = "") -> dict[str, str]:
    """Why each price is doubted, of those that are."""
    return {price.id: reason.says for price, reason in far_from_peers(offered(asked, approved))}


def one_each(*amounts: str) -> Asked:
    return {provider: [Decimal(amount)] for provider, amount in zip("abcdef", amounts, strict=False)}


@pytest.mark.parametrize(
    ("amounts", "doubted"),
    [
        (("2", "2", "2", "20"), {"d0": "10 times the middle price of this model at 3 other providers"}),
        (("2", "2", "2", "19.9"), {}),
        (("2", "2.5", "2.5", "3", "30"), {"e0": "12 times the middle price of this model at 4 other providers"}),
        (("2", "3", "4", "5", "39"), {}),
        (("20", "3000", "20", "2"), {"b0": "150 times the middle price of this model at 3 other providers",
                                     "d0": "the middle price of this model at 3 other providers is 10 times it"}),
        (("2", "2", "2000"), {}),
        (("2", "2", "2000", "0"), {}),
    ],
)  # fmt: skip
def test_ten_times_away_from_three_others_is_odd(amounts: Sequence[str], doubted: Mapping[str, str]) -> None:
    assert odd(one_each(*amounts)) == doubted


def test_a_provider_has_one_voice_however_many_prices_it_has() -> None:
    asked = {**one_each("2", "2", "2"), "d": [Decimal(2000)] * 4}
    assert odd(asked).keys() == {"d0", "d1", "d2", "d3"}


@given(ASKED)
def test_too_little_is_as_odd_as_too_much(asked: Asked) -> None:
    turned = {provider: [1 / amount for amount in own] for provider, own in asked.items()}
    assert odd(turned).keys() == odd(asked).keys()


@given(ASKED)
def test_it_takes_three_others(asked: Asked) -> None:
    selling = {provider for provider, own in asked.items() if own}
    assert len(selling) > 3 or not odd(asked)
    three = {provider: asked[provider] for provider in sorted(selling)[:3]}
    assert not odd(three)


@given(ASKED, st.text("abcdef", max_size=3))
def test_what_a_person_approved_is_left_alone_and_others_are_held_against_it(asked: Asked, approved: str) -> None:
    doubted = odd(asked)
    assert odd(asked, approved) == {key: says for key, says in doubted.items() if key[0] not in approved}
