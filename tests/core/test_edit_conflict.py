"""Two people edit one thing: the second is shown both values, and nothing is lost."""

import re
from html import unescape

import pytest

from core.access import Role
from core.db import transaction
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from tests.jobs.employers.world import FIRM, make_employer
from tests.jobs.vacancies.world import VACANCY, make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import SPELL, make_veteran
from tests.support.rows import fresh

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
CONFLICT = "您填写时，别人已经改过这条资料。请对照后再保存。"


def version_on(page: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]


def sent_again(page: str) -> dict[str, str]:
    """Return what the button 改成我填的 sends."""
    form = page[page.index('<form id="conflict"') :]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


def section(sign_in):
    """A veteran fills in his terms while the station does so on his behalf."""
    account = make_account()
    veteran = make_veteran(account=account, pay_min=4000)
    own, desk = sign_in(account), sign_in(make_account(role=Role.CLERK, name="周站长"))
    return {
        "row": veteran,
        "first": (own, "/me/terms", {"pay_min": "5000"}),
        "second": (desk, f"/veterans/{veteran.id}/edit/terms", {"pay_min": "6500"}),
        "shown": ("希望每月多少钱", "5000", "6500"),
        "column": "pay_min",
        "values": (5000, 6500),
        "third": "5200",
    }


def vacancy(sign_in):
    """The employer and the bureau write one draft."""
    account = make_account(role=Role.EMPLOYER, name="王经理")
    draft = {"status": VacancyStatus.DRAFT, "published_at": None}
    vacancy = make_vacancy(employer=make_employer(account=account), **draft)
    path = f"/vacancies/{vacancy.id}/edit"
    return {
        "row": vacancy,
        "first": (sign_in(account), path, VACANCY | {"title": "货车司机 夜班"}),
        "second": (officer(sign_in), path, VACANCY | {"title": "叉车工 <急招>"}),
        "shown": ("岗位名称", "货车司机 夜班", "叉车工 &lt;急招&gt;"),
        "column": "title",
        "values": ("货车司机 夜班", "叉车工 <急招>"),
        "third": "货车司机 白班",
    }


def employer(sign_in):
    """One employer, open in two browsers of one account."""
    account = make_account(role=Role.EMPLOYER, name="王经理")
    row = make_employer(account=account, credit_code=FIRM["credit_code"])
    data = FIRM | {"contact_phone": row.contact_phone}
    return {
        "row": row,
        "first": (sign_in(account), "/employer/profile", data | {"address": "禹王路 2 号"}),
        "second": (sign_in(account), "/employer/profile", data | {"address": "涂山路 9 号"}),
        "shown": ("详细地址", "禹王路 2 号", "涂山路 9 号"),
        "column": "address",
        "values": ("禹王路 2 号", "涂山路 9 号"),
        "third": "禹王路 3 号",
    }


def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture(params=[section, vacancy, employer], ids=lambda build: build.__name__)
def case(request, app, sign_in):
    return request.param(sign_in)


def both_open_then_first_saves(case):
    """Let both open the page and the first save; return the second's answer to his saving."""
    (one, path, data), (other, other_path, other_data) = case["first"], case["second"]
    opened, other_opened = one.get(path), other.get(other_path)
    saved = one.post(path, data=data | {"version": version_on(opened.text)})
    assert saved.status_code == 302
    return other.post(other_path, data=other_data | {"version": version_on(other_opened.text)})


def test_the_second_saver_is_shown_both_values_and_changes_nothing(case):
    answer = both_open_then_first_saves(case)

    label, theirs, yours = case["shown"]
    assert answer.status_code == 409
    assert CONFLICT in answer.text
    assert all(words in answer.text for words in (label, theirs, yours, "改成我填的"))
    assert getattr(fresh(case["row"]), case["column"]) == case["values"][0]


def test_who_insists_wins_and_every_other_value_stays(case):
    answer = both_open_then_first_saves(case)
    other, path, data = case["second"]
    between = fresh(case["row"]).version

    insisted = other.post(path, data=sent_again(answer.text))

    row = fresh(case["row"])
    assert insisted.status_code == 302
    assert getattr(row, case["column"]) == case["values"][1]
    assert row.version > between
    assert sent_again(answer.text).keys() >= data.keys()


