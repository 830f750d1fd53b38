"""Nothing personal reaches a log line."""

import pytest

from core.logs import redact


@pytest.mark.parametrize(
    "text",
    [
        "身份证 340321190001010013 重复",
        "打给13812345678",
        "卡号 6222020200112233445",
        "34032119000101003X",
    ],
)
def test_numbers_of_people_are_blotted_out(text):
    event = redact(None, "info", {"event": text, "detail": text})

    assert "***" in event["event"]
    assert not any(len(run) > 10 for run in _digit_runs(event["event"] + " " + event["detail"]))


def test_keys_that_name_a_person_are_blotted_out():
    event = redact(None, "info", {"event": "x", "phone": 13812345678, "user_name": "张建国"})

    assert event["phone"] == event["user_name"] == "***"


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
