"""Every free text of every form: guarded or declared not to be, and kept as it is typed."""

import sys
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField

from core.access import Role
from core.drafts import tokens
from core.fields import Unguarded
from core.forms import BaseForm
from people.secrecy.forms import Guarded
from tests.rules.test_every_draft import all_forms, shown_now
from tests.rules.test_every_route import routes
from tests.support.forms import ShownForm
from tests.support.rows import Rows, rows
from tests.support.world import build_world

LINE = "“驾”，（Ａ２）；《训》👨‍👩‍👧𠮷㐆…"
PROSE = "第一行：①会开车，\n\n“二”——《条例》；🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳❤️👍🏽\t\uf900㍿ﬁ"
MARKS = "甲乙丙丁戊己庚辛壬癸"  # tell the fields of a form apart
LEAST_FIELDS, LEAST_SAVED = 60, 20
FILLED = {"date": "2031-05-17", "number": "1", "time": "09:30"}

# What is brought to one writing by a reader of its own, since it is compared or searched.
READ = {
    "name", "contact_name",  # of people, employers, villages, partners
    "phone", "contact_phone", "identity", "id_number",
    "code", "credit_code", "division_code", "place_code", "partner_code", "verify_key",
    "words",  # searched for
    "credential_names",  # names of certificates, read by the lexicon
}  # fmt: skip
LOOKED_UP = {"lines"}  # a paper list of the door: names and numbers looked up, stored nowhere
SHOWN_ONLY = "core.web.gallery"  # components without a purpose; it is sent nowhere


def text_fields() -> dict[tuple[str, str], UnboundField]:
    """Return the text fields of every form of the application by form and name."""
    found = {}
    for kind in set(all_forms(BaseForm)):
        for name in dir(kind):
            field = getattr(kind, name)
            if isinstance(field, UnboundField) and is_typed_text(field):
                found[f"{kind.__module__}.{kind.__qualname__}", name] = field
    return {key: field for key, field in found.items() if not key[0].startswith(SHOWN_ONLY)}


def is_typed_text(field: UnboundField) -> bool:
    kind = field.field_class
    return issubclass(kind, StringField) and not issubclass(kind, (HiddenField, PasswordField))


def guards_of(field: UnboundField) -> list[object]:
    validators = field.kwargs.get("validators", ())
    return [one for one in validators if isinstance(one, (Guarded, Unguarded))]


def is_read(field: UnboundField, name: str) -> bool:
    """Return whether a field brings its text to one writing."""
    return name in READ and filtered(field, "Ａ２ ") != "Ａ２"


def filtered(field: UnboundField, typed: str) -> object:
    bound = type("One", (Form,), {"words": field})(MultiDict({"words": typed}))
    return bound.words.data


def free_texts() -> dict[tuple[str, str], UnboundField]:
    return {key: field for key, field in text_fields().items() if not is_read(field, key[1])}


def test_every_free_text_is_guarded_or_names_the_reason(app):
    silent = [key for key, field in free_texts().items() if not guards_of(field)]
    reasons = [
        one.reason
        for field in free_texts().values()
        for one in guards_of(field)
        if isinstance(one, Unguarded)
    ]

    assert silent == []
    assert all(len(reason) > 10 for reason in reasons)
    assert len(free_texts()) >= LEAST_FIELDS


def test_the_length_comes_before_the_guard(app):
    """A guard reads every character: a text that is too long ends before it."""
    late = []
    for key, field in free_texts().items():
        kinds = [type(one).__name__ for one in field.kwargs["validators"]]
        guard = "Guarded" if "Guarded" in kinds else "Unguarded"
        if "Longest" not in kinds or kinds.index("Longest") > kinds.index(guard):
            late.append(key)

    assert late == []


@pytest.mark.parametrize("typed", [LINE, PROSE])
def test_every_free_text_is_read_as_typed(app, typed):
    rewritten = {
        key: filtered(field, typed)
        for key, field in free_texts().items()
        if filtered(field, typed) != typed
    }

    assert rewritten == {}


def test_what_can_harm_is_left_out(app):
    """Marks that hide or turn round, control characters and half characters; ends of lines."""
    typed = " 会\u200b开\u202e车\x00\ud800\ufeff，\u2066修\u2069\xad车\r\n能\u200d夜\r班 "

    kept = {filtered(field, typed) for field in free_texts().values()}

    assert kept == {"会开车，修车\n能夜\n班"}


def test_a_field_that_rewrites_is_found(app):
    """The control: a name is brought to one writing."""
    field = text_fields()["people.veterans.forms.registration.RegisterForm", "name"]

    assert filtered(field, "Ｌｉ　Ｍｉｎｇ") == "Li Ming"


def test_every_saved_text_comes_back_as_typed(app, sign_in, capsys):
    """Typed into the forms of the pages, then read from the database; or shown again (422)."""
    world = build_world()
    clients = {role: sign_in(world.accounts[role]) for role in Role}
    lost, saved = [], set()
    for place in shown_now(list(routes(app)), app, world, clients):
        typed = type_into(place.form)
        if not typed:
            continue
        before = rows()
        answer = clients[place.role].post(place.form.action, data=place.form.values())
        found = unescape(answer.text) + new_texts(before, rows())
        if answer.status_code == 302:  # a sealed text is read on the page that follows
            found += unescape(clients[place.role].get(answer.location).text)
        missing = [name for name, text in typed.items() if text not in found]
        lost += [(place.role, place.form.action, answer.status_code, one) for one in missing]
        if answer.status_code == 302:
            saved.update((place.form.action, name) for name in typed)

    with capsys.disabled():
        sys.stdout.write(f"\n{len(saved)} texts saved and read again\n")
    assert lost == [], "\n".join(map(str, lost))
    assert len(saved) >= LEAST_SAVED


def type_into(form: ShownForm) -> dict[str, str]:
    """Type a text into each free text of a form, fill in the rest; return the texts by field."""
    opened = tokens.read(form.token)
    free = {name for kind, name in free_texts() if opened and kind == opened.form} - LOOKED_UP
    typed: dict[str, str] = {}
    for one in form.controls:
        if one.name in free and one.kind in ("text", "textarea"):
            text = (PROSE if one.kind == "textarea" else LINE) + MARKS[len(typed)]
            one.value, typed[one.name] = text.replace("\n", "\r\n"), text
        elif one.kind == "select" and not any(one.sent()):
            one.chosen = one.options[-1:]
        elif one.kind in FILLED and not one.value:
            one.value = FILLED[one.kind]
    return typed


def new_texts(before: Rows, after: Rows) -> str:
    """Return the texts of rows that are new or changed."""
    fresh = [row for key, row in after.items() if before.get(key) != row]
    values = [value for row in fresh for value in row.values()]
    return "\0".join(str(one) for value in values for one in _each(value))


def _each(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]
