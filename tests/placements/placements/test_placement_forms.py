"""Forms of placements: what is typed is kept or refused at its field, never cut."""

import io

import pytest

from core import clock
from core.db import transaction
from core.parameters.models import ParameterValue
from jobs.applications.models import Application, ApplicationStatus
from placements.placements.models import Placement, PlacementStatus
from placements.placements.queries.records import placements_of
from tests.placements.placements.world import TODAY, WORK, Cast, newest, overdue_check
from tests.support.rows import changed, fresh, rows, save

LEFT = {"result": "LEFT", "reason": "QUIT", "left_on": TODAY.isoformat()}


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def seen(placement: Placement) -> dict[str, str]:
    return {"version": str(fresh(placement).version)}


def too_long(cast: Cast, name: str):
    """Return (browser, path, data, field, limit) of a form with one text to fill."""
    if name == "claim":
        return cast.wang, cast.claim_path, WORK, "title", 80
    if name == "own employer":
        return cast.zhang, "/me/placements/new", WORK, "employer_name", 120
    if name == "claim on behalf":
        path = f"/veterans/{cast.veteran.id}/placements/new"
        return cast.chen, path, WORK | {"employer_name": "顺达", "asked_by": "CALL"}, "title", 80
    if name == "own denial":
        placement = cast.claim_by_employer()
        return cast.zhang, f"/me/placements/{placement.id}/deny", {}, "reason", 200
    if name == "denial":
        placement = cast.claim_by_employer()
        return cast.wang, f"/placements/{placement.id}/deny", seen(placement), "reason", 200
    if name == "verification":
        placement = cast.confirmed()
        data = seen(placement) | {"method": "CALL"}
        return cast.chen, f"/placements/{placement.id}/verify", data, "note", 200
    check = overdue_check(cast.verified())
    return cast.chen, f"/placements/checks/{check.id}", LEFT, "note", 200


# The page says whose placement it is.
LOOKED = {"+audit_event", "+audit_person", "audit_head.digest"}
NAMES = (
    "claim",
    "own employer",
    "claim on behalf",
    "own denial",
    "denial",
    "verification",
    "check",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("characters", [1, 2800])
def test_a_text_that_is_too_long_is_refused_and_stays_typed(cast, name, characters):
    browser, path, data, field, limit = too_long(cast, name)
    typed = "长" * (limit + characters)
    before = rows()

    answer = browser.post(path, data=data | {field: typed})

    assert answer.status_code == 422
    assert f"最多 {limit} 字。" in answer.text
    assert typed in answer.text
    assert changed(before, rows()) <= LOOKED


@pytest.mark.parametrize("name", NAMES)
def test_a_text_of_the_longest_length_is_stored_whole(cast, name):
    browser, path, data, field, limit = too_long(cast, name)
    typed = "长" * limit

    answer = browser.post(path, data=data | {field: typed})

    assert answer.status_code == 302
    assert any(typed in map(str, row.values()) for row in rows().values())


def test_a_denial_of_the_longest_length_names_who_denied(cast):
    placement = cast.claim_by_employer()

    cast.zhang.post(f"/me/placements/{placement.id}/deny", data={"reason": "长" * 200})

    assert fresh(placement).status is PlacementStatus.VOID
    assert fresh(placement).void_note == "本人说没有这回事：" + "长" * 200


def test_all_faults_of_a_claim_are_shown_in_one_round(cast):
    data = {
        "employer_name": " ",
        "title": "",
        "start_on": TODAY.isoformat(),
        "contract_until": clock.days_ahead(-1).isoformat(),
        "wage": "-1",
    }

    answer = cast.zhang.post("/me/placements/new", data=data)

    assert answer.status_code == 422
    for sentence in (
        "请填单位名称。",
        "请填做什么工作。",
        "合同到期日不能早于到岗日期。",
        "请填每月多少元。",
        "有 4 处要改",
    ):
        assert sentence in answer.text
    assert placements_of(cast.veteran.id) == []


def test_all_rules_that_refuse_a_claim_are_shown_in_one_round(cast):
    with transaction(audited=False) as session:
        row = session.get_one(Application, cast.application.id)
        row.status = ApplicationStatus.SCREENING

    answer = cast.wang.post(
        cast.claim_path, data=WORK | {"start_on": clock.days_ahead(90).isoformat()}
    )

    assert answer.status_code == 422
    assert "本人还没有接受录用，不能登记到岗。" in answer.text
    assert "到岗日期最多在 60 天以内，到时候再登记。" in answer.text
    assert "有 2 处要改" in answer.text


def test_how_far_ahead_a_start_may_be_is_the_bureaus_to_set(cast):
    save(ParameterValue(key="start_ahead_days", value=61, valid_from=TODAY, source="局务会"))

    cast.claim_by_employer(start_on=clock.days_ahead(61).isoformat())

    assert newest().start_on == clock.days_ahead(61)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"result": ""}, ["请选回访结果。"]),
        ({"reason": "", "left_on": ""}, ["请选离职原因。", "请填离职日期。"]),
        ({"reason": "", "left_on": "昨天"}, ["请选离职原因。", "请按 2024-03-01 这样填年月日。"]),
        ({"left_on": clock.days_ahead(1).isoformat()}, ["离职日期不能在今天以后。"]),
        ({"left_on": clock.days_ahead(-9).isoformat()}, ["离职日期不能早于到岗日期。"]),
    ],
)
def test_the_faults_of_a_check_are_shown_at_their_fields(cast, change, sentences):
    placement = cast.verified()
    check = overdue_check(placement)

    answer = cast.chen.post(f"/placements/checks/{check.id}", data=LEFT | change)

    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence in answer.text
    assert "left_on-error" in answer.text or "left_on" not in change
    assert fresh(placement).status is PlacementStatus.VERIFIED


def test_a_verification_shows_a_bad_file_and_a_missing_method_in_one_round(cast):
    placement = cast.confirmed()

    answer = cast.chen.post(
        f"/placements/{placement.id}/verify",
        data=seen(placement) | {"file": (io.BytesIO(b"PK zip"), "合同.zip")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert "请选凭什么核实。" in answer.text
    assert "请上传照片（JPG、PNG）或 PDF" in answer.text


def test_a_decision_on_a_placement_that_changed_since_is_refused(cast):
    placement = cast.confirmed()
    stale = {"version": "1", "end_reason": "QUIT", "day": TODAY.isoformat()}

    answer = cast.wang.post(f"/placements/{placement.id}/end", data=stale)

    assert answer.status_code == 422
    assert "这条资料又改过了" in answer.text
    assert fresh(placement).status is PlacementStatus.CONFIRMED
