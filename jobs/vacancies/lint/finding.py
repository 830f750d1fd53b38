"""Applies the rules to the texts of a vacancy and returns where which words are wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from jobs.vacancies.lint import doubtful, employment, persons, refusals, traps, unlawful
from jobs.vacancies.lint.laws import HOUSE
from jobs.vacancies.lint.rules import Rule, Severity
from lexicon.characters import nfkc
from lexicon.spans import without_overlaps

RULES = (
    *unlawful.RULES,
    *persons.RULES,
    *employment.RULES,
    *traps.RULES,
    *doubtful.RULES,
)
_HIDDEN = "□"  # replaces an innocent phrase, so that no pattern can match its letters
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True)
class Finding:
    """Words found: their field and place, why they are wrong and what to write instead.

    `law` is what the rule rests on: articles, or HOUSE.
    """

    kind: Severity
    topic: str
    field: str
    start: int
    end: int
    words: str
    reason: str
    law: str
    suggestion: str

    @property
    def is_house(self) -> bool:
        """Return whether the bureau's own decision is all the rule rests on."""
        return self.law == HOUSE


@dataclass(frozen=True)
class Piece:
    """A stretch of a text for showing: plain, or the words of a finding."""

    text: str
    finding: Finding | None


def lint(texts: Mapping[str, str]) -> list[Finding]:
    """Return what is wrong with the texts of a vacancy, in order of field and place.

    Spaces, full-width letters and invisible characters between the words hide nothing. Of
    findings that overlap the blocking one is kept, else the longer.
    """
    found: list[Finding] = []
    for name, text in texts.items():
        found.extend(_weightiest(_find(name, text)))
    return found


def lint_reason(text: str) -> list[Finding]:
    """Return what must not be in a reason for turning a person down, in order of place."""
    rules = (*refusals.RULES, *(rule for rule in RULES if rule.severity is Severity.BLOCK))
    return _weightiest(_find("reason", text, rules))


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that prevent a submission."""
    return [finding for finding in findings if finding.kind is Severity.BLOCK]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that must be confirmed before a submission."""
    return [finding for finding in findings if finding.kind is Severity.WARN]


def pieces(text: str, findings: Iterable[Finding]) -> Iterator[Piece]:
    """Cut one field's text at its findings, so that a page can mark them."""
    at = 0
    for finding in findings:
        if at < finding.start:
            yield Piece(text[at : finding.start], None)
        yield Piece(text[finding.start : finding.end], finding)
        at = finding.end
    if at < len(text):
        yield Piece(text[at:], None)


def _find(name: str, text: str, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    squeezed, places = _squeeze(text)
    for rule in rules:
        shown = rule.safe.sub(lambda hit: _HIDDEN * len(hit[0]), squeezed)
        for hit in rule.wrong.finditer(shown):
            start, end = places[hit.start()], places[hit.end() - 1] + 1
            yield _finding(rule, name, start, end, text[start:end])


def _finding(rule: Rule, name: str, start: int, end: int, words: str) -> Finding:
    return Finding(
        rule.severity, rule.topic, name, start, end, words, rule.reason, rule.law, rule.suggestion
    )


def _squeeze(text: str) -> tuple[str, list[int]]:
    """Return the text in one writing without gaps, and where each character came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(text):
        same = nfkc(raw).lower()
        character = same if len(same) == 1 else raw
        if character in _INVISIBLE or (character.isspace() and character != "\n"):
            continue
        characters.append(character)
        places.append(place)
    return "".join(characters), places


def _weightiest(findings: Iterable[Finding]) -> list[Finding]:
    weight = {Severity.BLOCK: 0, Severity.WARN: 1}
    ranked = sorted(findings, key=lambda f: (weight[f.kind], f.start - f.end, f.start))
    return sorted(without_overlaps(ranked), key=lambda finding: finding.start)


def by_field(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return findings grouped by their field, in the order found."""
    return {name: list(group) for name, group in groupby(findings, key=lambda f: f.field)}
