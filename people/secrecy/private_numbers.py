"""Finds numbers and addresses of a person in free text, however they are written.

Free text is read by others before its owner agrees to be contacted, and is stored unencrypted.
A number is sought in runs of digits: what people write between its groups does not hide it, and
the sizes of the groups keep a list of amounts from being taken for one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.errors import DomainError
from core.labels import Labelled
from people.secrecy.addresses import find_accounts, find_addresses
from people.secrecy.digit_runs import Run, runs_of
from people.secrecy.disguises import Folded, folded
from people.secrecy.number_shapes import (
    Reader,
    Span,
    before_of,
    card_in,
    identity_in,
    landline_in,
    may_be,
    mobile_in,
)

MOST_DIGITS = 25


class Kind(Labelled):
    """What was found."""

    IDENTITY = ("IDENTITY", "身份证号")
    CARD = ("CARD", "银行卡号或优待证号")
    MOBILE = ("MOBILE", "手机号")
    LANDLINE = ("LANDLINE", "电话号码")
    EMAIL = ("EMAIL", "邮箱")
    ACCOUNT = ("ACCOUNT", "微信、QQ 等账号")


ALL_KINDS = frozenset(Kind)
# An office or a firm has a telephone and an e-mail address of its own that all may know.
OF_PERSONS = ALL_KINDS - {Kind.LANDLINE, Kind.EMAIL}
# Who may be called is part of an invitation; what money or an identity is taken by is never.
OF_PAPERS = frozenset({Kind.IDENTITY, Kind.CARD})

_KINDS: dict[Reader, Kind] = {
    identity_in: Kind.IDENTITY,
    card_in: Kind.CARD,
    mobile_in: Kind.MOBILE,
    landline_in: Kind.LANDLINE,
}


@dataclass(frozen=True)
class Found:
    """One number or address in a text: text[start:end] is `words`."""

    kind: Kind
    start: int
    end: int
    words: str

    @property
    def masked(self) -> str:
        """The words with their middle hidden."""
        return f"{self.words[:3]}****{self.words[-2:]}"


def find_private(text: str | None, kinds: Iterable[Kind] = ALL_KINDS) -> list[Found]:
    """Return the numbers and addresses of these kinds, in the order of the text."""
    if not text:
        return []
    wanted, read = frozenset(kinds), folded(text)
    spans = [one for one in _spans(read.plain) if one[0] in wanted]
    return [_found(read, kind, span) for kind, span in _apart(spans)]


def refuse_private(text: str | None, *, field: str, kinds: Iterable[Kind] = ALL_KINDS) -> None:
    """Raise DomainError at `field` for the first number or address a text holds."""
    for one in find_private(text, kinds):
        raise DomainError(sentence(one), field=field)


def sentence(one: Found) -> str:
    """Return what is wrong with a text and what to do, for the person who typed it."""
    return f"这里写了{one.kind.label}（{one.masked}），别人会看到。请删去；号码只填在专门的栏里。"


def _spans(plain: str) -> Iterator[tuple[Kind, Span]]:
    for run in runs_of(plain):
        yield from _numbers_in(plain, run)
    yield from ((Kind.EMAIL, span) for span in find_addresses(plain))
    yield from ((Kind.ACCOUNT, span) for span in find_accounts(plain))


def _numbers_in(plain: str, run: Run) -> Iterator[tuple[Kind, Span]]:
    """Yield the numbers of a run, none overlapping another."""
    end = 0
    for first, group in enumerate(run.groups):
        if group.start < end:
            continue
        found = _number_from(plain, run, first)
        if found is not None:
            end = found[1][1]
            yield found


def _number_from(plain: str, run: Run, first: int) -> tuple[Kind, Span] | None:
    """Return the number that begins with a group: the longest one of the first kind that fits."""
    start = run.starts[first]
    digits = run.digits[start : start + MOST_DIGITS]
    for read, sizes in may_be(digits, before_of(plain, run.groups[first].start)):
        for window in filter(None, (run.window(first, size) for size in sizes)):
            span = read(plain, window)
            if span is not None:
                return _KINDS[read], span
    return None


def _apart(spans: list[tuple[Kind, Span]]) -> Iterator[tuple[Kind, Span]]:
    """Yield the spans in order without those that begin inside an earlier, longer one."""
    end = 0
    for kind, span in sorted(spans, key=lambda one: (one[1][0], -one[1][1])):
        if span[0] >= end:
            end = span[1]
            yield kind, span


def _found(read: Folded, kind: Kind, span: Span) -> Found:
    start, end = read.typed_span(*span)
    return Found(kind, start, end, read.typed[start:end])
