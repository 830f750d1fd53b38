"""Identity numbers and mobile numbers are read, or refused in words that help."""

from datetime import date

import pytest

from core.errors import DomainError
from people.secrecy.personal_numbers import (
    FEMALE,
    MALE,
    IdNumber,
    find_phone,
    normalise_phone,
    parse_id_number,
)

TODAY = date(2026, 11, 24)


def refusal_of(text: object) -> str:
    with pytest.raises(DomainError) as caught:
        parse_id_number(text, today=TODAY)
    assert caught.value.field == "id_number"
    return caught.value.message


def test_a_valid_number_shows_sex_birth_date_and_region() -> None:
    read = parse_id_number("340321190001010013", today=TODAY)

    assert read == IdNumber("340321190001010013", MALE, date(1900, 1, 1), "340321")


def test_an_even_sequence_is_a_woman() -> None:
    assert parse_id_number("340321190012310046", today=TODAY).sex == FEMALE


@pytest.mark.parametrize(
    "typed",
    [
        "34032119000101003X",
        "34032119000101003x",
        "３４０３２１１９０００１０１００３Ｘ",
        " 340321 19000101 003X ",
        "340321-19000101-003X",
        "'34032119000101003X",
    ],
)
def test_the_same_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_id_number(typed, today=TODAY).number == "34032119000101003X"


def test_a_county_that_no_longer_exists_is_no_reason_to_refuse() -> None:
    assert parse_id_number("340000190012310048", today=TODAY).region == "340000"


def test_a_date_that_does_not_exist_is_refused() -> None:
    assert refusal_of("340321190002300012") == "身份证号里的出生日期不存在，请对照身份证再填。"


def test_a_wrong_check_character_is_refused() -> None:
    assert refusal_of("34032119000101001X") == "身份证号有一位不对，请对照身份证再填。"


def test_a_birth_date_to_come_is_refused() -> None:
    assert refusal_of("340321299001010018") == "身份证号里的出生日期在今天以后，请对照身份证再填。"


@pytest.mark.parametrize(
    "number", ["340321000101010010", "340321180001010014", "340321189912310019"]
)
def test_nobody_alive_was_born_before_1900(number: str) -> None:
    assert refusal_of(number) == "身份证号里的出生日期在 1900 年以前，请对照身份证再填。"


@pytest.mark.parametrize("number", ["000000199001010018", "990321199001010015"])
def test_the_first_two_digits_are_a_province(number: str) -> None:
    assert refusal_of(number) == "身份证号开头两位不是哪个省的，请对照身份证再填。"


def test_invisible_marks_in_a_pasted_number_do_not_count() -> None:
    pasted = "\u202d340321\u200b19000101003X\u202c"

    assert parse_id_number(pasted, today=TODAY).number == "34032119000101003X"


def test_fifteen_digits_are_the_old_kind() -> None:
    assert refusal_of("340321900101001") == "这是 15 位的旧号码，请换 18 位。"


@pytest.mark.parametrize(
    "ruined", [3.4e17, 340321190001010013, "3.4032E+17", "340321190001010000.0"]
)
def test_a_number_rounded_by_a_sheet_is_refused_with_the_reason(ruined: object) -> None:
    assert "后几位已经丢失" in refusal_of(ruined)


@pytest.mark.parametrize("typed", ["", None, "34032119000101", "34032119O001010013", "X" * 18])
def test_other_shapes_are_refused(typed: object) -> None:
    assert refusal_of(typed).startswith("身份证号是 18 位")


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "+8613812345678",
        "008613812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        "138.1234.5678",
        "138·1234·5678",
        "138/1234/5678",
        "(+86)13812345678",
        "（+86）138 1234 5678",
        "+86 (138) 1234-5678",
        "\u202d13812345678\u202c",
        "138\u200b1234\ufeff5678",
        "138  1234\t5678",
        "138—1234—5678",
        "＋８６　１３８１２３４５６７８",
    ],
)
def test_a_phone_number_is_brought_to_one_writing(typed: str) -> None:
    assert normalise_phone(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed",
    ["", None, "12812345678", "1381234567", "138123456789", "0552-8012345", "400-800-8000",
     "13812345678、13912345678", "+8513812345678", "\u200b", "138a1234b5678"],
)  # fmt: skip
def test_what_is_no_mobile_number_is_refused(typed: str | None) -> None:
    with pytest.raises(DomainError, match="请填 11 位手机号，以 1 开头。"):
        normalise_phone(typed)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13812345678 13912345678", "13812345678"),
        ("13812345678\n13912345678", "13812345678"),
        ("138-1234-5678/0552-8012345", "13812345678"),
        ("+86 139 1234 5678", "13912345678"),
        ("（0552）8012345", "0552-8012345"),
        ("0552 8012345", "0552-8012345"),
        ("400-800-8000", "400-800-8000"),
        ("李主任：13812345678\u200b", "13812345678"),
        ("8012345", "8012345"),
        ("见附件", ""),
        ("138123456789", ""),
        (None, ""),
    ],
)
def test_the_first_phone_of_a_cell_is_read(cell: str | None, phone: str) -> None:
    assert find_phone(cell) == phone
