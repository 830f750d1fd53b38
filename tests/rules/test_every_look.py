"""Every answer that shows a person is recorded: each page, print and file, as each role.

A cell is a role and an address it may open, built from the URL map with every variant of it. What
an answer shows of the crowd in `tests/support/disclosures.py` is compared with the record.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from core import clock, looks
from core.access import Role, rule_of
from core.audit import AuditEvent, people_of
from core.db import db, transaction
from core.features import installed
from core.filters import mask_id, mask_phone
from fairs.fairs.models import CheckInMethod, FairPaper, PaperKind, SignUp
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.employers.models import Employer
from people.exports.models import ExportRun
from people.veterans.models import Veteran
from placements.placements.models import PlacementCheck
from sheets.models import ImportBatch
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD
from tests.rules.test_every_route import ROLES, routes
from tests.rules.test_names import all_pages, read_text
from tests.support.canaries import canary
from tests.support.disclosures import MARK, Crowd, make_crowd
from tests.support.pages import CheckedClient
from tests.support.rows import save, stored_file
from tests.support.world import World, build_world

# Looks of which the record says more than their kind.
NAMED = {looks.REVEALED, "contact.view", "veteran.found_at_door"}
LOOKS = {looks.SEEN, looks.PRINTED, looks.EXPORTED} | NAMED
ANSWERS = (200, 301, 302, 303)
# Pages of one person: the look is recorded also where the page does not say who it is.
OF_ONE = {
    "veteran_id",
    "application_id",
    "placement_id",
    "arrival_id",
    "item_id",
    "check_id",
    "evidence_id",
}
# The pages on which the crowd is seen; one that is missing here or there fails the walk.
SHOW_PEOPLE = {
    "applications.detail",
    "applications.index",
    "applications.refer",
    "arrivals.correct",
    "arrivals.detail",
    "arrivals.index",
    "arrivals.print_list",
    "arrivals.tick",
    "auditing.index",
    "auditing.sheet",
    "benefits.own",
    "benefits.own_sheet",
    "calls.index",
    "caseload.contacts",
    "caseload.index",
    "caseload.sheet",
    "desk.failed_referrals",
    "fairplan.index",
    "fairplan.print_plan",
    "fairs.by_code",
    "fairs.door",
    "fairs.fair_figure",
    "fairs.fairs_for",
    "fairs.newcomer",
    "fairs.sheet",
    "fairs.sign_up_for",
    "imports.undo",
    "lists.for_veteran",
    "lists.near_for_veteran",
    "placements.check",
    "placements.checks",
    "placements.claim_for",
    "placements.contract",
    "placements.correct",
    "placements.detail",
    "placements.index",
    "placements.people",
    "veterans.correct",
    "veterans.correct_name",
    "veterans.correct_password",
    "veterans.correct_phone",
    "veterans.detail",
    "veterans.edit_record",
    "veterans.index",
    "veterans.new_record",
    "veterans.queue",
    "veterans.section",
    "veterans.verify",
    "villages.detail",
    "villages.print_people",
    "villages.residence",
    "villages.without",
}
ENDING = {"accounts.sign_out", "accounts.end_others"}
# Forms whose answer shows people once they are filled in.
FILLED: dict[str, dict[str, str]] = {
    "veterans.search": {"words": f"{MARK}甲甲"},
    "veterans.reveal": {"reason": "CONTACT"},
    "exports.new": {"reason": "FAIR"},
    "exports.whole": {"reason": "FAIR", "password_again": PASSWORD},
    "veterans.claim_code": {},
    "calls.sheet": {},
    "applications.contact": {},
    "applications.resume": {},
    "auditing.find": {"words": f"{MARK}甲甲"},
    "fairs.door": {"words": f"{MARK}甲甲"},
}
# What an address needs beside its path.
QUERIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "vacancies.new": lambda own: {"employer": own["employer_id"]},
}
RARE = "鹇鸢鹂鸬鹈鹕鸶鸨"
WORDS = re.compile(
    rf"{MARK}..|\d{{3}}\*{{4}}\d{{4}}|\d{{6}}\*{{8}}\w{{4}}|\d{{17}}[\dX]|(?<!\d)1\d{{10}}(?!\d)"
)


@dataclass
class Walk:
    """What was reached, what was not, and what was shown without or recorded without a reason."""

    reached: Counter[str] = field(default_factory=Counter)
    answers: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    unrecorded: set[tuple[str, str, str]] = field(default_factory=set)
    unfounded: set[tuple[str, str]] = field(default_factory=set)
    unwatched: set[tuple[str, str]] = field(default_factory=set)
    wrong_kind: set[tuple[str, str]] = field(default_factory=set)
    showing: dict[str, tuple[Role | None, str]] = field(default_factory=dict)  # the first look

    @property
    def missed(self) -> list[tuple[str, str]]:
        """The routes that answered a role nothing but errors."""
        return sorted(cell for cell, got in self.answers.items() if not got & set(ANSWERS))


@dataclass
class Stage:
    """The application, its people by what identifies them, and the browser of each role."""

    app: Flask
    world: World
    crowd: Crowd
    browsers: dict[Role | None, CheckedClient]
    people: dict[str, int] = field(default_factory=dict)  # a name or number → the person's id
    names: dict[int, str] = field(default_factory=dict)
    owners: dict[int, int | None] = field(default_factory=dict)
    readers: dict[Role | None, int | None] = field(default_factory=dict)
    newest: int = 0  # the last look that was judged

    def variants(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """Yield the values of an address's parameters: the own rows, and those of the crowd."""
        own, crowd = self.world.own, self.crowd
        cells = crowd.cells[::5]
        choices = {
            "fair_id": [own["fair_id"], crowd.fair_id],
            "vacancy_id": [own["vacancy_id"], crowd.vacancy_id],
            "application_id": [own["application_id"], *(one.application_id for one in cells)],
            "placement_id": [
                own["placement_id"],
                *(one.placement_id for one in crowd.cells if one.placement_id),
            ],
            **self.of_all,
            "what": ["exhibitors", "door", "cards"],
            "key": [one.key for one in installed().figures_of("fair")],
            "kind": [own["kind"], "PLAN"],
            "year": sorted({own["year"], clock.today().year}),
        }
        choices |= {name: list(asked) for name, asked in _any_of(rule).items()}
        names = sorted(rule.arguments - set(rule.defaults or {}))
        values = (choices.get(name, [own.get(name, 0)]) for name in names)
        yield from (dict(zip(names, chosen, strict=True)) for chosen in product(*values))

    def walk(self) -> Walk:
        """Open every address of every role."""
        walk = Walk()
        for rule, role in product(list(routes(self.app)), ROLES):
            may = rule_of(self.app, rule.endpoint).permits(role, "GET")
            if "GET" in (rule.methods or ()) and may:
                self._visit(walk, rule, role)
        return walk

    def walk_again(self, earlier: Walk) -> Walk:
        """Open once more, of each route that showed people, the first address that did."""
        walk = Walk()
        for endpoint, (role, path) in earlier.showing.items():
            self.judge(walk, endpoint, role, path, self.browsers[role].get(path))
        return walk

    @cached_property
    def of_all(self) -> dict[str, list[int]]:
        """The imports and exports of all: each role sees its own."""
        kinds: dict[str, Any] = {"batch_id": ImportBatch, "run_id": ExportRun}
        found = {name: list(db.session.scalars(select(kind.id))) for name, kind in kinds.items()}
        db.session.rollback()  # what follows is read anew
        return found

    @cached_property
    def arguments(self) -> dict[str, set[str]]:
        """The parameters of each route's addresses."""
        found: dict[str, set[str]] = {}
        for rule in routes(self.app):
            found.setdefault(rule.endpoint, set()).update(rule.arguments)
        return found

    def press(self) -> Walk:
        """Send every form: filled in where that shows people, else empty, which shows it again."""
        walk = Walk()
        for rule, role in product(list(routes(self.app)), ROLES):
            may = rule_of(self.app, rule.endpoint).permits(role, "POST")
            if "POST" not in (rule.methods or ()) or not may or rule.endpoint in ENDING:
                continue
            for values, typed in product(self.variants(rule), ({}, FILLED.get(rule.endpoint))):
                if typed is not None:
                    self._send(walk, rule, role, self.path(rule, values), typed)
        return walk

    def _send(
        self, walk: Walk, rule: Rule, role: Role | None, path: str, typed: dict[str, str]
    ) -> None:
        answer = self.browsers[role].post(path, data=typed)
        self.judge(walk, rule.endpoint, role, path, answer)
        walk.reached[rule.endpoint] += 1

    def path(self, rule: Rule, values: dict[str, Any]) -> str:
        """Return an address with what it needs beside its path."""
        query = QUERIES.get(rule.endpoint, lambda _own: {})(self.world.own)
        built = rule.build(values | query)
        assert built is not None
        return str(built[1])

    def _visit(self, walk: Walk, rule: Rule, role: Role | None) -> None:
        statuses = []
        for values in self.variants(rule):
            path = self.path(rule, values)
            for answer in all_pages(self.browsers[role], path):
                self.judge(walk, rule.endpoint, role, path, answer)
                statuses.append(answer.status_code)
        walk.reached[rule.endpoint] += len(statuses)
        walk.answers.setdefault((rule.endpoint, str(role)), set()).update(statuses)

    def new_looks(self) -> list[AuditEvent]:
        """Return the looks recorded since this was asked before."""
        of_looks = select(AuditEvent).where(AuditEvent.action.in_(LOOKS))
        found = list(db.session.scalars(of_looks.where(AuditEvent.id > self.newest)))
        self.newest = max((each.id for each in found), default=self.newest)
        db.session.expunge_all()
        db.session.rollback()  # what follows is read anew
        return found

    def judge(
        self, walk: Walk, endpoint: str, role: Role | None, path: str, answer: TestResponse
    ) -> None:
        """Compare whom an answer shows with the looks recorded since the answer before."""
        reader = self.readers[role]
        text = read_text(answer)
        shown = {self.people[word] for word in WORDS.findall(text) if word in self.people}
        shown -= {one for one, owner in self.owners.items() if reader and owner == reader}
        events = self.new_looks()
        noted = {one for each in events if each.actor_id == reader for one in people_of(each)}
        kinds = {each.action for each in events} - NAMED
        who = role.value if role else "visitor"
        walk.unrecorded |= {(endpoint, who, self.names[one]) for one in shown - noted}
        of_one = OF_ONE & self.arguments[endpoint]
        if not of_one:  # an employer's page of one person may leave out who it is
            walk.unfounded |= {(endpoint, who) for _one in noted - shown}
        walk.wrong_kind |= {(endpoint, kind) for kind in kinds - {kind_of(answer)}}
        if shown:
            walk.showing.setdefault(endpoint, (role, path))
        if of_one and role not in (None, Role.VETERAN) and answer.status_code == 200 and not noted:
            walk.unwatched.add((endpoint, who))


