"""Formatting of dates, money, counts and masked numbers."""

from datetime import UTC, date, datetime

import pytest

from core import filters


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (filters.day(date(2024, 3, 1)), "2024年3月1日"),
        (filters.day(datetime(2024, 2, 29, 17, 0, tzinfo=UTC)), "2024年3月1日"),
        (filters.day(None), "未填写"),
        (filters.month(date(2023, 9, 1)), "2023年9月"),
        (filters.moment(datetime(2024, 3, 1, 1, 5, tzinfo=UTC)), "2024年3月1日 09:05"),
        (filters.span(99), "8 年 3 个月"),
        (filters.span(24), "2 年"),
        (filters.span(5), "5 个月"),
        (filters.span(0), "不到 1 个月"),
        (filters.span(None), "未填写"),
        (filters.yuan(123456789), "1,234,567.89"),
        (filters.wan(5_579_830_000), "5579.83"),
        (filters.count(2037), "2,037"),
        (filters.count(None), "—"),
        (filters.mask_phone("13812345678"), "138****5678"),
        (filters.mask_phone(None), "未填写"),
        (filters.mask_id("340321190001010013"), "340321********0013"),
        (filters.mask_name("张建国"), "张**"),
    ],
)
def test_a_value_is_shown_in_readable_form(shown, expected):
    assert shown == expected
