"""No page of an employer shows who a veteran is without their consent: each stage, page and role.

A cell is a role, a veteran of the crowd in `tests/support/disclosures.py` and a GET address an
employer may open, from the URL map. One that does not answer fails.
"""

import ast
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask, template_rendered
from jinja2 import nodes
from jinja2.meta import find_referenced_templates
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core import clock
from core.access import Role, rule_of
from core.config import ROOT
from core.db import transaction
from jobs.applications import disclosure
from jobs.applications.models import ApplicationStatus
from jobs.employers.models import Employer, EmployerStatus
from placements.placements.models import PlacementStatus
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.rules.test_every_route import routes
from tests.support.disclosures import CONSENTS, MARK, PHONES, Cell, Crowd, make_crowd
from tests.support.pages import CheckedClient
from tests.support.world import World, build_world

NAME, PHONE = re.compile(f"{MARK}.."), re.compile(PHONES + r"\d{4}")
PAGE = re.compile(r"[?&;]page=(\d+)")
ANSWERS = (200, 301, 302, 303)
# Pages of exactly one application or placement; all others are visited for the whole crowd.
OF_ONE = {"application_id", "placement_id"}
SHOWS_NAMES = {
    "placements.index",
    "placements.detail",
    "benefits.own",
    "benefits.own_sheet",
}
PRIVATE = {"name", "phone", "id_number"}
# Templates and modules that read a name or number for an employer after asking for the consent.
ASKED_BEFORE = {"applications/contact.html"}
MAY_READ = {
    "jobs/applications/disclosure.py": "the way to a name",
    "jobs/applications/operations.py": "refused in words the employer would read",
    "jobs/applications/resume.py": "written after look_at_contact",
    "fairs/fairs/queries/sign_ups.py": "the door and the lists of staff",
    "fairs/fairs/queries/door.py": "who fits the words at the door, for staff",
    "fairs/fairs/operations/check_ins.py": "a newcomer's number compared, for staff",
    "fairs/fairs/display.py": "the last four at the door, for staff",
    "fairs/fairs/exports.py": "the sign-ups as a file, for officers and leaders",
    "fairs/fairs/views/results.py": "the rows behind a figure, for staff",
    "fairs/exchange/contents.py": "the package to another bureau, by consent",
}


@dataclass
class Visit:
    """What one role saw: the cells that answered, those that did not, and what was shown."""

    reached: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    shown: set[tuple[str, str]] = field(default_factory=set)  # endpoint, name or phone

    def leaks(self, hidden: set[str]) -> set[tuple[str, str]]:
        """Return what was shown of these names and phones, by endpoint."""
        return {(endpoint, words) for endpoint, words in self.shown if words in hidden}


@dataclass
class Stage:
    """The application, its crowd and the addresses to visit."""

    app: Flask
    world: World
    crowd: Crowd

    def pages(self) -> list[Rule]:
        """Return the GET routes an employer may open."""
        return [
            rule
            for rule in routes(self.app)
            if "GET" in (rule.methods or ())
            and rule_of(self.app, rule.endpoint).permits(Role.EMPLOYER, "GET")
        ]

    def addresses(self, rule: Rule) -> Iterator[tuple[str, list[Cell]]]:
        """Yield each address of a route with the cells it is about."""
        ids = self.world.own | {
            "vacancy_id": self.crowd.vacancy_id,
            "fair_id": self.crowd.fair_id,
            "event": "offer",
        }
        world = World(self.world.accounts, ids, {}, self.world.guarded)
        if not OF_ONE & rule.arguments:
            yield world.path(rule, "own"), self.crowd.cells
            return
        for cell in self.crowd.cells:
            if "placement_id" in rule.arguments and cell.placement_id is None:
                continue
            world.own |= {
                "application_id": cell.application_id,
                "placement_id": cell.placement_id,
            }
            yield world.path(rule, "own"), [cell]

    def visit(self, browser: CheckedClient, *, only: set[str] | None = None) -> Visit:
        """Open every address as one role, all pages of the longer lists too."""
        visit = Visit()
        for rule in self.pages():
            if only is not None and rule.endpoint not in only:
                continue
            for path, cells in self.addresses(rule):
                answers = list(all_pages(browser, path))
                if answers[0].status_code in ANSWERS:
                    visit.reached[rule.endpoint] += len(cells)
                else:
                    visit.missed.append(f"{rule.endpoint} {path} {answers[0].status_code}")
                for answer in answers:
                    visit.shown |= {(rule.endpoint, words) for words in read(answer)}
        return visit


