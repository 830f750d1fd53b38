"""What a partner's package may do: nothing unchecked is stored, and nothing in a local name."""

import io
import json
import random
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from core.strict_json import DEEPEST, read_json
from fairs.exchange import employers, package
from fairs.exchange.models import Package, PartnerEmployer
from fairs.fairs.models import FairVacancy, SignUp
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from tests.fairs.exchange.test_exchange import (
    OURS,
    THEIRS,
    WORD,
    Keys,
    a_fair,
    count,
    partner,
    take_in,
)
from tests.jobs.employers.world import CREDIT_CODES, make_employer
from tests.people.accounts.world import make_account

SEED, MUTANTS, ON_PAGES = 11, 400, 40
VACANCY = {
    "title": "码头理货员",
    "valid_to": clock.days_ahead(60).isoformat(),
    "headcount": 2,
    "duties": "理货、点数、填单，做好当班记录。",
    "requirements": "身体健康。",
    "place_code": "340321",
    "pay_min": 5000,
    "pay_max": 6000,
    "pay_period": "MONTH",
    "has_lodging": True,
    "credentials": [],
}
EMPLOYER = {
    "name": "假名有限公司",
    "credit_code": CREDIT_CODES[0],
    "introduction": "本市港口企业。",
    "division_code": "340321",
    "address": "港前路 1 号",
    "industry": "G",
    "staffing": "UNDER_100",
}
GUEST = {
    "key": "k1",
    "name": "愿意者",
    "phone": "13800000001",
    "place": "江北区",
    "facts": ["驾龄 3 年"],
}
WHOLE: dict[str, Any] = {
    "version": 2,
    "sender": THEIRS,
    "receiver": OURS,
    "vacancies": [{"vacancy": VACANCY, "employer": EMPLOYER}],
    "sign_ups": [GUEST],
}


@pytest.fixture
def keys(app, monkeypatch):
    make_account(role=Role.OFFICER, name="李主任")  # account 1, the actor of every operation
    own = Keys(monkeypatch)
    partner(THEIRS, own.of(THEIRS))
    return own


