"""Public promises to hire, and the bureau's review of those not kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from placements.pledges.models import HirePledge
from placements.pledges.queries import pledges
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.placements.placements.world import TODAY, Cast
from tests.support.queries import count_queries
from tests.support.rows import fresh, save


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def promised(employer, headcount: int = 2, **more) -> HirePledge:
    values = {"made_on": TODAY, "due_on": clock.days_ahead(30)} | more
    return save(HirePledge(employer_id=employer.id, headcount=headcount, **values))


def test_a_promise_shows_verified_people_and_an_overdue_one_only_after_review(cast, client):
    due = clock.days_ahead(30).isoformat()
    cast.wang.post("/employer/pledges", data={"headcount": "2", "due_on": due})
    cast.verified()

    public = client.get("/pledges").text
    with transaction(audited=False) as session:
        pledge = pledges()[0].pledge
        session.get_one(HirePledge, pledge.id).due_on = TODAY - timedelta(days=1)
    hidden = client.get("/pledges").text
    listed = cast.chen.get("/pledges/overdue").text
    cast.chen.post(f"/pledges/{pledge.id}/review", data={"reason": "订单减少，已沟通"})

    assert "已到岗 1 人" in public
    assert "顺达物流有限公司" not in hidden
    assert "顺达物流有限公司" in listed
    assert "订单减少，已沟通" in client.get("/pledges").text


def test_all_faults_of_a_promise_are_shown_in_one_round(cast):
    data = {"headcount": "0", "due_on": TODAY.isoformat()}

    answer = cast.wang.post("/employer/pledges", data=data)

    assert answer.status_code == 422
    assert "1 到 9999 人。" in answer.text
    assert "日期要在今天以后。" in answer.text
    assert db.session.scalar(select(HirePledge)) is None


def test_a_promise_is_withdrawn_once_and_only_by_its_employer(cast, sign_in):
    pledge = promised(cast.employer)
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)
    path = f"/employer/pledges/{pledge.id}/withdraw"

    strange = sign_in(rival).post(path)
    done, again = cast.wang.post(path), cast.wang.post(path)

    assert (strange.status_code, done.status_code, again.status_code) == (404, 302, 422)
    assert "这项承诺已经撤回了。" in again.text
    assert "公开承诺招几名退役军人" in again.text
    assert fresh(pledge).withdrawn_on == TODAY


@pytest.mark.parametrize("typed", ["核" * 5000, "核" * 201])
def test_a_review_that_is_too_long_is_refused_with_all_that_was_typed(cast, typed):
    pledge = promised(cast.employer, due_on=TODAY - timedelta(days=1))

    answer = cast.chen.post(f"/pledges/{pledge.id}/review", data={"reason": typed})

    assert answer.status_code == 422
    assert "最多 200 字。" in answer.text
    assert typed in answer.text
    assert (fresh(pledge).reviewed_on, fresh(pledge).review_note) == (None, "")


@pytest.mark.parametrize("typed", ["", "  \n "])
def test_a_review_of_nothing_is_refused_at_its_field(cast, typed):
    first = promised(cast.employer, due_on=TODAY - timedelta(days=2))
    second = promised(cast.employer, due_on=TODAY - timedelta(days=1))

    answer = cast.chen.post(f"/pledges/{second.id}/review", data={"reason": typed})

    assert answer.status_code == 422
    assert f'<a href="#reason-{second.id}">请写核对的结果。</a>' in answer.text
    assert f'id="reason-{second.id}-error"' in answer.text
    assert f'id="reason-{first.id}-error"' not in answer.text
    assert fresh(second).reviewed_on is None


def test_the_public_page_of_promises_does_not_grow_in_statements(cast, client):
    counts = []
    for _ in range(2):
        for _ in range(5):
            promised(make_employer())
        client.get("/pledges")
        with count_queries() as seen:
            client.get("/pledges")
        counts.append(seen.total)

    assert counts[0] == counts[1]
