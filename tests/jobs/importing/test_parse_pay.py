"""Pay as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.importing.parse.pay import LARGEST, Pay, is_left_open, parse_pay
from jobs.vacancies.models import PayPeriod

MONTH, DAY, HOUR, PIECE = PayPeriod.MONTH, PayPeriod.DAY, PayPeriod.HOUR, PayPeriod.PIECE


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("0.6-1.5万/月", 6000, 15000, MONTH),
        ("6-8千/月", 6000, 8000, MONTH),
        ("10-15万/年", 8333, 12500, MONTH),
        ("年薪10-15万", 8333, 12500, MONTH),
        ("150元/天", 150, 150, DAY),
        ("日薪150-200", 150, 200, DAY),
        ("20元/小时", 20, 20, HOUR),
        ("时薪18.5元", 18, 18, HOUR),
        ("8元/件", 8, 8, PIECE),
        ("2千以下/月", None, 2000, MONTH),
        ("100万以上/年", 83333, None, MONTH),
        ("3000-5000", 3000, 5000, MONTH),
        ("3000—5000元/月", 3000, 5000, MONTH),
        ("3000～5000元", 3000, 5000, MONTH),
        ("３０００－５０００元", 3000, 5000, MONTH),
        ("3,000-5,000元", 3000, 5000, MONTH),
        ("3000元至5000元", 3000, 5000, MONTH),
        ("3千-5千", 3000, 5000, MONTH),
        ("8千-1万", 8000, 10000, MONTH),
        ("8000-1万", 8000, 10000, MONTH),
        ("3000-5千", 3000, 5000, MONTH),
        ("5-8K", 5000, 8000, MONTH),
        ("5k-8k·13薪", 5000, 8000, MONTH),
        ("1.2w-1.5w", 12000, 15000, MONTH),
        ("6000元以上", 6000, None, MONTH),
        ("6000起", 6000, None, MONTH),
        ("3000+提成", 3000, None, MONTH),
        ("3000＋提成", 3000, None, MONTH),
        ("保底4000", 4000, None, MONTH),
        ("不超过8000元", None, 8000, MONTH),
        ("4500左右", 4500, 4500, MONTH),
        ("月薪5500", 5500, 5500, MONTH),
        ("10001", 10001, 10001, MONTH),
    ],
)
def test_pay_is_read_in_yuan_for_its_period(text, low, high, period):
    assert parse_pay(text) == Pay(low, high, period)


@pytest.mark.parametrize(
    "text", ["", "面议", "薪资面议", "优厚", "5-8", "50", "看能力", "1-2", "99999999"]
)
def test_a_text_without_an_amount_gives_nothing(text):
    assert parse_pay(text) is None


@pytest.mark.parametrize(
    ("text", "left_open"),
    [("面议", True), ("待遇面议", True), ("", True), ("/", True), ("优厚", False), ("5-8", False)],
)
def test_pay_left_open_is_not_the_same_as_unreadable(text, left_open):
    assert is_left_open(text) is left_open


@given(st.text(alphabet="0123456789.-~万千kw元/月年天小时件以上下起+面议 ", max_size=24))
def test_whatever_is_written_the_bounds_are_sane_or_absent(text):
    pay = parse_pay(text)
    shown = [] if pay is None else [value for value in (pay.low, pay.high) if value is not None]
    assert pay is None or shown
    assert all(1 <= value <= LARGEST for value in shown)
