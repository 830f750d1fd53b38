"""One rule for the names of employers: sheets, placements and lists find the same one."""

import pytest

from core.db import db
from jobs.employers.known import employer_book
from jobs.employers.models import Employer, EmployerStatus
from jobs.employers.names import name_key
from jobs.employers.queries import employers_named
from tests.jobs.employers.world import make_employer

SAME = [
    "怀远县顺达物流（集团）有限公司",
    "怀远县顺达物流(集团)有限公司",
    " 怀远县 顺达物流（集团）有限公司",
    "怀远县顺达物流\u3000（集团）有限公司\u200b",
    "怀远县顺达物流集团有限公司",
]


@pytest.mark.parametrize("written", SAME)
def test_writings_of_one_name_have_one_key(written):
    assert name_key(written) == name_key(SAME[0])


@pytest.mark.parametrize(
    ("one", "other"), [("ＡＢＣ公司", "abc公司"), ("Ａ2货运", "a２货运"), ("a\u00adb厂", "AB厂")]
)
def test_width_case_and_unseen_marks_do_not_count(one, other):
    assert name_key(one) == name_key(other)


def test_other_names_have_other_keys():
    assert name_key("怀远县顺达物流有限公司") != name_key("怀远县顺达货运有限公司")
    assert name_key(None) == name_key(" \u200b") == ""


def test_the_key_follows_the_name(app):
    employer = make_employer(name=SAME[0])

    employer.name = "怀远县宏远（机械）厂"

    assert employer.name_key == name_key("怀远县宏远机械厂")


@pytest.mark.parametrize("written", SAME)
def test_sheets_and_placements_find_the_same_employer(app, written):
    waiting = make_employer(name=SAME[1], status=EmployerStatus.PENDING)
    verified = make_employer(name=SAME[0])
    make_employer(name="怀远县顺达货运有限公司")

    assert [one.id for one in employers_named(written)] == [verified.id, waiting.id]
    found = employer_book().find(name_key(written), None)
    assert found is not None
    assert found.id == verified.id


def test_no_name_finds_nobody(app):
    make_employer()

    assert employers_named(" ") == []
    assert db.session.query(Employer).count() == 1
