"""The check-in desk: find by code, number or name; walk-ins, newcomers, other townships, undo."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from fairs.fairs import operations
from fairs.fairs.models import CheckInMethod, FairStatus, SignUp
from people.veterans.models import Veteran
from tests.fairs.fairs.world import OWN_COUNTY, came, make_fair, sign_up
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import AT_THE_DESK, make_veteran
from tests.support.counting import words_of
from tests.support.rows import fresh, save

CODE = re.compile(r"[34679ACDEFGHJKMNPRTWXY]{4}(-[34679ACDEFGHJKMNPRTWXY]{4}){2}")
CARD = "34032119000101003X"


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


def at_door(browser, fair, words: str):
    """Send words to the check-in desk of a fair."""
    return browser.post(f"/fairs/{fair.id}/door", data={"words": words})


def proof_in(page) -> dict[str, str]:
    """Return what the button of a person found at the desk sends."""
    found = re.search(r'name="proof" value="([^"]+)"', page.text)
    assert found is not None
    return {"proof": found[1]}


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), "　{} ".format])
def test_a_code_is_understood_however_it_is_typed(clerk, written):
    fair, veteran = make_fair(FairStatus.RUNNING), make_veteran(name="李大山")
    with transaction():
        code = operations.sign_up(fresh(fair), fresh(veteran), county=OWN_COUNTY).code

    clerk.post(f"/fairs/{fair.id}/door", data={"words": written(code)})

    assert CODE.fullmatch(code)
    assert came(fair) == 1


def test_a_code_given_out_before_codes_had_groups_still_holds(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))
    with transaction(audited=False):
        fresh(row).code = "aB_9-xY2kLm0"

    clerk.post(f"/fairs/{fair.id}/door", data={"words": "aB_9-xY2kLm0"})

    assert came(fair) == 1


@pytest.mark.parametrize("typed", ["阿依古丽•买买提", "阿依古丽 ・买买提", "阿依古丽·买买提\u200b"])
def test_a_name_is_found_however_it_is_written(clerk, typed):
    fair = make_fair(FairStatus.RUNNING)
    sign_up(fair, make_veteran(name="阿依古丽·买买提"))
    make_veteran(name="丁康")

    door = clerk.post(f"/fairs/{fair.id}/door", data={"words": typed})
    paper = clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": f"{typed}\n丁　康"})

    assert "找到 1 人" in door.text
    assert paper.status_code == 200
    assert came(fair) == 2


def test_a_scanned_code_checks_in_at_once_and_only_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山"))

    first = clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})

    assert first.status_code == 302
    assert came(fair) == 1
    assert fresh(row).check_in_method is CheckInMethod.QR
    assert "这位已经签到过了" in clerk.get(f"/fairs/{fair.id}/door").text


def test_a_name_or_the_last_four_show_the_matches_first(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山", id_number="34032119000101003X")
    row = sign_up(fair, veteran)
    sign_up(fair, make_veteran(name="王小河", id_number="340321190001010013"))

    by_name = clerk.post(f"/fairs/{fair.id}/door", data={"words": "李大山"})
    by_tail = clerk.post(f"/fairs/{fair.id}/door", data={"words": "003x"})

    assert came(fair) == 0
    for page in (by_name, by_tail):
        assert "找到 1 人" in page.text
        assert "34032119000101003X" not in page.text
    clerk.post(f"/fairs/{fair.id}/door/{row.id}", data={"method": "ID_TAIL"})
    assert fresh(row).check_in_method is CheckInMethod.ID_TAIL


def test_a_registered_veteran_walks_in_and_no_one_else_does(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山")

    found = clerk.post(f"/fairs/{fair.id}/door", data={"words": "李大山"})
    clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}")
    unknown = clerk.post(f"/fairs/{fair.id}/door", data={"words": "没登记"})

    assert "登记过，没有报名" in found.text
    assert came(fair) == 1
    assert unknown.status_code == 422
    assert "没有找到这个人" in unknown.text


def test_a_wrong_check_in_is_undone(clerk):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran())
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})

    clerk.post(f"/fairs/{fair.id}/door/{row.id}/undo")

    assert came(fair) == 0
    clerk.post(f"/fairs/{fair.id}/door", data={"words": row.code})
    assert came(fair) == 1


def test_the_check_in_of_another_township_is_not_found(clerk):
    fair = make_fair(FairStatus.RUNNING, township_code=CHANGFEN)
    row = sign_up(fair, make_veteran())

    assert clerk.get(f"/fairs/{fair.id}/door").status_code == 404
    assert clerk.post(f"/fairs/{fair.id}/door/{row.id}").status_code == 404
    assert came(fair) == 0


@pytest.mark.parametrize(
    ("typed", "method"),
    [
        (CARD, "ID_NUMBER"),
        ("３４０３２１ 19000101 003x", "ID_NUMBER"),
        ("138 0000 0001", "PHONE"),
        ("+86 13800000001", "PHONE"),
        ("003x", "ID_TAIL"),
        ("０００１", "ID_TAIL"),
        ("李大山 0001", "ID_TAIL"),
        ("李大山", "NAME"),
    ],
)
def test_a_person_is_found_by_any_number_they_have(clerk, typed, method):
    fair = make_fair(FairStatus.RUNNING)
    row = sign_up(fair, make_veteran(name="李大山", id_number=CARD, phone="13800000001"))
    sign_up(fair, make_veteran(name="王小河", id_number="340321190001010013"))

    page = at_door(clerk, fair, typed)

    assert "找到 1 人" in page.text
    assert "身份证后四位 003X" in page.text
    assert CARD not in page.text
    assert "13800000001" not in page.text
    assert f'value="{method}"' in page.text
    clerk.post(f"/fairs/{fair.id}/door/{row.id}", data={"method": method})
    assert fresh(row).check_in_method is CheckInMethod(method)


def test_two_with_the_same_last_four_are_asked_which_one(clerk):
    fair = make_fair(FairStatus.RUNNING)
    first = sign_up(fair, make_veteran(name="李大山", id_number=CARD))
    sign_up(fair, make_veteran(name="王小河", id_number="34032119900101003X"))

    page = at_door(clerk, fair, "003X")

    assert "2 个人都对得上，请看证件，选是哪一位" in words_of(page.text)
    assert came(fair) == 0
    clerk.post(f"/fairs/{fair.id}/door/{first.id}", data={"method": "ID_TAIL"})
    assert fresh(first).checked_in_at is not None
    assert came(fair) == 1


def test_a_family_on_one_phone_is_asked_which_one(clerk):
    fair = make_fair(FairStatus.RUNNING)
    for name in ("钱父亲", "钱儿子"):
        make_veteran(name=name, phone="13800000301")

    page = at_door(clerk, fair, "13800000301")

    assert "2 个人都对得上" in page.text
    assert came(fair) == 0


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0036", "报名的人里，没有身份证或手机号后四位是 0036 的"),
        ("340321190001010030", "身份证号有一位不对"),
        ("1380000000", "不是完整的号码"),
        ("李大山 9999", "没有找到这个人"),
    ],
)
def test_who_is_not_found_is_explained_and_may_be_registered_here(clerk, typed, why):
    fair = make_fair(FairStatus.RUNNING)
    sign_up(fair, make_veteran(name="李大山", id_number=CARD))

    page = at_door(clerk, fair, typed)

    assert page.status_code == 422
    assert why in page.text
    assert "登记并进场" in page.text


def test_a_code_of_another_fair_shows_whose_it_is(clerk):
    other, fair = make_fair(FairStatus.RUNNING), make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山")
    with transaction():
        code = operations.sign_up(fresh(other), fresh(veteran), county=OWN_COUNTY).code

    page = at_door(clerk, fair, code)

    assert "李大山" in page.text
    assert "现场登记进场" in page.text
    assert came(fair) == 0


def test_a_person_of_another_township_comes_in_and_the_record_has_who_and_where(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="王新兵", phone="13800000003", township_code=CHANGFEN)

    found = at_door(clerk, fair, "13800000003")
    done = clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}", data=proof_in(found))

    assert "王新兵" in found.text
    assert "常坟镇，" in found.text
    assert done.status_code == 302
    assert came(fair) == 1
    assert "常坟镇" in clerk.get(f"/fairs/{fair.id}/door").text
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "fair.walk_in")).all()
    assert [event.detail for event in events] == [{"about": [veteran.id], "township": CHANGFEN}]
    looked = AuditEvent.action == "veteran.found_at_door"
    assert db.session.scalars(select(AuditEvent).where(looked)).one().subject_id == veteran.id
    assert clerk.get(f"/veterans/{veteran.id}").status_code == 404  # the rest stays closed


@pytest.mark.parametrize("proof", ["", "0" * 24])
def test_nobody_learns_a_name_of_another_township_by_its_number(clerk, proof):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="王新兵", township_code=CHANGFEN)

    answer = clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}", data={"proof": proof})

    assert answer.status_code == 404
    assert came(fair) == 0


def test_a_proof_holds_for_one_person_at_one_fair_and_one_clerk(clerk, sign_in):
    fair, other_fair = make_fair(FairStatus.RUNNING), make_fair(FairStatus.RUNNING)
    found, other = (make_veteran(name=name, township_code=CHANGFEN) for name in ("王新兵", "丁康"))
    proof = proof_in(at_door(clerk, fair, "王新兵"))
    colleague = sign_in(make_account(role=Role.CLERK, name="吴站长"))

    answers = [
        clerk.post(f"/fairs/{fair.id}/door/walk-in/{other.id}", data=proof),
        clerk.post(f"/fairs/{other_fair.id}/door/walk-in/{found.id}", data=proof),
        colleague.post(f"/fairs/{fair.id}/door/walk-in/{found.id}", data=proof),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_who_walks_in_twice_is_in_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山")
    path = f"/fairs/{fair.id}/door/walk-in/{veteran.id}"

    answers = [clerk.post(path), clerk.post(path)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "这位已经签到过了" in clerk.get(f"/fairs/{fair.id}/door").text
    assert came(fair) == 1


def test_a_newcomer_is_registered_at_the_door_and_comes_in_at_once(clerk):
    fair = make_fair(FairStatus.RUNNING)
    form = AT_THE_DESK | {"id_number": CARD, "township_code": CHANGFEN}

    empty = clerk.get(f"/fairs/{fair.id}/door/newcomer")
    done = clerk.post(f"/fairs/{fair.id}/door/newcomer", data=form)

    assert "登记并进场" in empty.text
    assert done.headers["Location"] == f"/fairs/{fair.id}/door"
    db.session.rollback()
    veteran = db.session.scalars(select(Veteran)).one()
    assert (veteran.name, veteran.township_code) == ("李大山", CHANGFEN)
    row = db.session.scalars(select(SignUp)).one()
    assert (row.veteran_id, row.is_walk_in) == (veteran.id, True)
    assert came(fair) == 1


def test_the_form_holds_what_was_looked_for(clerk):
    fair = make_fair(FairStatus.RUNNING)

    page = at_door(clerk, fair, "新来的 13800000001").text

    assert 'value="新来的"' in page
    assert 'value="13800000001"' in page


def test_a_newcomer_with_faults_gets_all_of_them_at_once_and_nobody_is_in(clerk):
    fair = make_fair(FairStatus.RUNNING)

    page = clerk.post(f"/fairs/{fair.id}/door/newcomer", data={"name": "？", "phone": "1"})

    assert page.status_code == 422
    for fault in ("姓名里要有汉字或字母", "请填 11 位手机号", "请选户籍所在乡镇", "没有本人同意"):
        assert fault in page.text
    assert came(fair) == 0


@pytest.mark.parametrize("township", [LIUCHENG, CHANGFEN])
def test_who_is_registered_already_comes_in_by_the_form_too(clerk, township):
    fair = make_fair(FairStatus.RUNNING)
    veteran = make_veteran(name="李大山", phone="13912345678", township_code=township)

    clerk.post(f"/fairs/{fair.id}/door/newcomer", data=AT_THE_DESK)

    assert "以前登记过，已签到进场" in clerk.get(f"/fairs/{fair.id}/door").text
    assert came(fair) == 1
    assert db.session.scalars(select(SignUp)).one().veteran_id == veteran.id
    assert db.session.scalar(select(func.count(Veteran.id))) == 1


def test_a_changed_phone_does_not_make_a_second_person(clerk):
    fair = make_fair(FairStatus.RUNNING)
    make_veteran(name="李大山", phone="13800000001", id_number=CARD)

    clerk.post(f"/fairs/{fair.id}/door/newcomer", data=AT_THE_DESK | {"id_number": CARD.lower()})

    assert came(fair) == 1
    assert db.session.scalars(select(Veteran)).one().phone == "13800000001"


def test_the_card_of_another_person_is_refused(clerk):
    fair = make_fair(FairStatus.RUNNING)
    make_veteran(name="李大山", phone="13912345678", id_number="340321190001010013")
    make_veteran(name="别人", id_number=CARD)

    page = clerk.post(f"/fairs/{fair.id}/door/newcomer", data=AT_THE_DESK | {"id_number": CARD})

    assert page.status_code == 422
    assert "身份证号不一样" in page.text
    assert came(fair) == 0


def test_nobody_is_in_before_the_day(clerk):
    fair = make_fair(FairStatus.PUBLISHED)
    veteran = make_veteran(name="王小河")
    row = sign_up(fair, make_veteran(name="李大山"))
    form = AT_THE_DESK | {"name": "新来的"}

    answers = [
        at_door(clerk, fair, row.code),
        clerk.post(f"/fairs/{fair.id}/door/{row.id}"),
        clerk.post(f"/fairs/{fair.id}/door/walk-in/{veteran.id}"),
        clerk.post(f"/fairs/{fair.id}/door/newcomer", data=form),
        clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": "李大山"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert "当天才能签到" in answers[0].text
    assert "现在还不能签到" in clerk.get(f"/fairs/{fair.id}/door").text
    assert came(fair) == 0


def test_the_door_opens_with_the_day_not_with_the_hour(clerk):
    late = clock.local(clock.now()).replace(hour=23, minute=58, second=0, microsecond=0)
    fair = make_fair(starts_at=late, ends_at=late + timedelta(hours=3))
    row = sign_up(fair, make_veteran())

    at_door(clerk, fair, row.code)

    assert came(fair) == 1


def test_a_paper_list_is_typed_in_after_the_end_also_with_people_who_walked_in(clerk):
    fair = make_fair(FairStatus.ENDED)
    make_veteran(name="李大山")

    page = clerk.post(f"/fairs/{fair.id}/door/paper", data={"lines": "李大山"})

    assert "新签到 1 人" in page.text
    assert came(fair) == 1


def test_a_guest_of_the_partner_bureau_is_found_by_name_and_phone(clerk):
    fair = make_fair(FairStatus.RUNNING)
    guest = SignUp(
        fair_id=fair.id, guest_key="k", guest_name="宁波老兵", bureau_code="330205", code="guest"
    )
    guest.guest = '{"phone": "13900000008"}'
    save(guest)

    pages = [at_door(clerk, fair, words) for words in ("宁波老兵", "139 0000 0008", "0008")]

    for page in pages:
        assert "找到 1 人" in page.text
        assert "宁波市江北区" in page.text