def sealed(keys: Keys, contents: Any) -> bytes:
    """Return a package the partner has signed, whatever is in it."""
    keys.at(THEIRS)
    data = package.seal_package(contents, sender=THEIRS, passphrase=WORD)
    keys.at(OURS)
    return data


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the whole contents with one part replaced; REMOVED takes it away."""
    contents = deepcopy(WHOLE)
    *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    place: Any = contents
    for part in way:
        place = place[part]
    place[last] = value
    return contents


def nothing_is_stored() -> bool:
    return not any(count(model) for model in (Vacancy, Employer, SignUp, Package, PartnerEmployer))


# ---- in whose name -------------------------------------------------------------------------


def test_nothing_is_published_in_a_local_employers_name(keys):
    local = make_employer(name="怀远县顺达物流有限公司", credit_code=CREDIT_CODES[0])

    take_in(sealed(keys, WHOLE), a_fair(THEIRS), OURS)

    db.session.rollback()
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert vacancy.employer_id != local.id
    assert vacancy.status is VacancyStatus.DRAFT
    assert (vacancy.employer.name, vacancy.employer.credit_code) == ("假名有限公司", None)
    assert vacancy.employer.status is EmployerStatus.PENDING
    assert count(FairVacancy) == 1


def test_an_employer_of_a_package_is_not_verified(keys):
    take_in(sealed(keys, WHOLE), a_fair(THEIRS), OURS)
    take_in(sealed(keys, changed("sign_ups", [])), a_fair(THEIRS), OURS)

    db.session.rollback()
    employer = db.session.scalars(select(Employer)).one()  # the second package finds it again
    assert (employer.status, employer.verified_at) == (EmployerStatus.PENDING, None)
    assert employer.credit_code == CREDIT_CODES[0]


def test_staff_match_a_partners_employer_and_its_vacancies_move(sign_in, keys):
    local = make_employer(name="怀远县顺达物流有限公司", credit_code=CREDIT_CODES[0])
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    take_in(sealed(keys, WHOLE), a_fair(THEIRS), OURS)
    named = db.session.scalars(select(PartnerEmployer.id)).one()
    page = officer.get("/exchange").text

    answer = officer.post(f"/exchange/employers/{named}/same")
    again = officer.post(f"/exchange/employers/{named}/apart")
    later = take_in(sealed(keys, changed("sign_ups", [])), a_fair(THEIRS), OURS)

    assert "是不是同一家单位" in page
    assert "假名有限公司" in page
    assert (answer.status_code, again.status_code) == (302, 422)
    assert "已经核对过了" in again.text
    assert "是不是同一家单位" not in officer.get("/exchange").text
    assert (later.submitted, later.drafts) == (1, 0)  # waits for review under the local employer
    db.session.rollback()
    assert set(db.session.scalars(select(Vacancy.employer_id))) == {local.id}
    assert VacancyStatus.PUBLISHED not in set(db.session.scalars(select(Vacancy.status)))


def test_staff_keep_two_employers_apart(keys):
    make_employer(credit_code=CREDIT_CODES[0])
    take_in(sealed(keys, WHOLE), a_fair(THEIRS), OURS)

    with transaction() as session:
        named = session.scalars(select(PartnerEmployer)).one()
        moved = employers.decide(named, is_same=False, by_id=1)

    assert moved == 0
    db.session.rollback()
    assert db.session.scalars(select(Vacancy)).one().employer.name == "假名有限公司"


# ---- the schema ----------------------------------------------------------------------------

LONG = "长" * 100_000
SPOILED = [
    ("vacancies", None),
    ("vacancies", 5),
    ("vacancies", "x"),
    ("vacancies", {}),
    ("vacancies", ["x"]),
    ("vacancies.0", {"vacancy": VACANCY}),
    ("vacancies.0", {"employer": EMPLOYER}),
    ("vacancies.0.vacancy", []),
    ("vacancies.0.vacancy.title", []),
    ("vacancies.0.vacancy.title", ""),
    ("vacancies.0.vacancy.title", LONG),
    ("vacancies.0.vacancy.title", "a\x00b"),
    ("vacancies.0.vacancy.duties", LONG),
    ("vacancies.0.vacancy.headcount", 0),
    ("vacancies.0.vacancy.headcount", -1),
    ("vacancies.0.vacancy.headcount", 1.5),
    ("vacancies.0.vacancy.headcount", True),
    ("vacancies.0.vacancy.headcount", "2"),
    ("vacancies.0.vacancy.headcount", 10**12),
    ("vacancies.0.vacancy.pay_min", 10**14),
    ("vacancies.0.vacancy.pay_period", "CENTURY"),
    ("vacancies.0.vacancy.schooling_min", 7),
    ("vacancies.0.vacancy.valid_to", "2026-02-30"),
    ("vacancies.0.vacancy.valid_to", 20261231),
    ("vacancies.0.vacancy.valid_to", "9999-12-31"),
    ("vacancies.0.vacancy.title", "\u202e\u200b"),
    ("vacancies.0.vacancy.duties", "a\x1bb"),
    ("vacancies.0.vacancy.has_lodging", "yes"),
    ("vacancies.0.vacancy.credentials", "A2"),
    ("vacancies.0.vacancy.credentials", ["A2"] * 1000),
    ("vacancies.0.employer", None),
    ("vacancies.0.employer.name", LONG),
    ("vacancies.0.employer.industry", "ZZ"),
    ("vacancies.0.employer.credit_code", "9" * 40),
    ("sign_ups", "x"),
    ("sign_ups", ["x"]),
    ("sign_ups.0.name", None),
    ("sign_ups.0.key", ["k"]),
    ("sign_ups.0.facts", {"a": 1}),
    ("sign_ups.0.facts", ["x"] * 1000),
]


@pytest.mark.parametrize(("path", "value"), SPOILED)
def test_a_field_of_the_wrong_kind_refuses_the_whole_package(keys, path, value):
    with pytest.raises(DomainError) as refused:
        take_in(sealed(keys, changed(path, value)), a_fair(THEIRS), OURS)

    assert refused.value.field == "file"
    assert nothing_is_stored()


@pytest.mark.parametrize("contents", [[], None, 5, "x", True, [[]]])
def test_contents_that_are_no_record_are_refused(keys, contents):
    with pytest.raises(DomainError):
        take_in(sealed(keys, contents), a_fair(THEIRS), OURS)


def test_the_contents_of_the_tests_are_right_as_they_are(keys):
    """The control: without a change they are taken in."""
    assert take_in(sealed(keys, WHOLE), a_fair(THEIRS), OURS).sign_ups == 1


def test_marks_that_show_nothing_make_no_second_employer(keys):
    fair = a_fair(THEIRS)
    take_in(sealed(keys, WHOLE), fair, OURS)
    title, name = VACANCY["title"], EMPLOYER["name"]
    for place, shown in (("vacancy.title", title), ("employer.name", name)):
        hidden = changed(f"vacancies.0.{place}", f"\u202e{shown}\u200b")
        take_in(sealed(keys, hidden), fair, OURS)

    assert db.session.scalars(select(PartnerEmployer.name)).all() == [name]
    assert set(db.session.scalars(select(Vacancy.title))) == {title}


def test_fields_nobody_knows_are_dropped(keys):
    contents = changed("sign_ups.0.secret", "x")
    contents["more"] = {"deep": [1]}

    take_in(sealed(keys, contents), a_fair(THEIRS), OURS)

    guest = json.loads(db.session.scalars(select(SignUp)).one().guest)
    assert guest == GUEST | {"wishes": []}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"format":' * 100_000,
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1' + b"0" * 5000 + b"}",
        b'{"a": 1e400}',
        b'"\\ud800"',
        b"\xff\xfe",
        b"",
    ],
)
def test_json_outside_the_limits_is_refused_before_the_signature(keys, data):
    with pytest.raises(ValueError):
        read_json(data, most_bytes=10**7)
    with pytest.raises(DomainError, match="这不是交换包"):
        package.sender_of(data)


def test_brackets_in_a_text_are_no_depth():
    deep = b"[" * DEEPEST + b"]" * DEEPEST

    assert read_json(b'"' + b"[" * 1000 + b'\\""', most_bytes=2000) == "[" * 1000 + '"'
    assert read_json(deep, most_bytes=100)
    with pytest.raises(ValueError):
        read_json(b"[" + deep + b"]", most_bytes=100)
    with pytest.raises(ValueError):
        read_json(b"[]", most_bytes=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("salt", "AAAA"), ("nonce", "AAAA"), ("signature", "不是"), ("more", "x"), ("sealed", 5)],
)
def test_an_envelope_with_odd_parts_is_refused(keys, name, value):
    file = json.loads(sealed(keys, WHOLE)) | {name: value}

    with pytest.raises(DomainError):
        take_in(json.dumps(file).encode(), a_fair(THEIRS), OURS)

    assert nothing_is_stored()


# ---- empty ones ----------------------------------------------------------------------------


def test_an_empty_package_asks(sign_in, keys):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fair = a_fair(THEIRS)
    empty = sealed(keys, changed("vacancies", []) | {"sign_ups": []})
    out = {"fair": str(fair.id), "passphrase": WORD}

    asked = officer.post("/exchange/out", data=out)
    exported = officer.post("/exchange/out", data=out | {"may_be_empty": "y"})
    with pytest.raises(DomainError, match="请勾选下面一项") as question:
        take_in(empty, fair, OURS)
    taken = take_in(empty, fair, OURS, may_be_empty=True)

    assert (asked.status_code, exported.status_code) == (422, 200)
    assert "没有岗位，也没有人同意共享，是空的。" in asked.text
    assert question.value.field == "may_be_empty"
    assert (taken.submitted, taken.drafts, taken.sign_ups) == (0, 0, 0)
    assert count(Package) == 2


# ---- mutated packages ----------------------------------------------------------------------

ODD: list[Any] = [None, True, -1, 0, 10**14, 1.5, "", "x", LONG, [], {}, [[]], {"a": {}}, "\x00"]


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to every part of a value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in parts:
        found.append((*way, key))
        if isinstance(inner, (dict, list)):
            found.extend(places(inner, (*way, key)))
    return found


def mutated(chance: random.Random) -> dict[str, Any]:
    """Return the contents with one to three parts replaced, removed or repeated."""
    contents = deepcopy(WHOLE)
    for _ in range(chance.randint(1, 3)):
        *way, last = chance.choice(places(contents))
        place: Any = contents
        for part in way:
            place = place[part]
        if chance.random() < 0.2:
            del place[last]
        else:
            place[last] = chance.choice([*ODD, deepcopy(WHOLE["vacancies"]), deepcopy(GUEST)])
        if not contents:
            break
    return contents


def test_mutated_packages_are_taken_in_or_refused_whole(sign_in, keys):
    """Most by the operation; some by the page, which must answer 302 or 422, never 5xx."""
    chance = random.Random(SEED)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fair = a_fair(THEIRS)
    taken = refused = 0
    for number in range(MUTANTS):
        contents = mutated(chance)
        before = rows()
        if number < ON_PAGES:
            is_taken = upload(officer, fair.id, sealed(keys, contents))
        else:
            is_taken = try_to_take(contents, keys.of(THEIRS), fair)
        taken, refused = taken + is_taken, refused + (not is_taken)
        assert is_taken or rows() == before

    assert taken > MUTANTS // 40  # the mutants do reach the operation
    assert refused > MUTANTS // 2


def upload(officer: Any, fair_id: int, data: bytes) -> bool:
    form = {"fair": str(fair_id), "passphrase": WORD, "file": (io.BytesIO(data), "a.json")}
    answer = officer.post("/exchange/in", data=form, content_type="multipart/form-data")
    assert answer.status_code in (302, 422)
    return bool(answer.status_code == 302)


def try_to_take(contents: Any, verify_key: str, fair: Any) -> bool:
    """Import contents as if they were decrypted already: scrypt takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "sender_of", lambda _data: THEIRS)
        patch.setattr(package, "open_package", lambda _data, **_keys: contents)
        try:
            take_in(json.dumps(contents).encode(), fair, OURS)
        except DomainError:
            return False
    return True


def rows() -> list[int]:
    models = (Vacancy, Employer, SignUp, Package, PartnerEmployer, FairVacancy)
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]
