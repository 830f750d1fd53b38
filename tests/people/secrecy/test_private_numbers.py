"""Numbers of a person in free text: 300 and more writings of each kind, and ordinary text."""

import csv
from pathlib import Path

import pytest

from core.errors import DomainError
from people.secrecy.designations import find_designations
from people.secrecy.private_numbers import (
    OF_PERSONS,
    Kind,
    find_private,
    refuse_private,
    sentence,
)
from people.secrecy.redaction import NUMBER, redact

DATA = Path(__file__).parent / "data"
LEAST = 300
ESCAPED = {
    r"\n": "\n", r"\u200b": "\u200b", r"\u202d": "\u202d", r"\u202c": "\u202c",
    r"\u2060": "\u2060", r"\ufeff": "\ufeff", r"\xad": "\xad",
}  # fmt: skip


def table(name: str) -> list[tuple[str, str]]:
    """Return (what must be found, text) of each line; what nobody sees is written as an escape."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(visible(words), visible(text)) for _disguise, words, text in lines]


def visible(written: str) -> str:
    for escape, character in ESCAPED.items():
        written = written.replace(escape, character)
    return written


def ordinary() -> list[str]:
    return (DATA / "ordinary.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_every_writing_of_a_number_is_found(kind):
    lines = table(kind.value.lower())
    missed = [
        (words, text)
        for words, text in lines
        if (kind, words) not in [(one.kind, one.words) for one in find_private(text)]
    ]

    assert missed == []
    assert len({text for _words, text in lines}) >= LEAST


def test_every_writing_of_a_designation_is_found():
    lines = table("designation")
    missed = [
        (words, text)
        for words, text in lines
        if not any(words in one.words for one in find_designations(text))
    ]

    assert missed == []
    assert len({text for _words, text in lines}) >= LEAST


def test_ordinary_text_is_left_alone():
    texts = ordinary()
    caught = [(text, find_private(text), find_designations(text)) for text in texts]

    assert [one for one in caught if one[1] or one[2]] == []
    assert len(set(texts)) >= LEAST


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_a_number_is_found_inside_ordinary_text(kind):
    """Between two ordinary lines, so that neither hides it or is taken for a part of it."""
    texts, missed = ordinary(), []
    for place, (words, text) in enumerate(table(kind.value.lower())):
        before, after = texts[place % len(texts)], texts[(place * 7 + 3) % len(texts)]
        found = find_private(f"{before}。其他：{text}；还有，{after}")
        if (kind, words) not in [(one.kind, one.words) for one in found]:
            missed.append((before, text, after))

    assert missed == []


def test_a_hit_points_at_the_typed_characters():
    (found,) = find_private("打１３８\u200b１２３４·５６７８吧")

    assert (found.start, found.end) == (1, 14)
    assert found.words == "１３８\u200b１２３４·５６７８"


def test_two_numbers_are_two_hits_in_order():
    found = find_private("13812345678，或0552-8012345")

    assert [one.kind for one in found] == [Kind.MOBILE, Kind.LANDLINE]


def test_an_office_may_write_its_own_telephone():
    text = "电话0552-8012345，hr@example.com，王经理13812345678"

    assert [one.kind for one in find_private(text, OF_PERSONS)] == [Kind.MOBILE]


def test_a_number_in_an_address_counts_where_addresses_are_allowed():
    (found,) = find_private("13812345678@qq.com", OF_PERSONS)

    assert found.kind is Kind.MOBILE


def test_the_sentence_masks_the_number_and_advises():
    (found,) = find_private("身份证340321199001010018")

    assert sentence(found) == (
        "这里写了身份证号（340****18），别人会看到。请删去；号码只填在专门的栏里。"
    )
    with pytest.raises(DomainError) as refused:
        refuse_private("打13812345678", field="note")
    assert refused.value.field == "note"


@pytest.mark.parametrize("text", [None, "", "会开车"])
def test_a_text_without_a_number_is_not_refused(text):
    refuse_private(text, field="note")


@pytest.mark.parametrize(
    "number", ["340321199001010018", "３４０３２１　１９９００１０１　００１８"]
)
def test_an_identity_number_is_replaced_and_a_phone_is_kept(number):
    assert redact(f"号码{number}，电话13812345678") == f"号码{NUMBER}，电话13812345678"