def test_who_keeps_the_other_value_finds_it_on_the_page(case):
    answer = both_open_then_first_saves(case)
    other, path, _data = case["second"]

    assert f'href="{path}"' in answer.text
    assert case["shown"][1] in other.get(path).text


def test_a_third_who_saves_meanwhile_is_not_overwritten_either(case):
    answer = both_open_then_first_saves(case)
    (one, path, data), (other, other_path, _) = case["first"], case["second"]
    again = data | {case["column"]: case["third"], "version": version_on(one.get(path).text)}
    assert one.post(path, data=again).status_code == 302

    insisted = other.post(other_path, data=sent_again(answer.text))

    assert insisted.status_code == 409
    assert str(getattr(fresh(case["row"]), case["column"])) == case["third"]


def test_a_form_without_its_version_overwrites_nobody(case):
    (one, path, data), (other, other_path, other_data) = case["first"], case["second"]
    one.post(path, data=data | {"version": version_on(one.get(path).text)})

    answer = other.post(other_path, data=other_data)

    assert answer.status_code == 409
    assert getattr(fresh(case["row"]), case["column"]) == case["values"][0]


def test_a_record_is_guarded_as_a_part_of_its_profile(app, sign_in):
    account = make_account()
    veteran = make_veteran(account=account)
    own, desk = sign_in(account), sign_in(make_account(role=Role.CLERK, name="周站长"))
    own.post("/me/service/new", data=SPELL)
    record = fresh(veteran).services[0]
    path, other_path = (
        f"/me/service/{record.id}",
        f"/veterans/{veteran.id}/edit/service/{record.id}",
    )
    version = version_on(desk.get(other_path).text)
    own.post(path, data=SPELL | {"duty": "班长", "version": version_on(own.get(path).text)})

    answer = desk.post(other_path, data=SPELL | {"duty": "驾驶员", "version": version})

    assert answer.status_code == 409
    assert all(words in answer.text for words in ("职务", "班长", "驾驶员"))
    assert fresh(record).duty == "班长"


def test_a_sealed_number_is_not_shown_whole_by_a_conflict(app, sign_in):
    """Staff see a number whole only for a reason on record; a conflict page is no way round."""
    row = make_employer(credit_code=FIRM["credit_code"], contact_phone="13912345678")
    path, browser = f"/employers/{row.id}/edit", officer(sign_in)
    version = version_on(browser.get(path).text)
    browser.post(path, data=FIRM | {"contact_phone": "", "version": version})

    empty = browser.post(
        path, data=FIRM | {"contact_phone": "", "address": "新", "version": version}
    )
    typed = browser.post(path, data=FIRM | {"contact_phone": "13700001111", "version": version})

    assert (empty.status_code, typed.status_code) == (409, 409)
    assert "13912345678" not in empty.text + typed.text
    assert "联系人手机号" not in empty.text
    assert "139****5678" in typed.text
    assert "137****1111" in typed.text


def test_a_number_that_did_not_change_is_no_difference(app, sign_in):
    answer = both_open_then_first_saves(employer(sign_in))

    assert "联系人手机号" not in answer.text


def test_the_version_rises_at_each_save(case):
    before = fresh(case["row"]).version
    one, path, data = case["first"]

    one.post(path, data=data | {"version": version_on(one.get(path).text)})

    assert fresh(case["row"]).version > before


WISHES = [
    ("occupations", {"occupation_1": "货车司机"}, {"occupation_1": "保安", "occupation_2": "电工"},
     ("第一想做", "货车司机", "保安")),
    (
        "places",
        {"places": ["340321"], "accepts_away": "0"},
        {"places": ["3401", "31"], "other_places": "常州", "accepts_away": "1"},
        ("愿意在哪里工作", "怀远县", "常州"),
    ),
    ("terms", {"refuses_nights": "1"}, {"refuses_nights": "0"}, ("不上夜班？", "是", "否")),
    ("status", {"employment_status": "EMPLOYED"}, {"employment_status": "STUDY"},
     ("您现在的情况", "单位就业", "复学升学")),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "first", "second", "shown"), WISHES)