def all_pages(browser: CheckedClient, path: str) -> Iterator[TestResponse]:
    """Open an address and, where it is a list of several pages, each of them."""
    first = browser.get(path)
    yield first
    is_page = first.mimetype == "text/html"
    last = max(map(int, PAGE.findall(first.text)), default=1) if is_page else 1
    for number in range(2, last + 1):
        yield browser.get(path, query_string={"page": number})


def read(answer: TestResponse) -> set[str]:
    """Return the names and phones of the crowd in a body, a workbook or the headers."""
    text = read_text(answer)
    return set(NAME.findall(text)) | set(PHONE.findall(re.sub(r"(?<=\d)[ -](?=\d)", "", text)))


def read_text(answer: TestResponse) -> str:
    """Return what an answer says: body, workbook and headers, without escapes."""
    body = answer.data
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    text = body.decode("utf-8", "ignore") + unquote(str(answer.headers))
    return re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), unquote(text))


@pytest.fixture
def consents() -> tuple[str, ...]:
    """The kinds of consent of the crowd: every one."""
    return CONSENTS


@pytest.fixture
def stage(app, sign_in, consents) -> Stage:
    """A crowd of one employer in every stage."""
    world = build_world()
    boss, officer = world.accounts[Role.EMPLOYER], world.accounts[Role.OFFICER]
    crowd = make_crowd(world.own["employer_id"], boss, officer, consents)
    return Stage(app, world, crowd)


def end_verification(employer_id: int, **more: Any) -> None:
    with transaction(audited=False) as session:
        employer = session.get_one(Employer, employer_id)
        for name, value in more.items():
            setattr(employer, name, value)


def test_no_page_names_a_veteran_before_consent(stage, sign_in):
    cells, employer_id = stage.crowd.cells, stage.world.own["employer_id"]
    boss = sign_in(stage.world.accounts[Role.EMPLOYER])
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)
    named = {cell.name for cell in cells if cell.may_be_named}
    everyone = {cell.name for cell in cells}
    phones = {cell.phone for cell in cells}
    applications, placements = stage.crowd.statuses()
    assert (applications, placements) == (set(ApplicationStatus), set(PlacementStatus))

    verified = stage.visit(boss)
    stranger = stage.visit(sign_in(rival))
    refused = press_everything(stage, boss)
    past = clock.today() - timedelta(days=1)
    end_verification(employer_id, verified_until=past)
    lapsed = stage.visit(boss)
    end_verification(employer_id, verified_until=None, status=EmployerStatus.LAPSED)
    unverified = stage.visit(boss)
    officer = stage.visit(sign_in(stage.world.accounts[Role.OFFICER]), only=SHOWS_NAMES)

    visits = {"own": verified, "lapsed": lapsed, "unverified": unverified, "rival": stranger}
    for role, visit in visits.items():
        sys.stdout.write(f"{role}: {visit.reached.total()} cells on {len(visit.reached)} pages\n")
    sys.stdout.write(
        f"{len(refused.shown)} names and phones in {refused.reached.total()} answers to POST\n"
    )
    assert {role: visit.missed for role, visit in visits.items() if role != "rival"} == {
        "own": [],
        "lapsed": [],
        "unverified": [],
    }
    assert verified.leaks(everyone - named | phones) == set()
    assert (
        refused.leaks({one for cell in cells if cell.name not in named for one in words(cell)})
        == set()
    )
    for visit in (lapsed, unverified, stranger):
        assert visit.shown == set()
    # The controls: consent shows a name, staff see everyone, and both kinds of names are there.
    assert {words for _page, words in verified.shown} == placed(cells) & named
    assert {words for _page, words in officer.shown} == placed(cells)
    assert len(named) > 8
    assert len(everyone - named) > 40


