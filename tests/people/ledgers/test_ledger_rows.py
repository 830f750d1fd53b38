"""What the cells of a ledger give: a person, and every note of a row in one round."""

import pytest

from people.ledgers.fields import FIELDS
from people.ledgers.rows import UNITS, Reader
from people.ledgers.words import (
    BRANCHES,
    CLASSES,
    MODES,
    SCHOOLINGS,
    STATUSES,
    chosen,
    pay_of,
    township_of,
)
from people.veterans.models import (
    UNASKED,
    Branch,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    SoldierClass,
)
from sheets.plan import Plan
from sheets.reading import Row
from tests.people.divisions.world import LIUCHENG
from tests.people.ledgers.world import an_id_number

WHOLE = {
    "姓 名": "李　大山",
    "身份证号码": "",
    "联系电话": "139 1234 5678/13700000001",
    "所属乡镇": "榴城",
    "入伍时间": "2018.9.1",
    "退役时间": "2023年9月1日",
    "军兵种": "武警",
    "服役专业": "汽车驾驶",
    "军衔": "下士",
    "人员类别": "退役士官",
    "安置方式": "自主就业",
    "文化程度": "大专及高职",
    "持有证书": "A2驾照、认不出的证",
    "就业情况": "未就业",
    "期望工资": "6千",
    "意向地区": "合肥、蚌埠",
}


def read(cells: dict[str, str]):
    """Return the person of one row and the notes about it."""
    headings = list(cells)
    found = {i: FIELDS.field_of(heading) for i, heading in enumerate(headings)}
    columns = {i: one[0] for i, one in found.items() if one is not None}
    reader = Reader(Plan("", last_header_row=1, headings=headings, columns=columns))
    parsed = reader.read(Row(2, tuple(cells.values())))
    return parsed, reader


def test_a_status_of_our_own_export_that_nobody_gave_is_none():
    parsed, reader = read({"姓名": "李大山", "手机号": "13912345678", "就业状态": UNASKED})

    assert parsed.employment_status is None
    assert not [one for one in reader.problems if "就业状态" in str(one)]


def test_a_whole_row_gives_a_person_with_service_and_certificates():
    number = an_id_number()
    parsed, reader = read(WHOLE | {"身份证号码": number})

    assert not reader.is_refused
    assert (parsed.name, parsed.phone, parsed.id_number) == ("李大山", "13912345678", number)
    assert parsed.born_on.isoformat() == "1990-05-01"
    assert parsed.township_code == LIUCHENG
    assert parsed.soldier_class is SoldierClass.SERGEANT
    assert parsed.resettlement_mode is ResettlementMode.SELF_EMPLOY
    assert parsed.employment_status is EmploymentStatus.SEEKING
    assert (parsed.service.branch, parsed.service.rank) == (Branch.PAP, "下士")
    assert [one.key for one in parsed.credentials] == ["drive_a2", ""]
    assert (parsed.pay_min, len(parsed.wanted_places)) == (6000, 2)
    reasons = " ".join(problem.reason for problem in reader.problems)
    assert "写了几个号码，只记了第一个。" in reasons
    assert "没认出“认不出的证”是什么证" in reasons


def test_all_faults_of_a_row_come_in_one_round():
    parsed, reader = read(
        WHOLE
        | {
            "姓 名": "",
            "身份证号码": "340321199005010000",
            "联系电话": "没有",
            "所属乡镇": "某处",
            "退役时间": "去年",
            "文化程度": "高中以下",
        }
    )

    assert reader.is_refused
    noted = {problem.column for problem in reader.problems}
    assert {"姓 名", "身份证号码", "联系电话", "所属乡镇", "退役时间", "文化程度"} <= noted
    assert parsed.service is None


@pytest.mark.parametrize("heading", ["部队代号", "部队番号", "入伍时所在部队", "原部队", "番号"])
def test_a_column_of_units_is_refused_by_name_and_its_cells_are_kept_nowhere(heading):
    unit = "某部第三营"
    parsed, reader = read(WHOLE | {"身份证号码": an_id_number(), heading: unit})

    (note,) = [problem for problem in reader.problems if problem.column == heading]
    assert (note.reason, note.value) == (UNITS, "（不显示）")
    assert unit not in parsed.dumps()
    assert unit not in str(parsed.shown())
    assert not any(unit in problem.dumps() for problem in reader.problems)


def test_a_unit_in_a_free_text_is_not_stored_and_not_shown():
    parsed, reader = read(
        WHOLE | {"身份证号码": an_id_number(), "服役专业": "73022部队汽车连驾驶员"}
    )

    assert parsed.service is None
    assert "73022" not in parsed.dumps()
    assert not any("73022" in problem.dumps() for problem in reader.problems)
    assert any("番号" in problem.reason for problem in reader.problems)


def test_a_month_alone_is_noted():
    parsed, reader = read(WHOLE | {"身份证号码": an_id_number(), "退役时间": "2023年9月"})

    assert parsed.retired_on.isoformat() == "2023-09-01"
    assert any("没有写哪一天" in problem.reason for problem in reader.problems)


def test_the_number_is_believed_before_the_birth_date_beside_it():
    parsed, reader = read(WHOLE | {"身份证号码": an_id_number(), "出生日期": "1991年1月1日"})

    assert parsed.born_on.isoformat() == "1990-05-01"
    assert any("按身份证号记" in problem.reason for problem in reader.problems)


def test_a_person_survives_staging():
    parsed, _ = read(WHOLE | {"身份证号码": an_id_number()})

    assert type(parsed).loads(parsed.dumps()) == parsed


def test_an_empty_cell_gives_nothing():
    parsed, reader = read({"姓名": "李大山", "手机号": "13912345678", "学历": "", "就业状态": ""})

    assert reader.problems == []
    assert (parsed.schooling, parsed.employment_status) == (None, None)
    assert set(parsed.shown()) == {"name", "phone"}


@pytest.mark.parametrize(
    ("text", "words", "choice"),
    [
        ("士官", CLASSES, SoldierClass.SERGEANT),
        ("退役义务兵", CLASSES, SoldierClass.CONSCRIPT),
        ("政府安排工作", MODES, ResettlementMode.ASSIGNED),
        ("逐月领取退役金", MODES, ResettlementMode.MONTHLY_PENSION),
        ("自主择业", MODES, ResettlementMode.SELF_CHOICE),
        ("大学专科", SCHOOLINGS, Schooling.COLLEGE),
        ("大学本科", SCHOOLINGS, Schooling.BACHELOR),
        ("高中以下", SCHOOLINGS, None),
        ("就业", STATUSES, EmploymentStatus.EMPLOYED),
        ("未就业", STATUSES, EmploymentStatus.SEEKING),
        ("灵活就业", STATUSES, EmploymentStatus.FLEXIBLE),
        ("二炮", BRANCHES, Branch.SECOND_ARTILLERY),
        ("不知道", BRANCHES, None),
    ],
)
def test_words_of_ledgers_are_choices(text, words, choice):
    assert chosen(text, words) is choice


def test_pay_and_townships_as_they_are_written():
    assert [pay_of(text) for text in ("6,000", "6000元", "6千", "0.8万", "面议")] == [
        6000, 6000, 6000, 8000, None,
    ]  # fmt: skip
    assert {township_of(text) for text in ("榴城", "榴城镇", "怀远县榴城镇某村")} == {LIUCHENG}
    assert township_of("合肥市") is None
