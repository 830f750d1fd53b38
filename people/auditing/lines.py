"""Events in words: who did what to whom, why and on which page; no code of the program is left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.access import ROLE_LABELS, Role
from core.audit import PERSON, AuditEvent, people_of
from core.db import db
from core.features import installed
from core.recorded import COMMON, Detail, Kind, Recorded
from people.accounts.models import Account
from people.divisions.queries import short_name
from people.veterans.models import Veteran

UNKNOWN_ACTION = "其他操作"
NAMED = 3  # people of one event named in a line; the rest are a number
ACTORS = {"system": "系统自动", "visitor": "没有登录的人"}


@dataclass(frozen=True)
class Line:
    """One event as the reader sees it. `people` are those it names, `more` how many others."""

    id: int
    at: datetime
    actor_id: int | None
    who: str
    action: str
    people: Sequence[Veteran]
    more: int
    deleted: int
    thing: str
    why: str
    page: str

    @property
    def concerned(self) -> str:
        """Whom or what the event is about, as one text."""
        words = [self.thing, "、".join(one.name for one in self.people)]
        words.append(f"等 {len(self.people) + self.more} 人" if self.more else "")
        words.append("已删除的人" if self.deleted else "")
        return " ".join(filter(None, words))


def lines_of(events: Sequence[AuditEvent], *, asked: int | None = None) -> list[Line]:
    """Return events in words; names are read in a few queries for all of them.

    `asked` is the person (id) who is named first where an event is about many.
    """
    words = _Words(installed().recorded, events, asked)
    return [words.line(event) for event in events]


def kinds_in_use() -> list[Kind]:
    """Return the kinds of actions some feature records."""
    used = {kind for one in installed().recorded for kind in one.actions}
    return [kind for kind in Kind if kind in used]


def subjects() -> dict[str, str]:
    """Return the nouns of what events are about, by subject."""
    return {key: one.noun for rec in installed().recorded for key, one in rec.subjects.items()}


class _Words:
    """The words of all features, and the names the events of one page need."""

    def __init__(
        self, recorded: Iterable[Recorded], events: Sequence[AuditEvent], asked: int | None
    ) -> None:
        self.asked = asked
        self.recorded = tuple(recorded)
        self.owner = {a: one for one in self.recorded for k in one.actions.values() for a in k}
        self.people = _people({one for event in events for one in self._about(event)[:NAMED]})
        self.actors = self._actors({one.actor_id for one in events if one.actor_id is not None})
        self.names = self._names(events)

    def line(self, event: AuditEvent) -> Line:
        """Return one event in words."""
        ids = self._about(event)
        named = [self.people[one] for one in ids[:NAMED] if one in self.people]
        thing = "" if event.subject == PERSON else self._thing(event)
        return Line(
            event.id,
            event.at,
            event.actor_id,
            self._who(event),
            self._action(event.action),
            named,
            max(0, len(ids) - NAMED),
            min(len(ids), NAMED) - len(named),
            thing,
            "；".join(self._details(event)),
            installed().page_words(str(event.detail.get("page"))),
        )

    def _about(self, event: AuditEvent) -> list[int]:
        """Return the people of an event, the one asked for first."""
        return sorted(people_of(event), key=lambda one: one != self.asked)

    def _action(self, action: str) -> str:
        owner = self.owner.get(action)
        kinds = owner.actions.values() if owner else ()
        return next((words[action] for words in kinds if action in words), UNKNOWN_ACTION)

    def _details(self, event: AuditEvent) -> list[str]:
        owner = self.owner.get(event.action)
        known: Mapping[str, Detail] = COMMON | dict(owner.details if owner else {})
        read = []
        for key, value in event.detail.items():
            detail = known.get(key, Detail())
            if detail.label and value not in (None, ""):
                read.append(f"{detail.label}：{detail.read(value)}")
        return read

    def _thing(self, event: AuditEvent) -> str:
        noun = subjects().get(event.subject, "")
        name = self.names.get((event.subject, event.subject_id or 0), "")
        return f"{noun}“{name}”" if name else noun

    def _names(self, events: Sequence[AuditEvent]) -> dict[tuple[str, int], str]:
        ids: dict[str, set[int]] = {}
        for event in events:
            if event.subject_id is not None and event.subject != PERSON:
                ids.setdefault(event.subject, set()).add(event.subject_id)
        found: dict[tuple[str, int], str] = {}
        for recorded in self.recorded:
            for subject, words in recorded.subjects.items():
                if words.names is not None and subject in ids:
                    names = words.names(ids[subject])
                    found |= {(subject, one): name for one, name in names.items()}
        return found

    def _who(self, event: AuditEvent) -> str:
        if event.actor_id is None:
            return ACTORS.get(event.actor_kind, ACTORS["system"])
        role = ROLE_LABELS[Role(event.actor_kind)]
        return self.actors.get(event.actor_id, f"已删除的账号（{role}）")

    def _actors(self, ids: Collection[int]) -> dict[int, str]:
        accounts = db.session.scalars(select(Account).where(Account.id.in_(set(ids))))
        return actor_words(accounts.all())


def actor_words(accounts: Sequence[Account]) -> dict[int, str]:
    """Return who each account is: office or employer, role and name."""
    owners = installed().owners_of([account.id for account in accounts])
    return {
        one.id: f"{owners.get(one.id) or short_name(one.division_code)}"
        f"{ROLE_LABELS[one.role]} {one.name}"
        for one in accounts
    }


def _people(ids: Collection[int]) -> dict[int, Veteran]:
    found = db.session.scalars(select(Veteran).where(Veteran.id.in_(set(ids))))
    return {one.id: one for one in found}
