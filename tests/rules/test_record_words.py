"""Whatever the record holds has words: each action, detail, subject and page of the tree."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from core.audit import AuditEvent
from core.config import ROOT
from core.features import FeatureSet
from core.recorded import COMMON, Recorded
from people.auditing.lines import UNKNOWN_ACTION, lines_of
from tests.rules.test_every_look import SHOW_PEOPLE
from tests.support.databases import FEATURES
from tests.support.tree import modules

RECORDING = {"record", "record_about", "_record", "_record_look", "record_event_of"}
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
CODE = re.compile(r"[A-Za-z_]{2,}")
# Answers that show people but are no page of the walk: forms, files and pages of one person.
MORE_PAGES = {
    "applications.change", "applications.contact", "applications.record_consent",
    "applications.resume", "arrivals.correct", "arrivals.save", "arrivals.search",
    "arrivals.tick", "auditing.find", "auditing.index",
    "auditing.sheet", "calls.record", "calls.sheet",
    "caseload.finish_next_action", "caseload.record_contact", "caseload.set_next_action",
    "fairplan.make_plan", "fairplan.pin", "fairs.walk_in", "lists.why_for_veteran",
    "placements.claim", "placements.confirm", "placements.deny", "placements.end",
    "placements.evidence", "placements.verify", "veterans.claim_code",
    "exports.new", "exports.whole", "veterans.reveal", "veterans.search",
    "villages.set_together",
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One place that records an event: its actions (a pattern where computed) and detail keys."""

    where: str
    actions: tuple[str, ...]
    keys: frozenset[str]


def calls() -> Iterator[Call]:
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_audit(node.func):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                keys = frozenset(one.arg for one in node.keywords if one.arg) | _spread(node, tree)
                yield Call(where, tuple(_actions(node.args[0], tree)), keys)


def _is_audit(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in RECORDING
        and getattr(called.value, "id", "") == "audit"
    )


def _actions(first: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Yield the actions an expression can be; where it is a name, every action of the module."""
    if isinstance(first, ast.Constant):
        yield re.escape(str(first.value))
    elif isinstance(first, ast.JoinedStr):
        yield _pattern(first)
    else:
        looks = ast.parse((ROOT / "core/looks.py").read_text(encoding="utf-8"))
        for node in (*ast.walk(tree), *(ast.walk(looks) if "looks" in _names(tree) else ())):
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and ACTION.fullmatch(text) and _noun(text) in NOUNS:
                yield re.escape(text)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
                names = {getattr(one, "id", "") for one in node.targets}
                yield from [_pattern(node.value)] if getattr(first, "id", None) in names else []


def _names(tree: ast.Module) -> set[str]:
    """Return the names a module reads."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _pattern(text: ast.JoinedStr) -> str:
    parts = text.values
    known = (re.escape(str(one.value)) if isinstance(one, ast.Constant) else "" for one in parts)
    return "".join(part or "[a-z_]+" for part in known)


def _noun(action: str) -> str:
    return action.partition(".")[0]


def _spread(node: ast.Call, tree: ast.Module) -> frozenset[str]:
    """Return the keys of the dictionaries of the module that a call spreads."""
    if all(one.arg for one in node.keywords):
        return frozenset()
    spread = {getattr(one.value, "id", "") for one in node.keywords if one.arg is None}
    keys = set()
    for assigned in ast.walk(tree):
        if not isinstance(assigned, ast.Assign) or not isinstance(assigned.value, ast.Dict):
            continue
        if {getattr(one, "id", "") for one in assigned.targets} & spread:
            keys |= {str(k.value) for k in assigned.value.keys if isinstance(k, ast.Constant)}
    return frozenset(keys)


WORDS: tuple[Recorded, ...] = FeatureSet(FEATURES).recorded
KNOWN = {action: one for one in WORDS for kind in one.actions.values() for action in kind}
NOUNS = {_noun(action) for action in KNOWN}
CALLS = list(calls())


def test_every_action_has_words():
    wordless = [
        (call.where, action)
        for call in CALLS
        for action in call.actions
        if not any(re.fullmatch(action, known) for known in KNOWN)
    ]

    assert wordless == []
    assert len(CALLS) > 90
    assert [call.where for call in CALLS if not call.actions] == []


def test_every_detail_has_words():
    """The feature that names the action, one of those where it is computed, names its details."""
    wordless = []
    for call in CALLS:
        fits = [known for known in KNOWN if any(re.fullmatch(one, known) for one in call.actions)]
        unknown = [call.keys - set(KNOWN[known].details) - set(COMMON) for known in fits]
        if min(unknown, key=len):
            wordless.append((call.where, unknown))

    assert wordless == []


def test_no_action_is_declared_twice():
    every = [action for one in WORDS for kind in one.actions.values() for action in kind]

    assert sorted(every) == sorted(set(every))


def test_every_page_that_shows_people_has_words():
    named = {endpoint for one in WORDS for endpoint in one.pages}

    assert (SHOW_PEOPLE | MORE_PAGES) - named == set()


def test_words_hold_no_code():
    texts = [words for one in WORDS for kind in one.actions.values() for words in kind.values()]
    texts += [one.label for words in WORDS for one in words.details.values()]
    texts += [one.noun for words in WORDS for one in words.subjects.values()]
    texts += [page for words in WORDS for page in words.pages.values()]

    assert [text for text in texts if CODE.search(text)] == []


@pytest.mark.parametrize("action", sorted(KNOWN))
def test_every_event_reads_as_words(app, action):
    """Each action with each of its details, read from the values the database has of them."""
    events = [
        AuditEvent(
            id=number, actor_id=None, actor_kind="system", action=action, subject=_noun(action),
            subject_id=7, detail=detail,
        )
        for number, detail in enumerate(_samples(KNOWN[action]), start=1)
    ]  # fmt: skip
    for event, line in zip(events, lines_of(events), strict=True):
        read = [line.who, line.action, line.concerned, line.why, line.page]

        assert line.action != UNKNOWN_ACTION
        assert [text for text in read if CODE.search(text)] == [], event.detail


def _samples(words: Recorded) -> Iterator[dict[str, object]]:
    yield {}
    for key, detail in words.details.items():
        members = [member.value for enum in detail.values for member in enum]
        yield from ({key: value} for value in (*members, True, 7) if detail.names or members)
        if not members and not detail.names and not detail.words:
            yield {key: 7}
