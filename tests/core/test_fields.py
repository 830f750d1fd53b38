"""Fields with reading of their own: blanks are nothing, and what is typed stays typed."""

import ast
from importlib import import_module

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from core.config import ROOT
from core.fields import LabelledSelect, a_row
from core.forms import BaseForm, longest
from people.veterans.models import Verification
from tests.support.tree import modules

# A file, no text; what devices send, where each record has a fault of its own.
UPLOADS = {"DocumentField", "NotesField"}


def own_fields() -> list[type]:
    """Return the field classes of the tree that read what was sent themselves."""
    found = []
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and "process_formdata" in {
                part.name for part in node.body if isinstance(part, ast.FunctionDef)
            }:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found.append(getattr(import_module(module), node.name))
    return [one for one in found if one.__name__ not in UPLOADS]


def filled(field: type, text: str) -> BaseForm:
    """Return a form with one required field of this class, sent with a text."""

    class OneField(BaseForm):
        one = field("一项", validators=[InputRequired("请填这一项。")])

    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST"):
        form = OneField(formdata=MultiDict({"one": text}))
        form.validate()
    return form


@pytest.mark.parametrize("field", own_fields())
@pytest.mark.parametrize("text", ["", "   ", "　", "\t\n"])
def test_blanks_do_not_fill_a_required_field(field, text):
    assert list(filled(field, text).one.errors) == ["请填这一项。"]


@pytest.mark.parametrize("field", own_fields())
def test_what_cannot_be_read_is_an_error_and_stays_typed(field):
    form = filled(field, "说不清")

    assert form.one.errors
    assert form.one._value() == "说不清"


def test_the_search_for_fields_sees_them():
    assert {"DayField", "YuanField", "PlaceField"} <= {one.__name__ for one in own_fields()}


def test_a_field_is_rendered_without_a_length_the_browser_would_cut_at():
    class Limited(BaseForm):
        one = StringField("一项", validators=[longest(5)])

    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context():
        assert "maxlength" not in Limited().one()
        assert 'class="control"' in Limited().one(class_="control")


@pytest.mark.parametrize(
    "chosen", ["", "0", "-1", "x", "1.5", "１", "2147483648", "9" * 30, "9" * 5000]
)
def test_what_no_row_can_have_is_not_chosen(chosen):
    with pytest.raises(ValueError):
        a_row(chosen)


@pytest.mark.parametrize("sent", ["WEEKLY", "-0", "9999-12-31", ""])
def test_what_is_no_member_is_no_choice(sent):
    class OneChoice(Form):
        status = LabelledSelect("状态", members=Verification)

    form = OneChoice(MultiDict({"status": sent}))

    assert form.status.member is None
    assert OneChoice(MultiDict({"status": "VERIFIED"})).status.member is Verification.VERIFIED
