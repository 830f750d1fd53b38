"""The door: characters, numbers, years and lengths of every address and form."""

import ast

import pytest
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from core.access import Role, rule_of
from core.characters import is_typed, typed
from core.config import ROOT
from core.db import db
from core.list_filters import QUERY_NAMES
from core.numbers import a_year, whole_number
from core.scheduling.forms import LATEST
from core.strict_json import DEEPEST, read_json
from people.accounts.models import Account
from tests.people.accounts.world import make_account
from tests.support.tree import modules
from tests.support.world import build_world

LONG = "a" * 200_000
FITTING = "a" * 3_500  # as long as the server takes
LIMIT = 4_000
PERSON = {"name": "张建国", "phone": "13812345678", "password": "long-march-9", "consent": "y"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("张\x00三", "张三"),
        ("第一行\x0b第二行", "第一行\n第二行"),
        ("\ud800张三\udfff", "张三"),
        ("\ufeff甲\uffff", "\ufeff甲"),
        ("甲\t乙\r\n丙", "甲\t乙\r\n丙"),
        ("\x1b[31m红", "[31m红"),
        ("𨱏工 😀", "𨱏工 😀"),
    ],
)
def test_what_no_keyboard_types_is_taken_out_and_all_else_stays(sent, kept):
    assert typed(sent) == kept
    assert is_typed(typed(sent))


@pytest.mark.parametrize(
    "text", ["", "-", "1.5", "1e3", "１２", "²", "1_000", "9" * 30, "2147483648"]
)
def test_what_no_column_can_hold_is_no_number(text):
    assert whole_number(text) is None


def test_a_column_of_moments_holds_larger_numbers():
    assert whole_number("253402000000", largest=LATEST) == 253_402_000_000
    assert whole_number("253402000001", largest=LATEST) is None


@pytest.mark.parametrize(("text", "year"), [("2026", 2026), ("0", None), ("-5", None),
                                            ("10000", None), ("1899", None)])  # fmt: skip
def test_a_year_is_one_of_the_records(text, year):
    assert a_year(text) == year


@pytest.mark.parametrize(
    "document",
    ["[" * 200_000, '{"a":' * 100_000, "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), '"\\ud800"',
     '["\\u0000"]', "NaN", "1e999", "9" * 20, "9" * 5000, "{", "", '{"\\ud800": 1}'],
)  # fmt: skip
def test_json_that_could_surprise_is_refused(document):
    with pytest.raises(ValueError):
        read_json(document)


def test_json_of_sane_shape_is_read():
    document = '{"a": [1, 2.5, "甲\\n", null, true, {"b": []}]}'

    assert read_json(document) == {"a": [1, 2.5, "甲\n", None, True, {"b": []}]}


def test_nul_in_a_form_is_not_stored(client, app):
    answer = client.post("/register", data=PERSON | {"name": "张\x00建国", "form_key": "\x00k"})

    assert answer.status_code == 302
    assert db.session.scalars(select(Account.name)).one() == "张建国"


@pytest.mark.parametrize(
    "document", ["[1]", "5", '"x"', "[[1, 2, 3]]", "[" * 5000, "{", '{"name": "张"}']
)
def test_json_is_no_form(client, document):
    answer = client.post("/register", data=document, content_type="application/json")

    assert answer.status_code == 422
    assert "请填姓名" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/open-vacancies?q=%00", "/open-vacancies?q=%ED%A0%80&page=%FF", "/open-vacancies?page=１２",
     "/open-vacancies?pay=99999999999999999999&days=-1&days=2"],
)  # fmt: skip
def test_an_odd_query_is_a_page(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/open-vacancies/2147483648", "/open-vacancies/9223372036854775808", "/v/" + "9" * 30,
     "/open-vacancies/１２", "/open-vacancies/1%00", "/fairs/99999999999999999999"],
)  # fmt: skip
def test_a_row_that_cannot_be_is_missing(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("year", ["0", "-5", "10000", "99999999999999999999", "２０２６"])
@pytest.mark.parametrize("page", ["/arrivals", "/caseload", "/fairs/manage", "/placements"])
def test_a_year_that_cannot_be_is_ignored(sign_in, page, year):
    browser = sign_in(make_account(role=Role.OFFICER))

    assert browser.get(f"{page}?year={year}").status_code == 200


@pytest.mark.parametrize("year", ["0", "0001", "9999", "10000", "1899"])
def test_a_year_that_cannot_be_has_no_page(sign_in, year):
    browser = sign_in(make_account(role=Role.OFFICER))

    assert browser.get(f"/placements/people/{year}").status_code == 404


@pytest.mark.parametrize("query", ["", "?desk=1"])
def test_the_gallery_shows_every_component(sign_in, query):
    assert sign_in(make_account(role=Role.OFFICER)).get(f"/ui{query}").status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//[", "http://[", "/\\evil.example", "/a\r\nX: y", "/\x00", "/open-vacancies?q=a\r\nX: y",
     "/villages/\u2028", "/open-vacancies#\n", "/villages/\u00a0\u2029"],
)  # fmt: skip
def test_a_next_page_that_is_no_address_is_not_followed(client, target):
    answer = client.post("/mode", data={"mode": "elder", "next": target})

    assert (answer.status_code, answer.location) == (302, "/")


