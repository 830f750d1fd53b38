"""The plan of a fair: planned, replanned after no-shows, pinned by hand, printed."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.parameters.registry import ParameterFacts, set_value
from fairs.fairs.models import Fair, SignUp
from jobs.vacancies.models import VacancyCredential
from matching.fairplan import operations
from matching.fairplan.models import PlanStop
from matching.fairplan.parameters import GRACE_MINUTES
from people.notices.models import CallStatus, Notice
from people.veterans import operations as veterans
from people.veterans.models import CredentialRecord, Veteran
from tests.fairs.fairs.world import make_fair, offer, sign_up
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.fairplan.hall import Hall
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def stops() -> list[PlanStop]:
    db.session.rollback()
    return list(db.session.scalars(select(PlanStop).order_by(PlanStop.id)))


def sound(found: list[PlanStop]) -> None:
    """Check the limits every plan must keep."""
    assert max(Counter((s.sign_up_id, s.slot) for s in found).values()) == 1
    assert max(Counter((s.sign_up_id, s.booking_id) for s in found).values()) == 1
    assert max(Counter((s.booking_id, s.slot) for s in found).values()) == 1  # one seat each
    assert max(Counter(s.sign_up_id for s in found).values()) <= 2


def test_each_person_gets_a_time_a_booth_and_a_reason_within_all_limits(officer):
    hall = Hall()

    officer.post(f"/fairs/{hall.fair.id}/plan")

    found = stops()
    sound(found)
    assert {stop.sign_up_id for stop in found} == {row.id for row in hall.rows}
    assert all(stop.why for stop in found)
    degree_booth = hall.bookings[2].id
    assert not [stop for stop in found if stop.booking_id == degree_booth]  # no veteran is eligible
    page = officer.get(f"/fairs/{hall.fair.id}/plan").text
    assert f"共 {len(found)} 次见面" in page


def test_a_pin_stays_and_the_others_make_way(officer):
    hall = Hall()
    officer.post(f"/fairs/{hall.fair.id}/plan")
    person, booking = hall.rows[3], hall.bookings[1]

    officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": person.id, "booth": booking.id, "slot": 0},
    )
    officer.post(f"/fairs/{hall.fair.id}/plan")

    found = stops()
    sound(found)
    pinned = [stop for stop in found if stop.is_pinned]
    assert [(p.sign_up_id, p.booking_id, p.slot) for p in pinned] == [(person.id, booking.id, 0)]
    taken = officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": hall.rows[4].id, "booth": booking.id, "slot": 0},
    )
    assert taken.status_code == 422
    assert "已经排满" in taken.text


@pytest.mark.parametrize("slot", [-1, 6, 99])
def test_a_pin_outside_the_fair_is_refused(officer, slot):
    hall = Hall()

    answer = officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": hall.rows[0].id, "booth": hall.bookings[0].id, "slot": slot},
    )

    assert answer.status_code == 422
    assert "没有这个时段。" in answer.text
    assert stops() == []


def test_everything_wrong_with_a_pin_is_shown_at_once_and_what_was_chosen_stays(officer):
    hall = Hall()

    answer = officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": hall.rows[1].id, "booth": "x", "slot": ""},
    )

    assert answer.status_code == 422
    assert "有 2 处要改" in answer.text
    assert '<a href="#booth">请选一家订了展位的单位。</a>' in answer.text
    assert '<a href="#slot">没有这个时段。</a>' in answer.text
    assert f'<option selected value="{hall.rows[1].id}">' in answer.text
    assert stops() == []


def test_a_pin_that_clashes_twice_shows_both_clashes(officer):
    hall = Hall()
    path = f"/fairs/{hall.fair.id}/plan/pin"
    first, second = hall.rows[0].id, hall.rows[1].id
    officer.post(path, data={"person": first, "booth": hall.bookings[0].id, "slot": 0})
    officer.post(path, data={"person": second, "booth": hall.bookings[1].id, "slot": 0})

    answer = officer.post(path, data={"person": first, "booth": hall.bookings[1].id, "slot": 0})

    assert answer.status_code == 422
    assert "这个人在这个时段或这家已经有手工排的了。" in answer.text
    assert "这家这个时段已经排满了手工排的。" in answer.text
    assert len(stops()) == 2


def test_a_stop_is_unpinned_and_another_fairs_stop_is_not_found(officer):
    hall, other = Hall(), Hall()
    data = {"person": hall.rows[0].id, "booth": hall.bookings[0].id, "slot": 0}
    officer.post(f"/fairs/{hall.fair.id}/plan/pin", data=data)
    (stop,) = stops()

    assert officer.post(f"/fairs/{other.fair.id}/plan/{stop.id}/unpin").status_code == 404
    assert stops()[0].is_pinned
    assert officer.post(f"/fairs/{hall.fair.id}/plan/{stop.id}/unpin").status_code == 302
    assert not stops()[0].is_pinned


def test_the_minutes_of_grace_are_a_figure_of_the_bureau(officer):
    hall = Hall(people=2)
    with transaction() as session:
        facts = ParameterFacts(90, clock.today(), "会议纪要")
        set_value(GRACE_MINUTES, facts, by_id=hall.boss.id)
        fair = session.get_one(Fair, hall.fair.id)
        late = operations.make_plan(fair, now=fair_at(hall, minutes=95))
        in_time = operations.make_plan(fair, now=fair_at(hall, minutes=65))

    assert (in_time.without, late.without) == (0, 2)
    page = officer.get(f"/fairs/{hall.fair.id}/plan").text
    assert "开场 90 分钟没签到的" in " ".join(page.split())


def test_absent_people_free_their_seats_and_past_stops_stay(app):
    hall = Hall(people=10)
    with transaction() as session:
        operations.make_plan(session.get_one(Fair, hall.fair.id))
    before = [(s.sign_up_id, s.booking_id, s.slot) for s in stops()]
    now = fair_at(hall, minutes=65)  # two slots are over, the third has begun
    present = {person for person, _booth, slot in before if slot <= 2}
    with transaction(audited=False) as session:
        for row in hall.rows:
            if row.id in present:
                session.get_one(SignUp, row.id).checked_in_at = clock.now()

    with transaction() as session:
        done = operations.make_plan(session.get_one(Fair, hall.fair.id), now=now)

    after = stops()
    past = {stop for stop in before if stop[2] <= 2}
    assert past <= {(s.sign_up_id, s.booking_id, s.slot) for s in after}
    ahead = [stop for stop in after if stop.slot > 2]
    assert {stop.sign_up_id for stop in ahead} <= present
    assert done.people == 10
    sound(after)


def fair_at(hall: Hall, *, minutes: int):
    return hall.fair.starts_at + timedelta(minutes=minutes)


def test_only_holders_of_a_required_licence_get_the_stop(app):
    hall = Hall(people=2)
    for veteran, key in zip(hall.veterans, ("drive_a2", "drive_c1"), strict=True):
        save(CredentialRecord(veteran_id=veteran.id, key=key, name=key))
    with transaction(audited=False) as session:
        for veteran in hall.veterans:
            session.get_one(Veteran, veteran.id).credentials_complete_on = clock.today()
    needing = make_vacancy(employer=hall.employers[2], title="牵引车驾驶员", requirements="A2 驾照")
    from_lexicon(needing.id)
    offer(hall.fair, needing)

    with transaction() as session:
        operations.make_plan(session.get_one(Fair, hall.fair.id))

    sent = {stop.sign_up_id for stop in stops() if stop.booking_id == hall.bookings[2].id}
    assert sent == {hall.rows[0].id}


def from_lexicon(vacancy_id: int) -> None:
    save(VacancyCredential(vacancy_id=vacancy_id, key="drive_a2"))


def test_a_fair_without_people_or_booths_is_not_planned(officer):
    fair = make_fair()

    answer = officer.post(f"/fairs/{fair.id}/plan")

    assert answer.status_code == 422
    assert "有单位订了展位、有人报了名，才能排" in answer.text
    assert "全场安排" in answer.text


def test_veterans_and_employers_see_their_own_part_of_the_plan(officer, sign_in):
    hall = Hall()
    account = make_account(name="张建国")
    own = sign_up(hall.fair, make_veteran(account=account, name="张建国"), wanted_stops=2)
    officer.post(f"/fairs/{hall.fair.id}/plan")
    browser, boss = sign_in(account), sign_in(hall.boss)

    mine = browser.get(f"/fairs/{hall.fair.id}/itinerary").text
    paper = browser.get(f"/fairs/{hall.fair.id}/itinerary/print").text
    theirs = boss.get(f"/fairs/{hall.fair.id}/booth-schedule").text
    everybody = officer.get(f"/fairs/{hall.fair.id}/plan/print").text

    assert "A0" in mine
    assert own.code in mine
    assert "data:image/png" in paper
    assert "老兵0" not in paper
    assert "老兵0" not in theirs
    assert hall.rows[0].code in theirs or hall.rows[1].code in theirs
    assert everybody.count("的行程单") >= 7


def test_the_itinerary_names_the_vacancy_and_a_reason_of_the_work(officer, sign_in):
    hall = Hall()
    account = make_account(name="张建国")
    sign_up(hall.fair, make_veteran(account=account, name="张建国"), wanted_stops=2)
    officer.post(f"/fairs/{hall.fair.id}/plan")
    browser = sign_in(account)

    pages = [browser.get(f"/fairs/{hall.fair.id}/itinerary{end}").text for end in ("", "/print")]

    titles = {stop.vacancy.title for stop in stops() if stop.vacancy}
    for page in pages:
        assert any(title in page for title in titles)
        assert "您还没填做过什么、想做什么，是否对口看不出来" in page  # not only that it is near


def notified(account) -> list[str]:
    db.session.rollback()
    query = select(Notice.title).join(Veteran, Veteran.id == Notice.audience_id)
    ours = query.where(Veteran.account_id == account.id, Notice.kind == "fair")
    return list(db.session.scalars(ours.order_by(Notice.id)))


def test_veterans_are_notified_when_their_itinerary_is_new_or_changes_and_not_else(officer):
    hall = Hall()
    account = make_account(name="张建国")
    own = sign_up(hall.fair, make_veteran(account=account, name="张建国"), wanted_stops=2)

    officer.post(f"/fairs/{hall.fair.id}/plan")
    assert notified(account) == ["招聘会的行程排好了"]
    officer.post(f"/fairs/{hall.fair.id}/plan")
    assert notified(account) == ["招聘会的行程排好了"]

    booked = {stop.booking_id for stop in stops() if stop.sign_up_id == own.id}
    other = next(one for one in hall.bookings if one.id not in booked)
    officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": own.id, "booth": other.id, "slot": 5},
    )
    assert notified(account) == ["招聘会的行程排好了", "招聘会的行程有变动"]
    assert not list(db.session.scalars(select(Notice).where(Notice.call == CallStatus.DUE)))


def test_a_fair_that_is_over_is_not_planned_anew(app):
    hall = Hall()
    with transaction() as session:
        operations.make_plan(session.get_one(Fair, hall.fair.id))
    before = [(s.sign_up_id, s.slot) for s in stops()]
    late = hall.fair.ends_at + timedelta(hours=1)

    with transaction() as session:
        operations.make_plan(session.get_one(Fair, hall.fair.id), now=late)

    assert [(s.sign_up_id, s.slot) for s in stops()] == before


def test_the_booking_of_another_fair_is_no_booth_of_this_one(officer):
    hall, other = Hall(), Hall()

    answer = officer.post(
        f"/fairs/{hall.fair.id}/plan/pin",
        data={"person": hall.rows[0].id, "booth": other.bookings[0].id, "slot": 0},
    )

    assert answer.status_code == 422
    assert "请选一家订了展位的单位。" in answer.text
    assert stops() == []


def test_the_stops_of_a_deleted_profile_are_deleted_before_its_sign_ups(officer):
    hall = Hall()
    officer.post(f"/fairs/{hall.fair.id}/plan")
    leaving, staying = hall.rows[0].id, {row.id for row in hall.rows[1:]}
    assert leaving in {stop.sign_up_id for stop in stops()}

    with transaction():
        veterans.forget(fresh(hall.veterans[0]))

    assert {stop.sign_up_id for stop in stops()} == staying
    assert db.session.get(SignUp, leaving) is None