def words(cell: Cell) -> tuple[str, str]:
    return cell.name, cell.phone


def placed(cells: list[Cell]) -> set[str]:
    return {cell.name for cell in cells if cell.placement_id is not None}


def press_everything(stage: Stage, browser: CheckedClient) -> Visit:
    """Send an empty form to every POST address of one application or placement."""
    visit = Visit()
    for rule in routes(stage.app):
        may = rule_of(stage.app, rule.endpoint).permits(Role.EMPLOYER, "POST")
        if "POST" not in (rule.methods or ()) or not may or not OF_ONE & rule.arguments:
            continue
        for path, _cells in stage.addresses(rule):
            answer = browser.post(path)
            assert answer.status_code in (*ANSWERS, 422), path
            visit.reached[rule.endpoint] += 1
            visit.shown |= {(rule.endpoint, one) for one in read(answer)}
    return visit


@pytest.mark.parametrize("consents", [("never",)])
def test_with_the_guard_off_the_pages_show_names(stage, sign_in, monkeypatch):
    """The control: where consent is not asked for, each of these pages shows hidden names."""
    monkeypatch.setattr(disclosure, "disclosed_to", lambda _employer, ids, _day: frozenset(ids))
    boss = sign_in(stage.world.accounts[Role.EMPLOYER])
    hidden = {cell.name for cell in stage.crowd.cells if not cell.may_be_named}

    leaks = stage.visit(boss, only=SHOWS_NAMES).leaks(hidden)

    assert {endpoint for endpoint, _name in leaks} == SHOWS_NAMES


@pytest.mark.parametrize("consents", [("given",)])
def test_no_template_of_an_employer_reads_a_name_itself(stage, sign_in):
    boss = sign_in(stage.world.accounts[Role.EMPLOYER])
    rendered: set[str] = set()

    def note(_sender: Flask, template: Any, **_more: Any) -> None:
        rendered.add(template.name)

    with template_rendered.connected_to(note, stage.app):
        for rule in stage.pages():
            path, _cells = next(iter(stage.addresses(rule)))
            boss.get(path)

    used = with_parts(stage.app, rendered)
    assert "placements/index.html" in used
    found = {name for name in used if reads_private(stage.app, name)}
    assert found - ASKED_BEFORE == set()


def with_parts(app: Flask, names: set[str]) -> set[str]:
    """Return templates with everything they extend, include and import."""
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        parts = find_referenced_templates(parsed(app, name))
        waiting |= {part for part in parts if part} - seen
    return seen


def parsed(app: Flask, name: str) -> nodes.Template:
    environment = app.jinja_env
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return environment.parse(source)


def reads_private(app: Flask, name: str) -> bool:
    return any(
        one.attr in PRIVATE and is_veteran(one.node)
        for one in parsed(app, name).find_all(nodes.Getattr)
    )


def is_veteran(node: nodes.Node) -> bool:
    return getattr(node, "attr", getattr(node, "name", None)) == "veteran"


def test_the_walker_sees_a_name_read_in_a_template(app):
    assert reads_private(app, "applications/contact.html")
    assert reads_private(app, "placements/people.html")
    assert not reads_private(app, "placements/index.html")


def test_only_these_modules_above_people_read_a_name():
    found = set()
    for package in ("jobs", "fairs", "placements", "matching", "desk"):
        for path in (ROOT / package).rglob("*.py"):
            if reads_attribute(ast.parse(path.read_text(encoding="utf-8"))):
                found.add(str(path.relative_to(ROOT)))

    assert found == set(MAY_READ)


def reads_attribute(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in PRIVATE:
            of = node.value
            if getattr(of, "attr", getattr(of, "id", None)) == "veteran":
                return True
    return False