def readable(app):
    """Return the GET routes with the roles that read them: one role for each route."""
    for rule in app.url_map.iter_rules():
        stated = rule_of(app, rule.endpoint)
        if "GET" in rule.methods and rule.endpoint != "static" and stated is not None:
            roles = (None, *Role) if stated.is_public else tuple(Role)
            yield rule, next(role for role in roles if stated.permits(role, "GET"))


@pytest.mark.parametrize("parameter", ["q", "nothing_reads_this"])
def test_no_page_grows_with_what_it_is_asked(app, sign_in, parameter):
    """A page of every GET route, with a parameter as long as the server takes, and a longer one."""
    world = build_world()
    clients = {None: app.test_client(), **{role: sign_in(world.accounts[role]) for role in Role}}
    wrong = []
    for rule, role in readable(app):
        path = world.path(rule, "own", role)
        browser = clients[role]
        usual = len(browser.get(path).data)
        fitting = browser.get(f"{path}?{parameter}={FITTING}")
        too_long = browser.get(f"{path}?{parameter}={LONG}")
        if len(fitting.data) > 2 * usual + 2 * LIMIT or fitting.status_code >= 500:
            wrong.append((rule.rule, fitting.status_code, usual, len(fitting.data)))
        if too_long.status_code != 414 or len(too_long.data) > 2 * usual + 20_000:
            wrong.append((rule.rule, too_long.status_code, len(too_long.data)))

    assert wrong == []


def test_a_path_that_is_too_long_is_refused(client):
    answer = client.get(f"/open-vacancies/{LONG}")

    assert answer.status_code in (404, 414)
    assert len(answer.data) < 20_000


def test_links_repeat_what_pages_read_and_nothing_else(client):
    page = client.get("/open-vacancies?kind=driver&nothing_reads_this=xyzzy").text

    assert "xyzzy" not in page
    assert "kind=driver" in page


def names_read(tree: ast.AST) -> set[str]:
    """Return the names that code reads from `request.args`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "request.args.get", "request.args.getlist", "args.get", "asked_number", "asked_year",
        ):  # fmt: skip
            found |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
        if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "request.args":
            found |= {str(node.left.value)} if isinstance(node.left, ast.Constant) else set()
    return found


def test_every_parameter_that_is_read_is_repeated_in_links():
    read = set()
    for path in modules():
        read |= names_read(ast.parse(path.read_text(encoding="utf-8")))

    assert len(read) > 20
    assert read <= QUERY_NAMES, read - QUERY_NAMES


def test_numbers_from_outside_are_read_in_one_place():
    """`type=int` takes what no column can hold, and so do WTForms' own field and its choices."""
    wrong = []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(ROOT).as_posix()
        if "/cli.py" not in place and ("request." in text and "type=int" in text):
            wrong.append(place)
        if "coerce=int" in text:
            wrong.append(place)
        if "IntegerField(" in text and place not in ("core/fields.py", "core/forms.py"):
            wrong.append(place)

    assert wrong == []


def test_texts_are_normalised_in_one_place():
    """Python's own function takes quadratic time for a run of combining marks.

    `core/searching.py` names the function of PostgreSQL, for columns of limited length.
    """
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if "normalize(" in path.read_text(encoding="utf-8")
    ]

    assert wrong == ["lexicon/characters.py", "core/searching.py"]


def test_the_address_of_no_route_is_still_a_page(client):
    assert client.get("/nothing/here").status_code == NotFound.code