def test_every_section_shows_both_values_and_keeps_what_was_typed(
    app, sign_in, slug, first, second, shown
):
    account = make_account()
    veteran = make_veteran(account=account)
    own, desk = sign_in(account), sign_in(make_account(role=Role.CLERK, name="周站长"))
    path = f"/veterans/{veteran.id}/edit/{slug}"
    version = version_on(desk.get(path).text)
    own.post(f"/me/{slug}", data=first | {"version": version_on(own.get(f"/me/{slug}").text)})

    answer = desk.post(path, data=second | {"version": version})

    assert answer.status_code == 409
    assert all(words in answer.text for words in shown)
    kept = HIDDEN.findall(answer.text)
    typed = [
        (name, one) for name, v in second.items() for one in ([v] if isinstance(v, str) else v)
    ]
    assert all(pair in kept for pair in typed)


def test_a_change_of_another_section_is_no_conflict(app, sign_in):
    account = make_account()
    veteran = make_veteran(account=account)
    own, desk = sign_in(account), sign_in(make_account(role=Role.CLERK, name="周站长"))
    path = f"/veterans/{veteran.id}/edit/education"
    data = {"schooling": "COLLEGE", "major": "机电", "version": version_on(desk.get(path).text)}
    own.post(
        "/me/occupations",
        data={"occupation_1": "保安", "version": version_on(own.get("/me/occupations").text)},
    )
    own.post("/me/education", data=data | {"version": version_on(own.get("/me/education").text)})

    answer = desk.post(path, data=data)

    assert answer.status_code == 302
    assert fresh(veteran).wanted_occupations == ["保安"]


def test_an_identity_number_is_not_shown_whole_by_a_conflict(app, sign_in):
    account = make_account()
    veteran = make_veteran(account=account)
    own, desk = sign_in(account), sign_in(make_account(role=Role.CLERK, name="周站长"))
    path = f"/veterans/{veteran.id}/edit/basic"
    version = version_on(desk.get(path).text)
    own.post(
        "/me/basic",
        data={"identity": "340321199001010014", "version": version_on(own.get("/me/basic").text)},
    )

    answer = desk.post(path, data={"identity": "34032119000101003X", "version": version})

    assert answer.status_code == 409
    assert "340321199001010014" not in answer.text
    assert "（不显示）" in answer.text
    assert fresh(veteran).id_number == "340321199001010014"


def test_an_officer_publishes_only_what_he_read(app, sign_in):
    """A post withdrawn, changed and handed in again meanwhile is not published unseen."""
    vacancy = make_vacancy(employer=make_employer(), status=VacancyStatus.SUBMITTED)
    browser = officer(sign_in)
    version = version_on(browser.get(f"/vacancies/{vacancy.id}").text)
    with transaction(audited=False) as session:
        session.get_one(Vacancy, vacancy.id).title = "改过的岗位"

    unseen = browser.post(f"/vacancies/{vacancy.id}/publish", data={"version": version})
    reason = {"version": version, "reason": "工资写得不清楚"}
    returned = browser.post(f"/vacancies/{vacancy.id}/send_back", data=reason)
    bare = browser.post(f"/vacancies/{vacancy.id}/publish")

    assert [one.status_code for one in (unseen, returned, bare)] == [422, 422, 422]
    assert "这条资料又改过了" in unseen.text
    assert "改过的岗位" in unseen.text
    assert "工资写得不清楚" in returned.text
    assert fresh(vacancy).status is VacancyStatus.SUBMITTED
    seen = browser.post(
        f"/vacancies/{vacancy.id}/publish", data={"version": version_on(unseen.text)}
    )
    assert seen.status_code == 302


def test_a_decision_on_an_employer_changed_meanwhile_keeps_the_typed_reason(app, sign_in):
    row = make_employer(status=EmployerStatus.PENDING, verified_until=None)
    browser = officer(sign_in)
    version = version_on(browser.get(f"/employers/{row.id}").text)
    with transaction(audited=False) as session:
        session.get_one(Employer, row.id).address = "新地址 8 号"

    data = {"verdict": "return", "reason": "执照看不清", "version": version}
    answer = browser.post(f"/employers/{row.id}/decide", data=data)

    assert answer.status_code == 422
    assert all(words in answer.text for words in ("这条资料又改过了", "执照看不清", "新地址 8 号"))
    assert fresh(row).status is EmployerStatus.PENDING
