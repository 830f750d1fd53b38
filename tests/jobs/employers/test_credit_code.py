"""统一社会信用代码: reference vectors, special cases, and what the standard guarantees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.employers import credit_code

SOUND = (
    "9135052155323005XL",
    "91350200MA2YJ1XR9G",
    "11500000MB190671XX",
    "91340321MA2000019H",
    "92340321MA20000279",
    "93340321MA20000351",
    "913403210000000860",  # the weighted sum is a multiple of 31
)
DIGITS = st.text("0123456789", min_size=6, max_size=6)
BODIES = st.text(credit_code.ALPHABET, min_size=8, max_size=8)
PREFIXES = st.sampled_from(sorted(credit_code.KINDS))


@st.composite
def sound_codes(draw: st.DrawFn) -> str:
    body = draw(BODIES)
    organisation = body + credit_code.organisation_check_character(body)
    head = draw(PREFIXES) + draw(DIGITS) + organisation
    return head + credit_code.check_character(head)


@pytest.mark.parametrize("code", SOUND)
def test_a_code_of_the_reference_is_sound(code: str) -> None:
    assert credit_code.find_fault(code) is None


def test_a_sum_without_remainder_gives_zero_and_not_an_index_off_the_alphabet() -> None:
    assert credit_code.check_character("91340321000000086") == "0"


def test_a_real_code_whose_check_fails_may_be_accepted_by_staff() -> None:
    fault = credit_code.find_fault("91350203M0001QAY9B")

    assert fault is not None
    assert fault.can_be_accepted
    assert fault.message == "统一社会信用代码对不上校验位，请对照营业执照逐位核对。"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "统一社会信用代码应是 18 位，您填了 0 位。"),
        ("340321600123456", "统一社会信用代码应是 18 位，您填了 15 位。"),
        (
            "9135052155323O05XL",
            "统一社会信用代码里不会有“O”，请对照营业执照再填（看看是不是 0）。",
        ),
        ("9135052155323005XL1", "统一社会信用代码应是 18 位，您填了 19 位。"),
        ("9135052155323号05XL", "统一社会信用代码里不会有“号”，请对照营业执照再填。"),
        ("91A5052155323005XL", "统一社会信用代码第 3 至 8 位应是数字，请对照营业执照再填。"),
    ],
)
def test_a_malformed_code_is_explained_and_cannot_be_accepted(code: str, message: str) -> None:
    fault = credit_code.find_fault(code)

    assert fault == credit_code.Fault(message, can_be_accepted=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 9135 0521 5532 3005 xl ", "9135052155323005XL"),
        ("９１３５０５２１５５３２３００５ＸＬ", "9135052155323005XL"),
        ("91350521-55323005-XL", "9135052155323005XL"),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert credit_code.normalise(typed) == meant


@pytest.mark.parametrize(
    ("body", "check"), [("00000000", "0"), ("00000001", "9"), ("00000005", "1"), ("MA200001", "9")]
)
def test_the_organisation_code_has_its_own_check_character(body: str, check: str) -> None:
    assert credit_code.organisation_check_character(body) == check


def test_an_organisation_check_of_ten_is_written_x() -> None:
    assert credit_code.organisation_check_character("55323005") == "X"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91340321MA2000019H", "企业"),
        ("92340321MA20000279", "个体工商户"),
        ("93340321MA20000351", "农民专业合作社"),
        ("11500000MB190671XX", "机关"),
        ("12340321000000000X", "事业单位"),
        ("51340321000000000X", "社会团体"),
        ("N2340321000000000X", "村级集体经济组织"),
        ("31340321000000000X", "其他组织"),
    ],
)
def test_the_first_two_characters_give_the_kind(code: str, kind: str) -> None:
    assert credit_code.kind_of(code) == kind


@given(sound_codes())
def test_every_code_made_by_the_standard_is_sound(code: str) -> None:
    assert credit_code.find_fault(code) is None


@given(sound_codes(), st.integers(8, 17), st.sampled_from(credit_code.ALPHABET))
def test_one_wrong_character_is_always_found(code: str, place: int, character: str) -> None:
    changed = code[:place] + character + code[place + 1 :]

    assert (credit_code.find_fault(changed) is None) == (changed == code)


@given(sound_codes(), st.integers(2, 16))
def test_two_neighbours_swapped_are_always_found(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (credit_code.find_fault(swapped) is None) == (swapped == code)


@given(st.text(max_size=30))
def test_any_text_at_all_gets_an_answer(text: str) -> None:
    code = credit_code.normalise(text)
    fault = credit_code.find_fault(code)

    assert fault is None or fault.message.endswith("。")
