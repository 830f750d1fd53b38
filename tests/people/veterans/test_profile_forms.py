"""Fields of the profile read what people type."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.fields import DayField, yes_no
from people.secrecy.forms import DESIGNATION, text


class Sample(Form):
    """One field of each kind."""

    day = DayField("日期")
    words = text("说明", most=11)
    flag = yes_no("要吗？")


def filled(**typed: str) -> Sample:
    form = Sample(MultiDict(typed))
    form.validate()
    return form


@pytest.mark.parametrize(
    "typed", ["2016-09-01", "2016年9月1日", "2016.9.1", "2016/9/1", "20160901", "２０１６．９．１"]
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert filled(day=typed).day.data == date(2016, 9, 1)


def test_what_is_no_day_shows_how_to_write_one() -> None:
    form = filled(day="去年秋天")

    assert form.day.errors == ["请按 2024-03-01 这样填年月日。"]


def test_no_day_is_none() -> None:
    assert filled(day="").day.data is None


def test_a_designation_is_refused() -> None:
    assert filled(words="71522部队").words.errors == [DESIGNATION]
    assert DESIGNATION == "这里可能写了部队番号或代号，按保密要求不能保存。请改写成「某部」。"


def test_text_is_kept_as_typed_and_measured() -> None:
    assert filled(words="　Ａ２，（驾）　").words.data == "Ａ２，（驾）"
    assert filled(words="一" * 12).words.errors == ["最多 11 字。"]


@pytest.mark.parametrize(("typed", "meant"), [("1", True), ("0", False), ("", None)])
def test_a_question_may_stay_open(typed: str, meant: bool | None) -> None:
    form = filled(flag=typed)

    assert form.flag.data is meant
    assert not form.flag.errors


def test_a_phone_number_is_no_free_text() -> None:
    assert filled(words="13812345678").words.errors == [
        "这里写了手机号（138****78），别人会看到。请删去；号码只填在专门的栏里。"
    ]
