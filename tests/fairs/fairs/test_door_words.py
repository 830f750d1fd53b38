"""What is typed, scanned or written on paper to name a person, read as the desk reads it."""

import pytest

from fairs.fairs.door_words import read_door_words, shown_words

CARD = "34032119000101003X"


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001",
        "１３８ ００００ ０００１",
        "+86 138-0000-0001",
        "008613800000001",
        "138。0000。0001",
        "\u202d138 0000 0001\u202c",
    ],
)
def test_a_phone_is_understood_however_it_is_typed(typed):
    assert read_door_words(typed).phone == "13800000001"


@pytest.mark.parametrize(
    "typed",
    [
        CARD,
        CARD.lower(),
        "３４０３２１１９０００１０１００３Ｘ",
        "340321 19000101 003x",
        f"身份证号：{CARD}",
    ],
)
def test_an_identity_number_is_understood_however_it_is_typed(typed):
    assert read_door_words(typed).id_number == CARD


@pytest.mark.parametrize(
    ("typed", "tail"), [("0036", "0036"), ("003x", "003X"), ("００３Ｘ ", "003X")]
)
def test_four_characters_are_the_end_of_a_number(typed, tail):
    words = read_door_words(typed)

    assert (words.tail, words.name, words.phone) == (tail, "", "")


@pytest.mark.parametrize(
    "typed",
    [
        "ACDE-FGHJ-KMNP",
        "acdefghjkmnp",
        "ＡＣＤＥ－ＦＧＨＪ－ＫＭＮＰ",
        "ACDE——FGHJ——KMNP",
        "ACDE。FGHJ。KMNP",
    ],
)
def test_a_code_is_a_code_also_under_a_chinese_keyboard(typed):
    assert read_door_words(typed).code


@pytest.mark.parametrize(
    ("typed", "name", "tail", "phone"),
    [
        ("丁　康", "丁康", "", ""),
        ("李大山 0036", "李大山", "0036", ""),
        ("李大山（0036）", "李大山", "0036", ""),
        ("3. 李大山，尾号 003x", "李大山", "003X", ""),
        ("李大山 138 0000 0001", "李大山", "", "13800000001"),
        ("姓名：李大山 手机：13800000001", "李大山", "", "13800000001"),
        ("阿依古丽・买买提 0036", "阿依古丽·买买提", "0036", ""),
        ("Ali Khan", "Ali Khan", "", ""),
    ],
)
def test_a_name_may_come_with_a_number(typed, name, tail, phone):
    words = read_door_words(typed)

    assert (words.name, words.tail, words.phone) == (name, tail, phone)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("340321190001010030", "身份证号有一位不对"),
        ("1380000000", "不是完整的号码"),
        ("340321900101003", "15 位的旧号码"),
    ],
)
def test_a_number_with_a_fault_is_explained(typed, fault):
    assert fault in read_door_words(typed).fault


def test_nothing_is_nothing():
    words = read_door_words(" \u200b ")

    assert not any((words.code, words.id_number, words.phone, words.tail, words.name, words.fault))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (CARD, "340321********003X"),
        ("李大山 13800000001", "李大山 138****0001"),
        ("李大山 0036", "李大山 0036"),
        (None, ""),
    ],
)
def test_words_are_shown_later_with_numbers_masked(typed, shown):
    assert shown_words(typed) == shown
