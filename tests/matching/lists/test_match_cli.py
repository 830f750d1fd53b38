"""flask matching rank, batch."""

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from core.db import db
from tests.matching.cast import a_driver, a_truck_vacancy


@pytest.fixture
def run(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["matching", *map(str, arguments)])

    return command


@pytest.fixture
def vacancies(app):
    guard = {"title": "保安员", "occupation_code": "4-07-05-01", "credentials": []}
    texts = {"duties": "门岗值班、小区巡逻", "requirements": "责任心强"}
    return [a_truck_vacancy(**guard, **texts), a_truck_vacancy(requirements="持A2驾照")]


def test_rank_shows_the_list_with_reasons_and_changes_nothing(run, vacancies):
    veteran = a_driver()
    before = db.session.scalar(select(func.count(AuditEvent.id)))

    result = run("rank", "--veteran", veteran.id, "-k", 5)

    assert result.exit_code == 0
    assert result.output.index("货车驾驶员") < result.output.index("保安员")
    assert "很合适" in result.output
    assert "正是岗位要求" in result.output
    assert "在招岗位 2 个" in result.output
    assert db.session.scalar(select(func.count(AuditEvent.id))) == before


def test_rank_shows_in_words_what_is_wrong(run, app):
    missing = run("rank", "--veteran", 999)
    assert (missing.exit_code, missing.output) == (1, "Error: 没有编号为 999 的退役军人。\n")

    veteran = a_driver(wanted_places=[], schooling="PRIMARY")
    empty = run("rank", "--veteran", veteran.id)
    assert (empty.exit_code, empty.output) == (1, "Error: 没有在招岗位。\n")

    a_truck_vacancy(schooling_min="MASTER")
    nothing = run("rank", "--veteran", veteran.id)
    assert (nothing.exit_code, nothing.output) == (1, "Error: 没有符合硬性条件的岗位。\n")


def test_batch_writes_the_lists_of_everyone_seeking_work(run, vacancies, tmp_path):
    a_driver()
    a_driver(personalised=False)
    out = tmp_path / "lists.jsonl"

    result = run("batch", "--depth", 1, "--out", out)

    assert result.exit_code == 0
    assert f"完成：1 人 × 2 个岗位，每人最多 1 个，写到 {out}。" in result.output
    assert len(out.read_text("utf-8").splitlines()) == 1
