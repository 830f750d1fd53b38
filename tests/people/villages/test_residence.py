"""Where people live: set on the file, set for several, shown to the person, forgotten."""

import pytest

from core.access import Role
from core.db import db, transaction
from core.features import installed
from people.veterans import operations as veterans
from people.veterans.models import Veteran
from people.veterans.queries import everything_about
from people.villages.queries import count_without, residence_of
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.people.villages.world import make_village, settle
from tests.support.rows import fresh

WITHOUT = "/villages/without"


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


def lives_in(veteran: Veteran) -> str | None:
    db.session.rollback()
    row = residence_of(veteran.id)
    return row.village_code if row else None


def test_a_clerk_sets_it_on_the_file(clerk):
    veteran, village = make_veteran(), make_village()

    answer = clerk.post(f"/veterans/{veteran.id}/village", data={"village_code": village.code})

    assert answer.location == f"/veterans/{veteran.id}"
    assert lives_in(veteran) == village.code
    assert "青禾村</a>" in clerk.get(f"/veterans/{veteran.id}").text


def test_nothing_chosen_is_refused_at_the_field(clerk):
    veteran = make_veteran()
    make_village()

    answer = clerk.post(f"/veterans/{veteran.id}/village", data={"village_code": ""})

    assert answer.status_code == 422
    assert "请选村、社区。" in answer.text


def test_a_village_of_another_township_is_no_choice(clerk):
    veteran, far = make_veteran(), make_village(f"{CHANGFEN}201", "柳湾社区")
    make_village()

    answer = clerk.post(f"/veterans/{veteran.id}/village", data={"village_code": far.code})

    assert answer.status_code == 422
    assert lives_in(veteran) is None


def test_a_township_without_a_list_shows_what_to_do(clerk, sign_in):
    veteran = make_veteran()
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    path = f"/veterans/{veteran.id}"

    assert "榴城还没有村、社区的名单。请县退役军人事务局加进来。" in clerk.get(path).text
    assert 'href="/villages/new"' in officer.get(path).text


def test_a_leader_sees_the_panel_without_a_form(sign_in):
    veteran, village = make_veteran(), make_village()
    settle(veteran, village)

    page = sign_in(make_account(role=Role.LEADER, name="刘局")).get(f"/veterans/{veteran.id}").text

    assert "青禾村</a>" in page
    assert 'name="village_code"' not in page


def test_after_a_change_of_township_it_has_to_be_chosen_again(clerk):
    veteran, near = make_veteran(), make_village()
    settle(veteran, make_village(f"{CHANGFEN}201", "柳湾社区"))
    path = f"/veterans/{veteran.id}"

    assert "原来填的柳湾社区不在现在的乡镇，请重选。" in clerk.get(path).text
    clerk.post(f"{path}/village", data={"village_code": near.code, "version": "1"})

    assert lives_in(veteran) == near.code


def test_whoever_saves_second_sees_both_villages(clerk):
    veteran, other = make_veteran(), make_village("340321100202", "白杨村")
    settle(veteran, make_village())

    answer = clerk.post(f"/veterans/{veteran.id}/village", data={"village_code": other.code})

    assert answer.status_code == 409
    assert "青禾村" in answer.text
    assert "白杨村" in answer.text


def test_several_are_set_at_once(clerk):
    people, village = [make_veteran(name=f"老兵{n}") for n in range(3)], make_village()
    chosen = [one.id for one in people[:2]]

    answer = clerk.post(WITHOUT, data={"people": chosen, "village_code": village.code})

    assert answer.location == WITHOUT + "?township=340321100"
    assert [lives_in(one) for one in people] == [village.code, village.code, None]


def test_one_who_has_a_village_by_now_stops_all(clerk):
    first, second, village = make_veteran(), make_veteran(), make_village()
    settle(first, village)

    answer = clerk.post(
        WITHOUT, data={"people": [first.id, second.id], "village_code": village.code}
    )

    assert answer.status_code == 422
    assert "选的人里有 1 位刚刚填过了，或者不在这个乡镇。" in answer.text
    assert lives_in(second) is None


def test_nobody_and_no_village_are_refused_in_one_round(clerk):
    make_veteran()
    make_village()

    answer = clerk.post(WITHOUT, data={})

    assert answer.status_code == 422
    assert "请勾选要填的人。" in answer.text
    assert "请选村、社区。" in answer.text


@pytest.mark.parametrize("number", ["x", "0", str(2**40)])
def test_what_is_no_person_is_refused(clerk, number):
    make_veteran()

    answer = clerk.post(WITHOUT, data={"people": number, "village_code": make_village().code})

    assert answer.status_code == 422


def test_a_stranger_of_another_township_is_not_set(clerk):
    stranger, village = make_veteran(township_code=CHANGFEN), make_village()
    make_veteran()

    answer = clerk.post(WITHOUT, data={"people": stranger.id, "village_code": village.code})

    assert answer.status_code == 422
    assert lives_in(stranger) is None


def test_an_officer_sets_people_of_the_township_chosen(sign_in):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    veteran, village = make_veteran(), make_village()
    path = f"{WITHOUT}?township={veteran.township_code}"

    assert "选一个乡镇，就能一次给几个人填。" in officer.get(WITHOUT).text
    officer.post(path, data={"people": veteran.id, "village_code": village.code})

    assert lives_in(veteran) == village.code


def test_the_desk_counts_only_townships_with_villages(app):
    clerk = make_account(role=Role.CLERK, name="周站长")
    settled = make_veteran()
    make_veteran()
    assert count_without(clerk) == 0

    settle(settled, make_village())

    assert count_without(fresh(clerk)) == 1
    labels = [line.text for line in installed().desk_lines(Role.CLERK)]
    assert "人没有填村、社区" in labels


def test_the_person_reads_it_and_it_is_forgotten_with_them(app):
    account = make_account()
    veteran = make_veteran(account=account)
    settle(veteran, make_village())

    assert everything_about(fresh(veteran))["村、社区"][0]["村、社区"] == "青禾村"
    with transaction():
        veterans.forget(db.session.get_one(Veteran, veteran.id))

    assert residence_of(veteran.id) is None


def test_each_figure_is_the_list_behind_it(app):
    veteran, village = make_veteran(), make_village()
    settle(veteran, village)

    figures = {one.key: one.rows(int(village.code)) for one in installed().figures_of("village")}

    assert [row.id for row in figures["all"]] == [row.id for row in figures["idle"]] == [veteran.id]
