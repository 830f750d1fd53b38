"""Who counts in a year: figure, list and sheet by one definition, few rows fetched."""

import random
import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.paging import count_of
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import Placement, PlacementChannel, PlacementStatus
from placements.placements.queries.people import (
    HELPED,
    count_by_channel,
    figures_of,
    people_of,
)
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.placements.placements.world import TODAY, Cast, verified_on
from tests.support.counting import words_of
from tests.support.queries import count_queries, count_rows

S = PlacementStatus
CHANNELS = (None, HELPED, (PlacementChannel.SELF,), ())
YEARS = range(2017, 2027)


def counted_in_python(year, channels=None) -> list[Placement]:
    """The oracle: the rule as it was first written, over every placement there is."""
    query = select(Placement).where(
        Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID
    )
    wanted = None if channels is None else set(channels)
    known: set[tuple[int, object]] = set()
    people: dict[int, Placement] = {}
    for placement in db.session.scalars(query.order_by(Placement.start_on, Placement.id)):
        if placement.start_on > date(year, 12, 31):
            continue
        where = placement.employer_id or placement.employer_name
        is_renewal = (placement.veteran_id, where) in known
        known.add((placement.veteran_id, where))
        if is_renewal or placement.start_on.year != year:
            continue
        if wanted is None or placement.channel in wanted:
            people.setdefault(placement.veteran_id, placement)
    return list(people.values())


def add_placements(rows) -> None:
    """Replace all placements by (veteran, employer or None, name, start, channel, status, ok)."""
    values = [
        {
            "veteran_id": veteran,
            "employer_id": employer,
            "employer_name": name,
            "channel": channel,
            "title": "司机",
            "start_on": start_on,
            "status": status,
            "status_before": EmploymentStatus.SEEKING,
            "claimed_at": clock.now(),
            "verified_at": clock.now() if is_verified else None,
        }
        for veteran, employer, name, start_on, channel, status, is_verified in rows
    ]
    with transaction(audited=False) as session:
        session.execute(delete(Placement))
        if values:
            session.execute(insert(Placement), values)


def assert_same_people(years) -> None:
    """Compare figure, list, page count and shares with the oracle."""
    db.session.rollback()
    for year in years:
        for channels in CHANNELS:
            expected = [row.id for row in counted_in_python(year, channels)]
            assert [row.id for row in db.session.scalars(people_of(year, channels))] == expected
            assert count_of(people_of(year, channels)) == len(expected)
            assert sum(count_by_channel(year, channels).values()) == len(expected)
        figures = figures_of(year)
        assert figures.placed == len(counted_in_python(year))
        assert figures.helped == len(counted_in_python(year, HELPED))


STATUSES = st.sampled_from([S.ENDED, S.ENDED, S.ENDED, S.VOID])  # running ones are unique a pair
ROWS = st.tuples(
    st.integers(0, 2),  # veteran
    st.sampled_from([0, 1, None]),  # employer, None: not on the platform
    st.sampled_from(["甲", "乙"]),
    st.dates(date(2024, 11, 1), date(2026, 2, 1)),
    st.sampled_from(PlacementChannel),
    STATUSES,
    st.booleans(),
)


@pytest.fixture
def known(app):
    """Ids of three veterans and two employers."""
    return [make_veteran().id for _ in range(3)], [make_employer().id for _ in range(2)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=12))
def test_the_same_people_count_as_by_the_rule_in_python(known, rows):
    veterans, employers = known
    add_placements(
        [
            (veterans[who], None if where is None else employers[where], *rest)
            for who, where, *rest in rows
        ]
    )

    assert_same_people((2024, 2025, 2026))


def decade(people: int = 60, employers: int = 12, a_year: int = 300) -> None:
    """Store ten years of placements, many with an employer the person had before."""
    chance = random.Random(11)
    veterans = [make_veteran(name=f"老兵{number}").id for number in range(people)]
    firms = [make_employer().id for _ in range(employers)]
    rows = []
    for year in YEARS:
        for _ in range(a_year):
            firm = chance.choice([*firms, None])
            start_on = date(year, 1, 1) + timedelta(days=chance.randrange(365))
            channel = chance.choice(list(PlacementChannel))
            status = chance.choice([S.ENDED] * 9 + [S.VOID])
            name = chance.choice(["甲店", "乙店", "丙店"])
            veteran, is_verified = chance.choice(veterans), chance.random() > 0.1
            rows.append((veteran, firm, name, start_on, channel, status, is_verified))
    add_placements(rows)


def test_ten_years_count_as_by_the_rule_in_python(app):
    decade()

    assert_same_people(YEARS)