def _any_of(rule: Rule) -> dict[str, set[str]]:
    """Return the words an address takes for each parameter that has a list of them."""
    converters = rule._converters.items()
    return {name: one.items for name, one in converters if isinstance(one, AnyConverter)}


def kind_of(answer: TestResponse) -> str:
    """Return the kind of look an answer is: a page, a print or a file."""
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        return looks.EXPORTED
    return looks.PRINTED if 'aria-label="打印工具"' in answer.text else looks.SEEN


def make_busy(world: World, crowd: Crowd) -> None:
    """Fill the lists that would be empty: people at the door, checks due, referrals in vain."""
    now, officer = clock.now(), world.accounts[Role.OFFICER].id
    make_paper(crowd.fair_id)
    make_import(world)
    for _ in range(3):
        refused = {"status": ApplicationStatus.REJECTED, "origin": Origin.REFERRAL}
        vacancy = make_vacancy(employer=db.session.get_one(Employer, world.own["employer_id"]))
        ids = {"veteran_id": world.own["veteran_id"], "vacancy_id": vacancy.id}
        save(Application(**ids, **refused, applied_at=now, closed_at=now, referred_by=officer))
    with transaction(audited=False) as session:
        for sign_up in session.scalars(select(SignUp).where(SignUp.fair_id == crowd.fair_id)):
            sign_up.checked_in_at, sign_up.check_in_method = now, CheckInMethod.NAME
        due = {PlacementCheck.due_on: clock.today()}
        session.execute(update(PlacementCheck).values(due))


