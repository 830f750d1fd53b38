"""Every form: no effect without its own token, one effect when sent twice."""

import pytest
from sqlalchemy import select

from core.access import Role, rule_of
from core.audit import AuditEvent
from core.db import db, transaction
from core.idempotency import SpentKey
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.models import ServiceRecord, Veteran
from tests.jobs.employers.world import FIRM, FIRM_PASSWORDS, make_employer
from tests.jobs.vacancies.world import VACANCY
from tests.people.accounts.world import make_account
from tests.people.veterans.world import AT_THE_DESK, PERSON, SPELL
from tests.rules.test_every_route import ROLES, browsers, routes
from tests.support.forms import form_at
from tests.support.rows import changed, rows
from tests.support.world import build_world

EXPIRED = "页面放得太久，已经过期。请返回上一页刷新，再提交一次。"
CHANGED = "刚才已经保存过一次。下面是您后来又改的，还没有保存。"

CREATING = {
    "register": (None, "/register", PERSON, Veteran, "name"),
    "on behalf": (Role.CLERK, "/veterans/new", AT_THE_DESK, Veteran, "name"),
    "employer": (None, "/employers/register", FIRM | FIRM_PASSWORDS, Employer, "address"),
    "vacancy": (Role.EMPLOYER, "/vacancies/new", VACANCY, Vacancy, "title"),
    "record": (Role.VETERAN, "/me/service/new", SPELL, ServiceRecord, "specialty"),
}


def senders(app):
    """Return every form of the application with the roles that may send it."""
    for rule in routes(app):
        stated = rule_of(app, rule.endpoint)
        for role in ROLES if "POST" in rule.methods else ():
            if stated.permits(role, "POST"):
                yield rule, role


def token_of(browser) -> str:
    return browser.get("/csrf").json["token"]


def test_a_form_without_a_token_of_its_session_is_refused(app, sign_in):
    world = build_world()
    clients = browsers(app, sign_in, world)
    app.config["WTF_CSRF_ENABLED"] = True
    stranger, own = token_of(app.test_client()), {role: token_of(clients[role]) for role in ROLES}
    before, taken, tried = rows(), [], 0
    for rule, role in senders(app):
        path = world.path(rule, "own")
        for site, token, status in (
            ("same-origin", None, 400),
            ("same-origin", stranger, 400),
            ("cross-site", own[role], 403),
            ("same-site", own[role], 403),
        ):
            answer = clients[role].post(
                path, data={"csrf_token": token} if token else {}, headers={"Sec-Fetch-Site": site}
            )
            tried += 1
            if answer.status_code != status or (status == 400 and EXPIRED not in answer.text):
                taken.append((rule.rule, role, site, bool(token), answer.status_code))

    assert taken == []
    assert tried > 200
    assert changed(before, rows()) == set()


def test_a_form_with_its_own_token_is_accepted(app, sign_in):
    """The control: the forms above are refused for their token alone."""
    browser = sign_in(make_account())
    app.config["WTF_CSRF_ENABLED"] = True
    token = {"csrf_token": token_of(browser)}

    answer = browser.post(
        "/account/end-others", data=token, headers={"Sec-Fetch-Site": "same-origin"}
    )

    db.session.rollback()
    newest = select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)
    assert answer.status_code == 302
    assert db.session.scalar(newest) == "account.end_sessions"


def opened(name: str, client, sign_in):
    """Return the sender, the address and the data of one of the creating forms."""
    role, path, data, model, other = CREATING[name]
    if role is None:
        return client, path, data | {"form_key": "k" * 22}, model, other
    account = make_account(role=role, name="甲")
    if role is Role.EMPLOYER:
        make_employer(account=account)
    browser = sign_in(account)
    if role is Role.VETERAN:
        save_profile(account)
    return browser, path, data | {"form_key": "k" * 22}, model, other


def save_profile(account: Account) -> None:
    with transaction(audited=False) as session:
        session.add(Veteran(account_id=account.id, name=account.name, phone=account.phone))


def ids_of(model) -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(model.id).order_by(model.id)))


@pytest.mark.parametrize("name", CREATING)
def test_a_form_sent_twice_has_one_effect_and_one_answer(client, sign_in, name):
    browser, path, data, model, _ = opened(name, client, sign_in)
    before = len(ids_of(model))
    first = browser.post(path, data=data)
    made = rows()

    second = browser.post(path, data=data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == first.location
    assert len(ids_of(model)) == before + 1
    assert changed(made, rows()) <= {"throttle.used"}


@pytest.mark.parametrize("name", CREATING)
def test_a_spent_form_with_other_contents_is_shown_again_with_a_fresh_key(client, sign_in, name):
    """The browser's Back leads to a form that is saved already."""
    browser, path, data, model, other = opened(name, client, sign_in)
    browser.post(path, data=data)
    made, stored = ids_of(model), rows()

    answer = browser.post(path, data=data | {other: "赵大海乡"})

    assert answer.status_code == 422
    assert CHANGED in answer.text
    assert ids_of(model) == made
    assert changed(stored, rows()) <= {"throttle.used"}
    shown = form_at(answer.text, path).values()
    assert shown[other] == ["赵大海乡"]
    assert shown["form_key"] != [data["form_key"]]


@pytest.mark.parametrize("name", CREATING)
def test_a_form_whose_answer_was_lost_is_not_saved_again(client, sign_in, name):
    """A server killed between commit and answer leaves the key spent without an answer."""
    browser, path, data, model, _ = opened(name, client, sign_in)
    browser.post(path, data=data)
    made = ids_of(model)
    with transaction(audited=False) as session:
        session.scalars(select(SpentKey)).one().result_url = None

    answer = browser.post(path, data=data)

    assert answer.status_code == 409
    assert "这张表已经收到，正在处理，请稍后刷新查看。" in answer.text
    assert ids_of(model) == made


def test_a_refused_form_keeps_its_key_for_the_corrected_one(app, sign_in):
    """Also where the answer shows people, whose look is recorded with it."""
    world = build_world()
    clients = browsers(app, sign_in, world)
    spent, refused, tried = [], 0, set()
    for rule, role in senders(app):
        if rule.endpoint in tried:
            continue
        tried.add(rule.endpoint)
        key = f"{rule.endpoint} {role}"
        answer = clients[role].post(world.path(rule, "own"), data={"form_key": key})
        if answer.status_code != 422:
            continue
        refused += 1
        db.session.rollback()
        if db.session.scalar(select(SpentKey).where(SpentKey.key == key[:64])):
            spent.append(rule.endpoint)

    assert spent == []
    assert refused > 60