def test_the_figures_of_a_year_are_one_statement_and_one_row(app):
    decade(people=600)
    db.session.rollback()

    with count_queries() as seen, count_rows() as fetched:
        figures = figures_of(2026)

    assert len(seen.selects) == 1
    assert fetched.total == 1
    assert figures.placed > 100


def test_a_page_of_the_years_people_fetches_a_page_of_rows(sign_in):
    chen = Cast(sign_in).chen
    decade(people=600)
    chen.get("/placements/people/2026")  # what is cached once is no cost of the page

    with count_queries() as seen, count_rows() as fetched:
        page = chen.get("/placements/people/2026?page=2").text

    assert len(set(re.findall(r'href="/placements/(\d+)"', page))) == 20
    assert fetched.total < 60
    assert len([one for one in seen.selects if "FROM placement \n" in one]) == 5


def test_one_person_counts_once_a_year_and_a_renewal_never(app):
    veteran, first = make_veteran(), make_employer()
    second = make_employer()
    verified_on(veteran, first, date(2024, 3, 1))
    verified_on(veteran, second, date(2024, 9, 1))  # same year: not again
    verified_on(veteran, first, date(2025, 3, 1))  # same employer: a renewal
    verified_on(veteran, make_employer(), date(2026, 1, 9))
    verified_on(make_veteran(), first, date(2024, 5, 1), status=S.VOID)
    verified_on(make_veteran(), first, date(2024, 5, 1), verified_at=None)

    db.session.rollback()
    counts = {year: figures_of(year).placed for year in (2023, 2024, 2025, 2026)}
    assert counts == {2023: 0, 2024: 1, 2025: 0, 2026: 1}


def test_the_shares_exclude_each_other_and_the_helped_overlap_them(sign_in):
    """自主就业 in March and 招聘会 in July: one person, one share, and one who was helped."""
    veteran, fair = make_veteran(), PlacementChannel.FAIR
    verified_on(veteran, make_employer(), date(2025, 3, 1))
    verified_on(veteran, make_employer(), date(2025, 7, 1), channel=fair)
    verified_on(make_veteran(), make_employer(), date(2025, 5, 1), channel=fair)
    chen = sign_in(make_account(role=Role.OFFICER))

    db.session.rollback()
    figures, shares = figures_of(2025), count_by_channel(2025)
    page = words_of(chen.get("/placements/people/2025").text)
    helped = words_of(chen.get("/placements/people/2025?helped=1").text)

    assert shares == {PlacementChannel.SELF: 1, fair: 1}
    assert sum(shares.values()) == figures.placed == 2
    assert count_by_channel(2025, HELPED) == {fair: figures.helped} == {fair: 2}
    assert "互不重复，几项加起来是 2 人" in page
    assert "2025年就业 2 人" in page
    assert "有重复，不能相加" in helped
    assert "2025年帮助就业 2 人" in helped


def test_every_year_with_people_is_offered(sign_in):
    verified_on(make_veteran(), make_employer(), date(2011, 3, 1))
    chen = sign_in(make_account(role=Role.OFFICER))

    page = chen.get(f"/placements/people/{TODAY.year}").text

    assert 'href="/placements/people/2011"' in page
    assert 'href="/placements/people/2012"' not in page
    assert f"{TODAY.year}年" in page


def test_a_year_without_people_has_no_sheet(sign_in):
    answer = sign_in(make_account(role=Role.OFFICER)).post(
        "/exports/new?list=placed&year=2024", data={"reason": "REPORT"}
    )

    assert answer.status_code == 422
    assert "没有可以导出的。" in answer.text


def test_the_sheet_of_a_year_masks_numbers_and_is_recorded(sign_in):
    cast = Cast(sign_in)
    with transaction(audited=False) as session:
        session.get_one(Veteran, cast.veteran.id).id_number = "340321190001010013"
    cast.verified()

    sheet = cast.chen.post(f"/exports/new?list=placed&year={TODAY.year}", data={"reason": "REPORT"})

    assert sheet.status_code == 200
    assert b"340321190001010013" not in sheet.data
    db.session.rollback()
    actions = set(db.session.scalars(select(AuditEvent.action)))
    assert "veteran.export" in actions


def test_every_year_with_people_is_a_link(sign_in):
    employer = make_employer()
    for year in (2021, 2023):
        verified_on(make_veteran(), employer, date(year, 3, 1))
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    page = officer.get(f"/placements/people/{TODAY.year}").text

    for year in (2021, 2023, TODAY.year):
        assert f'href="/placements/people/{year}"' in page
    assert 'href="/placements/people/2022"' not in page
