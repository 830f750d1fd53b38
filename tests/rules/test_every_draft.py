"""Every form: what is typed outlasts its session, and long forms are kept during typing."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete
from werkzeug.routing import AnyConverter
from wtforms.fields.core import UnboundField

from core import clock
from core.access import Role, rule_of
from core.db import transaction
from core.drafts import tokens
from core.drafts.contents import FEW
from core.drafts.models import FormDraft
from core.forms import BaseForm
from fairs.fairs.models import Fair, FairStatus
from people.accounts import operations as accounts
from placements.placements.models import Placement, PlacementStatus
from tests.rules.test_every_route import routes
from tests.support.forms import ShownForm, forms_of
from tests.support.world import World, build_world

TYPED = "写了一半的话"
DAY = "2031-05-17"
# Long forms of which nothing may be kept: each field is a secret or a file.
# Long forms the world's pages do not show, each with its reason.
NOT_REACHED = {
    "core.web.gallery.GalleryForm": "shows the components, is sent nowhere",
    "core.parameters.forms.AmountForm": "the page of another parameter, with the same template",
    "fairs.fairs.forms.attendance.AdmitForm": "a button: nothing of it is typed",
    "placements.placements.forms.KnownEmployerForm": "its page names the employer that was chosen",
    "people.accounts.forms.PasswordForm": "three passwords: nothing of it may be kept",
}
ALL_SECRET = {"/account/password", "/sign-in"}


@dataclass(frozen=True)
class Place:
    """A form, the page that shows it and the role that may open it."""

    role: Role
    page: str
    form: ShownForm


def places(app, world: World, clients) -> Iterator[Place]:
    """Return every form with typed contents that a role's own pages show, each address once.

    Some forms are shown only during a fair, or once both sides have confirmed a placement.
    """
    yield from shown_now(list(routes(app)), app, world, clients)
    begin(world)
    later = [rule for rule in routes(app) if rule.endpoint.startswith(("fairs.", "placements."))]
    yield from shown_now(later, app, world, clients)


def all_places(app, sign_in) -> list[Place]:
    world = build_world()
    return list(places(app, world, {role: sign_in(world.accounts[role]) for role in Role}))


def begin(world: World) -> None:
    """Begin the world's fair and confirm its placement."""
    now = clock.now()
    with transaction(audited=False) as session:
        fair = session.get_one(Fair, world.own["fair_id"])
        fair.status, fair.starts_at = FairStatus.RUNNING, now - timedelta(hours=1)
        fair.ends_at = now + timedelta(hours=2)
        placement = session.get_one(Placement, world.own["placement_id"])
        placement.status = PlacementStatus.CONFIRMED
        placement.employer_confirmed_at = placement.veteran_confirmed_at = now


def shown_now(rules, app, world: World, clients) -> Iterator[Place]:
    for role in Role:
        known: set[str] = set()
        for rule in rules:
            if "GET" not in rule.methods or not rule_of(app, rule.endpoint).permits(role, "GET"):
                continue
            for page in pages_of(rule, world, role):
                answer = clients[role].get(page)
                if answer.status_code != 200 or answer.mimetype != "text/html":
                    continue
                for form in forms_of(answer.text):
                    if form.action and form.asked() and form.action not in known:
                        known.add(form.action)
                        yield Place(role, page, form)


def pages_of(rule, world: World, role: Role) -> list[str]:
    """Return the addresses of a route; one with a choice in it has an address for each."""
    choices = [name for name, kind in rule._converters.items() if isinstance(kind, AnyConverter)]
    if not choices:
        return [world.path(rule, "own", role)]
    (name,) = choices
    pages = []
    for value in sorted(rule._converters[name].items):
        chosen = replace(world, own=world.own | {name: value})
        pages.append(chosen.path(rule, "own", role))
    return pages


def filled(form: ShownForm, opened: tokens.OpenedForm) -> dict[str, list[str]]:
    """Return what a browser sends after something else is typed or chosen in every field."""
    for one in form.controls:
        if one.name not in opened.names or one.kind == "hidden":
            continue
        if one.kind == "select":
            one.chosen = one.options[-1:]
        elif one.kind == "checkbox":
            one.is_on = not one.is_on
        elif one.kind == "radio":
            same = [other for other in form.controls if other.name == one.name]
            one.is_on = one is same[-1]
        else:
            one.value = DAY if one.kind == "date" else TYPED
    return form.values()


