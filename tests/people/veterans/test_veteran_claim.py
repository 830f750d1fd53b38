"""Claiming a profile that a station registered, with a printed one-time code."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.accounts.models import Account
from people.veterans import operations
from people.veterans.models import Veteran
from people.veterans.operations import registration
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

CODE = re.compile("[34679ACDEFGHJKMNPRTWXY]{4}-[34679ACDEFGHJKMNPRTWXY]{4}")


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def a_code(veteran) -> str:
    with transaction():
        return operations.issue_claim_code(fresh(veteran))


def claim(client, code, /, **more):
    person = {"name": "李大山", "phone": "13900001111", "password": "long-march-9", "consent": "y"}
    return client.post("/claim", data=person | {"code": code} | more)


def test_a_person_takes_over_the_same_profile_with_the_printed_code(client, sign_in):
    veteran = make_veteran(name="李大山", phone="13900001111")
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    printed = officer.post(f"/veterans/{veteran.id}/claim-code")
    code = printed.text.split('<b class="num">')[1].split("</b>")[0]

    answer = claim(client, code)

    taken = fresh(veteran)
    assert answer.location.startswith("/sign-in")
    assert (
        taken.account_id
        == db.session.scalars(select(Account.id).where(Account.role == Role.VETERAN)).one()
    )
    assert taken.claim_hash is None
    assert count(Veteran) == 1


def test_only_the_hash_of_a_code_is_kept(app):
    veteran = make_veteran(name="李大山", phone="13900001111")

    code = a_code(veteran)

    assert CODE.fullmatch(code)
    assert code not in (fresh(veteran).claim_hash or "")


@pytest.mark.parametrize(
    "wrong", [{"name": "李小山"}, {"phone": "13900002222"}, {"code": "00000000"}]
)
def test_a_wrong_claim_gets_the_same_answer_whatever_is_wrong(client, wrong):
    veteran = make_veteran(name="李大山", phone="13900001111")
    code = a_code(veteran)

    answer = claim(client, code, **wrong)

    assert answer.status_code == 422
    assert "姓名、手机号或认领码不对，或者认领码已过期。" in answer.text
    assert fresh(veteran).account_id is None


@pytest.mark.parametrize(
    "written",
    [str.lower, lambda code: code.replace("-", " "), lambda code: f"　{code[:4]}{code[5:]}"],
)
def test_a_code_is_understood_however_it_is_typed(client, written):
    veteran = make_veteran(name="李大山", phone="13900001111")

    assert claim(client, written(a_code(veteran))).status_code == 302
    assert fresh(veteran).account_id is not None


def test_a_code_of_eight_digits_printed_before_still_holds(client, monkeypatch):
    monkeypatch.setattr(registration, "new_code", lambda _groups: "01234567")
    veteran = make_veteran(name="李大山", phone="13900001111")
    a_code(veteran)

    assert claim(client, "0123 4567").status_code == 302
    assert fresh(veteran).account_id is not None


def test_the_name_is_understood_however_it_is_typed(client):
    veteran = make_veteran(name="买买提·艾合买提", phone="13900001111")
    code = a_code(veteran)

    answer = claim(client, code, name="买买提 • 艾合买提", phone="+86 139-0000-1111")

    assert answer.status_code == 302
    assert fresh(veteran).account_id is not None


def test_a_code_works_once(client):
    code = a_code(make_veteran(name="李大山", phone="13900001111"))
    claim(client, code)

    assert claim(client, code).status_code == 422


def test_a_code_expires_after_thirty_days(client):
    code = a_code(make_veteran(name="李大山", phone="13900001111"))

    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1), tick=False):
        assert claim(client, code).status_code == 422


def test_a_new_code_ends_the_old_one(client):
    veteran = make_veteran(name="李大山", phone="13900001111")
    old = a_code(veteran)
    a_code(veteran)

    assert claim(client, old).status_code == 422


def test_guessing_codes_is_stopped_however_the_number_is_written(client):
    make_veteran(name="李大山", phone="13900001111")
    for number, phone in enumerate(("13900001111", "139 00001111", "1390 0001111") * 2):
        claim(client, f"{number:08d}", phone=phone)

    assert claim(client, "99999999").status_code == 429


def test_the_printed_page_shows_how_long_the_code_is_valid(sign_in):
    veteran = make_veteran(name="李大山", phone="13900001111")
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    term = {"value": "10", "valid_from": clock.today().isoformat(), "source": "局务会"}
    officer.post("/parameters/claim_code_days", data=term)

    printed = officer.post(f"/veterans/{veteran.id}/claim-code").text

    assert "认领码 10 天内有效" in printed
    assert fresh(veteran).claim_expires_at < clock.now() + timedelta(days=10, minutes=1)


def test_a_code_for_a_claimed_profile_is_refused_on_its_page(sign_in):
    veteran = make_veteran(account=make_account())
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    answer = officer.post(f"/veterans/{veteran.id}/claim-code")

    assert answer.status_code == 422
    assert "本人已经在用这份资料，不需要认领码。" in answer.text
    assert veteran.name in answer.text


def test_a_claimed_profile_gets_no_code(app):
    veteran = make_veteran(account=make_account())

    with pytest.raises(DomainError, match="不需要认领码"), transaction():
        operations.issue_claim_code(fresh(veteran))


def from_network(client, number: int, code: str):
    client.environ_base["REMOTE_ADDR"] = f"10.0.{number}.1"
    return claim(client, code)


def test_one_address_cannot_keep_the_rightful_owner_from_claiming(client):
    code = a_code(make_veteran(name="李大山", phone="13900001111"))
    answers = [from_network(client, 1, "00000000").status_code for _ in range(30)]

    own = from_network(client, 2, code)

    assert answers == [422] * 5 + [429] * 25
    assert own.status_code == 302


def test_many_networks_only_slow_a_claim_down(client):
    code = a_code(make_veteran(name="李大山", phone="13900001111"))
    with time_machine.travel(clock.now(), tick=False) as traveller:
        answers = [from_network(client, number, "00000000").status_code for number in range(30)]
        slowed = from_network(client, 31, code)
        traveller.shift(31)

        own = from_network(client, 32, code)

    assert answers == [422] * 20 + [429] * 10
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) <= 30
    assert own.status_code == 302
