"""One key for all writings of a name, and what is no name."""

import pytest

from core.errors import DomainError
from people.secrecy.names import (
    check_person_name,
    clean_name,
    distinguishing,
    name_key,
    refuse_name,
)

MINORITY = [
    "买买提·艾合买提",
    "买买提•艾合买提",
    "买买提・艾合买提",
    "买买提‧艾合买提",
    "买买提．艾合买提",
    "买买提.艾合买提",
    "买买提 ·艾合买提",
    "买买提 ・ 艾合买提",
    "买买提･艾合买提",
    "●买买提·艾合买提",
    "买买提·艾合买提\u200b",
    "\u202d买买提·艾合买提\u202c",
]
PLAIN = [
    "欧阳修",
    "欧阳\u200b修",
    "欧阳\u202e修",
    "欧阳 修",
    "欧　阳　修",
    "欧阳修\ufeff",
    "欧\u00ad阳修",
    "欧阳\u3164修",
    "欧阳\u2800修",
    "欧阳修\u0301",
]
NO_NAMES = ["\u200b", "\u2800", "\u3164", "1", "13800000000", "·", "—", "  ", "😀", "...", ""]


@pytest.mark.parametrize("written", MINORITY)
def test_every_dot_of_a_minority_name_is_the_same(written):
    assert name_key(written) == "买买提·艾合买提"


@pytest.mark.parametrize("written", PLAIN)
def test_blanks_and_invisible_marks_do_not_make_another_person(written):
    assert name_key(written) == "欧阳修"


def test_other_people_keep_another_key():
    names = ["欧阳修", "欧阳", "欧阳秀", "买买提·艾合买提", "买买提艾合买提", "Li Ming", "Li Min"]

    assert len({name_key(name) for name in names}) == len(names)
    assert name_key("ＬＩ　ming") == name_key("Li Ming")


@pytest.mark.parametrize("written", NO_NAMES)
def test_a_name_has_a_letter(written):
    with pytest.raises(DomainError, match="汉字或字母"):
        check_person_name(written)


def test_marks_piled_on_a_letter_are_refused():
    with pytest.raises(DomainError, match="叠在字上"):
        check_person_name("张\u0301\u0302\u0303三")


@pytest.mark.parametrize("name", ["丁康", "买买提·艾合买提", "Li Ming", "José", "〇小明", "𠮷田"])
def test_names_people_have_are_taken_as_they_are(name):
    check_person_name(name)

    assert clean_name(name) == name


def test_a_name_padded_in_a_list_is_stored_without_the_blank():
    assert clean_name("丁　康") == "丁康"
    assert clean_name("买买提 • 艾合买提") == "买买提·艾合买提"


def test_a_family_is_distinguished_by_what_follows_the_surname():
    assert distinguishing(["钱父亲", "钱儿子", "钱母"]) == ["*父亲", "*儿子", "*母"]
    assert distinguishing(["王小明", "李小明"]) == ["王小明", "李小明"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫李大山，随时能来", "李大山"),
        ("李 大 山", "李大山"),
        ("李\u200b大山", "李大山"),
        ("本人买买提．艾合买提", "买买提·艾合买提"),
        ("I am li  ming.", "Li Ming"),
    ],
)
def test_a_text_with_a_persons_name_is_refused(text, name):
    with pytest.raises(DomainError, match="姓名") as refused:
        refuse_name(text, name, field="note")

    assert refused.value.field == "note"


@pytest.mark.parametrize("text", [None, "", "大山里长大，李子会种", "随时能来"])
def test_a_text_without_the_name_passes(text):
    refuse_name(text, "李大山", field="note")