def make_import(world: World) -> None:
    """Make an import of the clerk, who does not see those of others."""
    other = db.session.get_one(ImportBatch, world.own["batch_id"])
    facts = {"mapping": other.mapping, "status": other.status, "file_hash": "1" * 64}
    clerk = world.accounts[Role.CLERK].id
    save(ImportBatch(noun="arrivals", file_name="接收台账.csv", by_id=clerk, **facts))


def make_paper(fair_id: int) -> None:
    file_id = stored_file("plan").id
    save(FairPaper(fair_id=fair_id, kind=PaperKind.PLAN, file_id=file_id))


def name_everybody() -> list[Veteran]:
    """Give each veteran a name and an identity number of their own; return them all."""
    with transaction(audited=False) as session:
        everybody = list(session.scalars(select(Veteran).order_by(Veteran.id)))
        for number, veteran in enumerate(everybody):
            veteran.id_number = canary(number, "").id_number
            if not veteran.name.startswith(MARK):
                veteran.name = f"{MARK}{RARE[number % len(RARE)]}{RARE[number // len(RARE)]}"
    return everybody


def set_stage(app: Flask, sign_in: Any) -> Stage:
    """Return the world, a crowd in every stage, and a browser of each role."""
    world = build_world()
    crowd = make_crowd(
        world.own["employer_id"], world.accounts[Role.EMPLOYER], world.accounts[Role.OFFICER]
    )
    stage = Stage(app, world, crowd, {role: sign_in(one) for role, one in world.accounts.items()})
    visitor = app.test_client()
    assert isinstance(visitor, CheckedClient)
    stage.browsers[None] = visitor
    stage.readers = {None: None} | {role: one.id for role, one in world.accounts.items()}
    make_busy(world, crowd)
    for veteran in name_everybody():
        masked = (mask_phone(veteran.phone), mask_id(veteran.id_number))
        who = (veteran.name, veteran.phone, veteran.id_number, *masked)
        stage.people |= dict.fromkeys(map(str, who), veteran.id)
        stage.names[veteran.id] = veteran.name
        stage.owners[veteran.id] = veteran.account_id
    stage.new_looks()
    return stage


