"""A day of no calendar is no day: what it is said to begin or end is unread, and no other day is taken for it."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.phrases import read_date, read_words
from pricebook.phrases.around import read_near
from pricebook.phrases.dates import no_day, read_period
from pricebook.phrases.names import read_names
from tests.pages import read_text

YEARS, MONTHS = st.integers(2000, 2099), st.integers(1, 12)
FORMS = ("{}年{}月{}日", "{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{} 年 {} 月 {} 日")
HOLDS = ("自{}起生效", "{}起", "至{}", "有效期至{}", "{}前", "{}起执行")
IMPOSSIBLE = st.one_of(
    st.tuples(YEARS, st.sampled_from([0, 13, 20, 99]), st.integers(1, 28)),
    st.tuples(YEARS, MONTHS, st.sampled_from([0, 32, 45, 99])),
    st.tuples(YEARS, MONTHS).map(lambda month: (*month, monthrange(*month)[1] + 1)),
)
TIMES = st.one_of(
    st.tuples(st.integers(24, 99), st.integers(0, 59)), st.tuples(st.integers(0, 23), st.integers(60, 99))
)


def said_of(day: str, holds: str) -> list[str | None]:
    text = holds.format(day)
    return [read_words(text).problem, read_near(text).problem]


@given(IMPOSSIBLE, st.sampled_from(FORMS), st.sampled_from(HOLDS))
def test_a_day_of_no_calendar(day: tuple[int, int, int], form: str, holds: str) -> None:
    printed = form.format(*day)
    assert read_date(printed) is None
    assert no_day(printed)
    assert read_period(holds.format(printed)) is None
    assert all(said_of(printed, holds)), "what begins or ends then is not known, and that is said"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), TIMES, st.sampled_from(HOLDS))
def test_a_time_of_no_day(day: date, time: tuple[int, int], holds: str) -> None:
    printed = f"{day.year}年{day.month}月{day.day}日 {time[0]}:{time[1]:02}"
    assert read_date(printed) is None
    assert all(said_of(printed, holds))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times(), st.sampled_from(FORMS))
def test_every_day_is_read(day: date, time: object, form: str) -> None:
    printed = form.format(day.year, day.month, day.day)
    assert read_date(printed) == day.isoformat()
    assert read_date(f"{printed} {str(time)[:5]}") == f"{day.isoformat()}T{str(time)[:5]}"
    assert read_period(f"自{printed}起") == (day.isoformat(), None)


TABLE = """
# 大模型 API 定价

{above}

| 模型名称 | 计费方式 | 计费说明 |
| --- | --- | --- |
| {model} | 在线 | {price} |
| acme-2 | 在线 | 输入 4 元/百万 tokens |
| acme-3 | 在线 | 输入 4 元/百万 tokens |
"""


@pytest.mark.parametrize(
    ("above", "model", "price"),
    [
        ("以下价格自2025年2月31日起生效。", "acme-1", "输入 4 元/百万 tokens"),
        ("以下价格有效期至2025年13月1日。", "acme-1", "输入 4 元/百万 tokens"),
        ("", "2025年2月31日", "输入 4 元/百万 tokens"),
        ("", "acme-1", "输入 4 元/百万 tokens（2025年2月31日起）"),
        ("", "acme-1", "输入 4 元/百万 tokens（2025年2月28日 25:61起）"),
    ],
)
def test_prices_of_such_a_day_are_unread(above: str, model: str, price: str) -> None:
    found = read_text("ucloud", TABLE.format(above=above, model=model, price=price))
    assert found.unread
    assert all(each.model in {"acme-2", "acme-3"} and each.effective_from is None for each in found.prices)


def test_a_day_of_no_calendar_is_no_models_name() -> None:
    assert read_names("2025年2月31日").problem