def end_session(browser) -> None:
    """Leave a browser alone for longer than a session lasts."""
    with browser.session_transaction() as cookie:
        cookie["seen"] = 1


def sign_in_again(browser, account) -> None:
    with transaction():
        opened = accounts.open_session(account.id, device="测试")
    with browser.session_transaction() as cookie:
        cookie["token"] = opened.token
        cookie["seen"] = int(clock.now().timestamp())


def kept_part(form: ShownForm, opened: tokens.OpenedForm) -> dict[str, list[str]]:
    return {name: sent for name, sent in form.values().items() if name in opened.names}


@pytest.fixture(scope="module")
def walked() -> dict[str, list[Place]]:
    """The forms seen so far, by database: a walk opens every page of every role."""
    return {}


def test_every_form_survives_the_end_of_its_session(app, database, sign_in, walked, capsys):
    """Sent too late, signed in again: the words are in the same form."""
    world = build_world()
    seen = walked.setdefault(database.name, [])
    clients = {role: sign_in(world.accounts[role]) for role in Role}
    lost, sent, reached = [], 0, set()
    for place in places(app, world, clients):
        seen.append(place)
        opened = tokens.read(place.form.token)
        if opened is None:
            lost.append((place.role, place.page, place.form.action, "no token"))
        elif opened.names:
            reached.add(opened.form)
            sent += 1
            lost += after_the_end(clients[place.role], world.accounts[place.role], place, opened)

    with capsys.disabled():
        sys.stdout.write(f"\n{sent} forms by role, of {len(reached)} classes\n")
    assert lost == [], "\n".join(map(str, lost))
    assert sent > 100
    assert long_classes() - reached == set(NOT_REACHED)


def after_the_end(browser, account, place: Place, opened: tokens.OpenedForm) -> list[object]:
    """Send a form when its session has ended, sign in again, return what was lost."""
    sent = filled(place.form, opened)
    wanted = kept_part(place.form, opened)
    end_session(browser)
    answer = browser.post(place.form.action, data=sent)
    where = urlsplit(answer.location or "")
    is_explained = "您写的都在" in browser.get(answer.location or "/").text
    sign_in_again(browser, account)
    if where.path != "/sign-in" or not is_explained:
        return [(place.role, place.form.action, answer.status_code, answer.location)]
    page = parse_qs(where.query)["next"][0]
    found = shown_again(browser.get(page).text, opened)
    with transaction(audited=False) as session:
        session.execute(delete(FormDraft))
    return [] if found == wanted else [(place.role, page, difference(found, wanted))]


def shown_again(page: str, opened: tokens.OpenedForm) -> dict[str, list[str]] | None:
    """Return what the same form holds on the page that follows, None where it is not there."""
    for form in forms_of(page):
        again = tokens.read(form.token)
        is_same = again and (again.form, again.address) == (opened.form, opened.address)
        if is_same and form.action != "/drafts/drop":
            return kept_part(form, opened)
    return None


def long_classes() -> set[str]:
    """Return the names of the form classes of which something is typed in more than two fields."""
    found = set()
    for kind in all_forms(BaseForm):
        fields = {name for name in dir(kind) if isinstance(getattr(kind, name), UnboundField)} - {
            "form_key",
            "version",
        }
        if len(fields) > FEW:
            found.add(f"{kind.__module__}.{kind.__qualname__}")
    return found


def all_forms(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    """Yield the forms of the application; those other tests define stay until collected."""
    subclasses: list[type[BaseForm]] = kind.__subclasses__()
    for one in subclasses:
        if not one.__module__.startswith("tests."):
            yield one
            yield from all_forms(one)


def difference(found, wanted):
    if found is None:
        return "no such form"
    return {
        name: (found.get(name), wanted.get(name))
        for name in found.keys() | wanted.keys()
        if found.get(name) != wanted.get(name)
    }


def test_every_long_form_is_kept_while_it_is_typed(app, database, sign_in, walked, capsys):
    forms = walked.get(database.name) or all_places(app, sign_in)
    long = [place for place in forms if len(place.form.asked()) > FEW]
    without = [
        (place.role, place.page, place.form.action)
        for place in long
        if not place.form.is_autosaved and place.form.action not in ALL_SECRET
    ]

    with capsys.disabled():
        sys.stdout.write(f"\n{len(forms)} forms by role, {len(long)} of more than {FEW} fields\n")
    assert without == []
    assert len(long) > 30
