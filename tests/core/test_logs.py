"""Personal data is masked in log lines."""

import pytest

from core.logs import redact


@pytest.mark.parametrize(
    "text",
    [
        "身份证 340321190001010013 重复",
        "打给13812345678",
        "卡号 6222020200112233445",
        "34032119000101003X",
        "+8613812345678 没有接",
        "008613812345678",
    ],
)
def test_personal_numbers_are_masked(text):
    event = redact(None, "info", {"event": text, "detail": text})

    assert "***" in event["event"]
    assert not any(len(run) > 10 for run in _digit_runs(event["event"] + " " + event["detail"]))


def test_values_of_personal_keys_are_masked():
    event = redact(None, "info", {"event": "x", "phone": 13812345678, "user_name": "张建国"})

    assert event["phone"] == event["user_name"] == "***"


@pytest.mark.parametrize("value", [13812345678, ["13812345678"], {"row": 13812345678}])
def test_a_number_is_found_in_a_value_of_any_type(value):
    assert "13812345678" not in str(redact(None, "info", {"event": "x", "detail": value}))


@pytest.mark.parametrize("value", [7, 0.25, True, None, ["a", 1]])
def test_a_value_without_a_personal_number_keeps_its_type(value):
    assert redact(None, "info", {"event": "x", "detail": value})["detail"] is value


def test_a_line_stays_one_line():
    assert redact(None, "info", {"event": "a\nfake line\x1b[31m"})["event"] == "a fake line [31m"


def _digit_runs(text):
    run = ""
    for character in text + " ":
        if character.isdigit():
            run += character
        elif run:
            yield run
            run = ""