@dataclass
class Judged:
    """What one database answered: every page, some pages without the record, every form."""

    pages: Walk
    bare: Walk
    forms: Walk
    secrets: set[str]  # names, numbers and codes
    held: str  # what all events say


@pytest.fixture(scope="module")
def finished() -> dict[str, Judged]:
    """What was judged, by database: each is walked through once."""
    return {}


@pytest.fixture
def judged(app, database, sign_in, finished, monkeypatch) -> Judged:
    """Every page opened, and every form sent, as each role."""
    if database.name not in finished:
        stage = set_stage(app, sign_in)
        pages = stage.walk()
        with monkeypatch.context() as off:
            off.setattr(looks, "show", lambda _people: None)
            bare = stage.walk_again(pages)
        forms = stage.press()
        codes = set(db.session.scalars(select(SignUp.code)))
        secrets = {word for word in stage.people if "*" not in word} | codes
        held = json.dumps(list(db.session.scalars(select(AuditEvent.detail))), ensure_ascii=False)
        finished[database.name] = Judged(pages, bare, forms, secrets, held)
    return finished[database.name]


def print_reached(walk: Walk, what: str) -> None:
    """Print how much was judged, for those who read the output of a failure."""
    reached = f"{walk.reached.total()} answers {what} {len(walk.reached)} routes"
    sys.stdout.write(f"{reached}, {len(walk.showing)} of them show people\n")


def test_every_answer_to_a_form_that_shows_a_person_is_recorded(judged):
    walk = judged.forms

    print_reached(walk, "to forms of")
    assert walk.unrecorded == set()
    assert walk.unfounded == set()
    assert walk.wrong_kind == set()
    assert walk.unwatched == set()


def test_no_event_holds_a_name_a_number_or_a_code(judged):
    assert len(judged.secrets) > 200
    assert [word for word in judged.secrets if word in judged.held] == []


def test_every_page_that_shows_a_person_is_recorded(judged):
    walk = judged.pages

    print_reached(walk, "of")
    assert walk.missed == [], "\n".join(map(str, walk.missed))
    assert walk.showing.keys() == SHOW_PEOPLE
    assert walk.unrecorded == set()
    assert walk.unfounded == set()
    assert walk.wrong_kind == set()
    assert walk.unwatched == set()


def test_with_the_record_off_every_such_page_is_found(judged):
    """The control: where nothing is noted, each page that shows people is reported."""
    assert {endpoint for endpoint, _role, _who in judged.bare.unrecorded} == SHOW_PEOPLE
