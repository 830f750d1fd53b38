"""Twenty people use the platform; then every byte stored is searched for their numbers."""

import base64
import io
import sys
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from core import logs
from core.access import Role, rule_of
from core.db import db
from core.logs import log
from people.veterans.models import Veteran
from tests.jobs.employers.world import FIRM, FIRM_PASSWORDS
from tests.jobs.importing.world import bring_in, sheet
from tests.people.divisions.world import LIUCHENG
from tests.rules.test_every_route import routes
from tests.support.canaries import (
    Canary,
    disguises,
    everything_stored,
    found_in,
    make_canaries,
    settle_files,
)
from tests.support.forms import form_at
from tests.support.pages import CheckedClient
from tests.support.world import World, build_world

WALKERS = (Role.CLERK, Role.OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR, Role.EMPLOYER)
SHEET_HEAD = "岗位名称,单位名称,招聘人数,工作地点,薪资,联系人,联系电话"


@dataclass
class Life:
    """The traces twenty people left: log, addresses, tokens."""

    people: list[Canary]
    world: World
    staff: dict[Role, CheckedClient]
    browsers: dict[str, CheckedClient] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """Every phone and identity number."""
        return [number for person in self.people for number in person.numbers]


@pytest.fixture
def stderr(monkeypatch):
    """The server's full log, not the quiet one of other tests."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure()
    yield written
    logs.configure(quiet=True)


@pytest.fixture
def life(app, stderr, sign_in, monkeypatch):
    """Register twenty people, half of them by staff, a firm and a sheet of vacancies."""
    world = build_world()
    staff = {role: sign_in(world.accounts[role]) for role in WALKERS}
    life = Life(make_canaries(), world, staff)
    monkeypatch.setattr(app, "wsgi_app", listening(app.wsgi_app, life.urls))
    for person in life.people[:10]:
        life.browsers[person.name] = register(app, person, life.tokens)
    for person in life.people[10:]:
        at_the_desk(staff[Role.CLERK], person)
    firm = {"contact_name": "雀掌柜", "contact_phone": life.people[0].phone}
    assert app.test_client().post("/employers/register", data=FIRM | FIRM_PASSWORDS | firm).location
    bring_in(staff[Role.OFFICER], sheet_with_contact(life.people[1]))
    world.own["veteran_id"] = stored(life.people[0]).id
    return life


def listening(serve, urls: list[str]):
    """Wrap a server so that every address requested or redirected to is recorded."""

    def noting(environ, start_response):
        urls.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")

        def start(status, headers, *rest):
            urls.extend(value for name, value in headers if name == "Location")
            return start_response(status, headers, *rest)

        return serve(environ, start)

    return noting


def register(app, person: Canary, tokens: list[str]):
    """Register a person, sign in, store a draft and the identity number; return the browser."""
    browser = app.test_client()
    known = {"name": person.name, "phone": person.phone, "password": person.password}
    browser.post("/register", data=known | {"consent": "y"})
    browser.post("/sign-in", data=known)
    identity = {"identity": person.id_number, "form_key": "k1"}
    keep(browser, "/me/basic", identity)
    wrong = browser.post("/me/basic", data=identity | {"version": "99"})
    version = str(stored(person).version)
    saved = browser.post("/me/basic", data=identity | {"version": version, "form_key": "k2"})
    assert (wrong.status_code, saved.status_code) == (409, 302)
    keep(browser, "/me/skills", {"skills_text": f"我的电话是{person.phone}，{person.id_number}"})
    with browser.session_transaction() as cookie:
        tokens.append(cookie["token"])
    return browser


def keep(browser, path: str, typed: dict[str, str]) -> None:
    """Type into a form and keep it as a draft, as the script of its page does."""
    opened = form_at(browser.get(path).text, path).values()
    assert browser.post("/drafts", data=opened | typed).status_code == 302


def at_the_desk(clerk, person: Canary) -> None:
    """Register a person by a clerk, and try it a second time."""
    known = {"name": person.name, "phone": person.phone, "id_number": person.id_number}
    consent = {"township_code": LIUCHENG, "consent": "y"}
    made = clerk.post("/veterans/new", data=known | consent)
    again = clerk.post("/veterans/new", data=known | consent)
    assert (made.status_code, again.status_code) == (302, 422)


def sheet_with_contact(person: Canary) -> bytes:
    line = f"货车司机,怀远县顺达物流有限公司,3,怀远县榴城镇,6-8千,{person.name},{person.phone}"
    broken = f"保安,怀远县顺达物流有限公司,很多,榴城镇,3千,{person.name},{person.phone}0"
    return sheet(line, broken, head=SHEET_HEAD)


def look_for(staff: CheckedClient, person: Canary) -> None:
    """Search by every number and the name, and reveal the numbers."""
    for words in (person.name, *person.numbers):
        found = staff.post("/veterans/search", data={"words": words})
        assert person.name in found.text, words
    path = f"/veterans/{stored(person).id}/reveal"
    assert person.id_number in staff.post(path, data={"reason": "CONTACT"}).text


def walk(app, life: Life) -> None:
    """Search for people, export a list, and open every page as every role that may."""
    officer, clerk = life.staff[Role.OFFICER], life.staff[Role.CLERK]
    look_for(officer, life.people[0])
    look_for(clerk, life.people[10])
    assert officer.post("/exports/new?list=veterans", data={"reason": "FAIR"}).status_code == 200
    veteran = life.browsers[life.people[0].name]
    for rule in routes(app):
        for role, browser in {**life.staff, Role.VETERAN: veteran}.items():
            if "GET" in (rule.methods or ()) and rule_of(app, rule.endpoint).permits(role, "GET"):
                browser.get(life.world.path(rule, "own"))


def stored(person: Canary) -> Veteran:
    db.session.rollback()
    return db.session.scalars(select(Veteran).where(Veteran.name == person.name)).one()


def test_no_number_password_or_token_is_stored_in_plain(app, life, stderr):
    names = [person.name for person in life.people]
    secrets = life.numbers + [person.password for person in life.people] + life.tokens

    walk(app, life)
    log.error("unexpected error", exc_info=ValueError(f"bad row {life.people[0].id_number}"))
    log.warning("import", row=f"打给+86{life.people[1].phone}", note=int(life.people[2].phone))

    settle_files()
    stored, written = everything_stored(app), stderr.getvalue()
    asked = "\n".join(life.urls)
    assert found_in(stored, names) == set(names)  # the control: plain names are found
    assert "ValueError: bad row ***" in written
    assert written.count('"event": "request"') > 200
    assert len(life.urls) > 200
    assert len(life.tokens) == 10
    assert found_in(stored, secrets) == set()
    assert found_in(written.encode(), secrets + names) == set()
    assert found_in(asked.encode(), secrets + names) == set()


def test_a_deleted_person_leaves_no_byte(app, life):
    former, others = (
        life.people[2],
        [person.name for person in life.people if person.name[-1] != "丙"],
    )
    browser = life.browsers[former.name]

    answer = browser.post(
        "/me/data/delete", data={"form_key": "farewell", "password_again": former.password}
    )

    settle_files()
    body = everything_stored(app)
    assert answer.status_code == 302
    assert found_in(body, [former.name, *former.numbers]) == set()
    assert found_in(body, others) == set(others)


@pytest.mark.parametrize("shift", range(3))
def test_every_encoding_is_found(shift):
    person = make_canaries()[0]
    padding = b"\x01" * shift

    for number in person.numbers:
        seen = [
            padding + number.encode(),
            number.encode("utf-16-le"),
            number.encode("utf-16-be").hex().upper().encode(),
            number.encode().hex().encode(),
            base64.b64encode(padding + number.encode() + b"more"),
            base64.b64encode(padding + number.encode()),
        ]
        assert [found_in(body, [number]) for body in seen] == [{number}] * len(seen)
    assert found_in(base64.b64encode(b"13955019999" + padding), person.numbers) == set()
    assert len(disguises(person.name)) > 8
