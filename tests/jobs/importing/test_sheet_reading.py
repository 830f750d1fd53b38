"""From a sheet to vacancies: headings, columns, rows, and the problems of bad ones."""

import io
from datetime import date

import pytest

from jobs.employers.models import Staffing
from jobs.importing.fields import FIELDS
from jobs.importing.occupations import occupation_finder
from jobs.importing.parsed import ParsedVacancy
from jobs.importing.rows import Reader
from jobs.importing.samples import NOTES, TEMPLATE
from jobs.importing.screening import Terms, missing_elements, screen
from jobs.importing.settings import UNIT_FIELDS
from jobs.vacancies.models import PayPeriod, VacancyStatus
from jobs.vacancies.suggest import suggest_occupations
from people.veterans.models import Schooling
from sheets import Row, read_rows
from sheets.guessing import Head, find_head, guess_columns
from sheets.opening import look
from sheets.plan import Plan
from sheets.report import Level, Problem, mask
from sheets.template import EXAMPLE
from sheets.uploads import accept

TODAY = date(2026, 3, 1)
HEAD = "岗位名称,单位名称,招聘人数,工作地点,薪资,学历,任职要求,有效期至"
ROW = "货车司机,怀远县顺达物流有限公司,3,怀远县榴城镇,6-8千,初中,持B2驾照，18-50岁,2026.6.30"


def upload(text: str):
    return accept(io.BytesIO(text.encode()), "岗位.csv")


def read(
    *lines: str, head: str = HEAD, **settings
) -> tuple[list[ParsedVacancy | None], list[Problem]]:
    """Read lines of CSV under a heading; "，" may stand inside a cell."""
    seen = look(upload("\n".join([head, *lines])), FIELDS)
    seen.plan.settings = settings
    reader = Reader(seen.plan, "春季招聘会", TODAY)
    rows = read_rows(upload("\n".join([head, *lines])))
    return [reader.read(row) for row in rows if row.number > 1], reader.problems


def changed(**cells: str) -> str:
    """Return the good row with some cells changed, by field."""
    found = [FIELDS.field_of(heading) for heading in HEAD.split(",")]
    places = {field[0]: i for i, field in enumerate(found) if field is not None}
    values = ROW.split(",")
    for key, value in cells.items():
        values[places[key]] = value
    return ",".join(values)


# ---- headings and columns


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("职位名称", "title"),
        ("*岗位名称（必填）", "title"),
        ("招聘岗位名称", "title"),
        ("用人单位", "employer"),
        ("单位性质|规模|行业", "facts"),
        ("要求/发布", "summary"),
        ("薪资（元）", "pay"),
        ("月工资待遇", "pay"),
        ("需求人数(人)", "headcount"),
        ("职位描述", "description"),
        ("职能类别", "occupation"),
        ("招聘截止日期", "valid_to"),
        ("是否提供食宿", "lodging"),
        ("联系人电话", "contact_phone"),
    ],
)
def test_headings_of_many_writings_are_understood(heading, key):
    assert FIELDS.field_of(heading)[0] == key


@pytest.mark.parametrize(
    "heading", ["序号", "", "10001", "审核人", "本岗位要求能吃苦耐劳并且身体健康无不良嗜好的人"]
)
def test_other_headings_are_left_alone(heading):
    assert FIELDS.field_of(heading) is None


def test_no_heading_belongs_to_two_fields():
    words = [word for field in FIELDS.fields for word in field.headings]
    assert len(words) == len(set(words))


def test_a_title_line_and_a_heading_of_two_rows_are_found():
    rows = [
        Row(1, ("招聘会岗位表",) * 5),
        Row(2, ("序号", "单位名称", "岗位名称", "薪资", "薪资")),
        Row(3, ("序号", "单位名称", "岗位名称", "最低", "最高")),
        Row(4, ("1", "某厂", "焊工", "5000", "7000")),
    ]

    head = find_head(rows, FIELDS)

    assert head.last_row == 3
    assert head.headings == ("序号", "单位名称", "岗位名称", "薪资最低", "薪资最高")
    assert guess_columns(head, rows[3:], FIELDS) == {
        1: "employer",
        2: "title",
        3: "pay_min",
        4: "pay_max",
    }


def test_pay_gives_way_to_its_bounds_only_where_these_are_filled():
    head = Head(1, ("岗位", "薪资", "最低薪资", "最高薪资"))
    filled, empty = Row(2, ("保安", "", "4000", "5000")), Row(2, ("保安", "4000-5000", "", ""))

    assert guess_columns(head, [filled], FIELDS) == {0: "title", 2: "pay_min", 3: "pay_max"}
    assert guess_columns(head, [empty], FIELDS)[1] == "pay"


def test_a_sheet_without_headings_is_understood_by_its_contents():
    rows = [
        Row(i, ("运营主管", "广西宏图投资有限公司", "10001", "南宁市", "2022-02-24"))
        for i in range(1, 6)
    ]

    head = find_head(rows, FIELDS)

    assert head.last_row == 0
    assert head.headings[0] == "第 A 列"
    assert guess_columns(head, rows, FIELDS) == {0: "title", 1: "employer", 3: "place"}


# ---- rows


def test_a_good_row_becomes_a_whole_vacancy():
    (parsed,), problems = read(ROW)

    assert problems == []
    assert parsed.unit.name == "怀远县顺达物流有限公司"
    assert (parsed.title, parsed.headcount, parsed.place_code) == ("货车司机", 3, "340321100")
    assert (parsed.pay_min, parsed.pay_max, parsed.pay_period) == (6000, 8000, PayPeriod.MONTH)
    assert (parsed.schooling_min, parsed.age_min, parsed.age_max) == (Schooling.JUNIOR, 18, 50)
    assert (parsed.credentials, parsed.valid_to) == (["drive_b2"], date(2026, 6, 30))
    assert ParsedVacancy.loads(parsed.dumps()) == parsed


def test_what_is_not_stated_stays_unknown():
    (parsed,), problems = read("保安", head="岗位名称")

    assert problems == []
    unknown = (
        parsed.pay_min, parsed.pay_max, parsed.place_code, parsed.schooling_min, parsed.years_min,
        parsed.age_min, parsed.age_max, parsed.has_lodging, parsed.has_insurance, parsed.has_nights,
        parsed.valid_to,
    )  # fmt: skip
    assert unknown == (None,) * len(unknown)
    assert parsed.unit.name == "来源单位未署名（春季招聘会）"
    assert not parsed.unit.is_named


def test_a_row_without_an_employer_gets_the_one_for_the_sheet():
    (parsed,), _ = read("保安", head="岗位名称", employer="怀远县平安保安公司")
    assert parsed.unit.name == "怀远县平安保安公司"


@pytest.mark.parametrize(
    ("cells", "column", "reason", "fix"),
    [
        ({"title": ""}, "岗位名称", "没有写岗位名称。", "写岗位叫什么，如“货车驾驶员”。"),
        ({"employer": "保密"}, "单位名称", "这不像一个单位的名称。", "照营业执照写单位全称。"),
        (
            {"employer": "怀" * 119 + "公司"},
            "单位名称",
            "单位名称超过 120 个字。",
            "照营业执照写单位全称。",
        ),
        ({"headcount": "0"}, "招聘人数", "招聘人数要在 1 到 9999 之间。", "只写数字，1 到 9999。"),
        (
            {"headcount": "10000"},
            "招聘人数",
            "招聘人数要在 1 到 9999 之间。",
            "只写数字，1 到 9999。",
        ),
        ({"pay": "8000-6000"}, "薪资", "最低薪资比最高薪资还高。", FIELDS.by_key["pay"].fix),
        ({"valid_to": "长期"}, "有效期至", "有效期看不懂。", FIELDS.by_key["valid_to"].fix),
        ({"valid_to": "2025.6.30"}, "有效期至", "有效期已经过了。", FIELDS.by_key["valid_to"].fix),
    ],
)
def test_a_bad_row_is_refused_with_place_value_reason_and_correction(cells, column, reason, fix):
    (parsed,), problems = read(changed(**cells))

    assert parsed is None
    assert problems == [
        Problem(Level.REFUSED, "", 2, column, mask(next(iter(cells.values()))), reason, fix)
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"pay": "优厚"}, "薪资看不懂，先按“面议”记。"),
        ({"pay": "30-60万/月"}, "薪资高得不像每月的工资，先按“面议”记，请核对单位。"),
        ({"headcount": "很少"}, "招聘人数看不懂，按 1 人记。"),
        ({"title": "货" * 81}, "岗位名称超过 80 个字，只留了前面的。"),
        ({"place": "怀远县" + "榴" * 118}, "工作地点超过 120 个字，只留了前面的。"),
    ],
)
def test_a_doubtful_cell_is_noted_and_the_row_stays(cells, reason):
    (parsed,), problems = read(changed(**cells))

    assert parsed is not None
    assert [(problem.level, problem.reason) for problem in problems] == [(Level.NOTE, reason)]
    assert len(parsed.title) <= 80
    assert len(parsed.place_detail) <= 120


def test_cells_longer_than_their_columns_are_shortened_with_a_note():
    (parsed,), problems = read(
        f"保安,怀远远大有限公司,{'王' * 41},{'班' * 61}",
        head="岗位名称,单位名称,联系人,班次",
    )

    assert [problem.reason for problem in problems] == [
        "联系人超过 40 个字，只留了前面的。",
        "班次超过 60 个字，只留了前面的。",
    ]
    assert parsed.unit.contact_name == "王" * 39 + "…"
    assert parsed.shift_note == "班" * 59 + "…"


@pytest.mark.parametrize("cells", [{"pay": "面议"}, {"headcount": "若干"}, {"pay": ""}])
def test_what_is_left_open_on_purpose_is_no_problem(cells):
    (parsed,), problems = read(changed(**cells))

    assert parsed is not None
    assert problems == []


def test_a_code_stored_as_a_number_refuses_the_row_and_shows_why():
    plan = Plan(
        "x",
        headings=["岗位", "单位", "代码"],
        columns={0: "title", 1: "employer", 2: "credit_code"},
    )
    reader = Reader(plan, "", TODAY)

    parsed = reader.read(Row(5, ("保安", "怀远远大有限公司", "913403210000000000"), frozenset({2})))

    assert parsed is None
    assert reader.problems[0].reason == "这一格是数字格式，长号码的后几位已经变成 0，无法还原。"
    assert reader.problems[0].fix == "把整列改成“文本”格式，再照营业执照填 18 位代码。"
    assert reader.problems[0].value == "913****0000"


def test_a_wrong_code_is_noted_and_not_kept():
    vacancies, problems = read(
        "保安,怀远远大有限公司,123", "焊工,甲乙有限公司,91340321MA2000019H",
        head="岗位名称,单位名称,统一社会信用代码",
    )  # fmt: skip

    assert [parsed.unit.credit_code for parsed in vacancies] == [None, "91340321MA2000019H"]
    assert problems[0].level is Level.NOTE


def test_examples_totals_and_repeated_headings_are_no_vacancies():
    example, good = f"{EXAMPLE}货车司机,某厂,1,,,,,", "保安,怀远远大有限公司,1,,,,,"

    vacancies, problems = read(example, "合计,,12,,,,,", HEAD, good)

    assert [parsed and parsed.title for parsed in vacancies] == [None, None, None, "保安"]
    assert problems == []


def test_two_pay_columns_and_a_period_are_set_together():
    (parsed,), _ = read("搬运,150,200,元/天", head="岗位名称,最低薪资,最高薪资,计薪方式")
    assert (parsed.pay_min, parsed.pay_max, parsed.pay_period) == (150, 200, PayPeriod.DAY)


def test_a_site_line_gives_way_to_what_the_text_demands():
    (parsed,), _ = read(
        "工程师,无工作经验/大专/招2人/04-16发布,岗位要求：1、本科以上学历；2、3年以上工作经验。",
        head="岗位名称,要求/发布,职位描述",
    )

    assert (parsed.headcount, parsed.schooling_min, parsed.years_min) == (2, Schooling.COLLEGE, 3)


def test_facts_go_to_a_named_employer_or_into_the_vacancy():
    head = "岗位名称,单位名称,单位性质|规模|行业"
    (named,), _ = read("保安,怀远安居物业有限公司,国企|500-1000人|物业管理", head=head)
    (unnamed,), _ = read("保安,国企|500-1000人|物业管理", head="岗位名称,单位性质|规模|行业")

    assert named.unit.staffing is Staffing.OVER_500
    assert named.duties == ""
    assert unnamed.duties == "单位情况：国企，500-1000人，物业管理"


def test_an_employers_own_sheet_ignores_columns_about_employers():
    (parsed,), problems = read(changed(employer="保密"), employer_id=7)

    assert parsed is not None
    assert problems == []


# ---- screening


def screened(*, vouched: bool = True, may_submit: bool = True, **cells: str) -> ParsedVacancy:
    (parsed,), _ = read(changed(**cells))
    assert parsed is not None
    parsed.duties = parsed.duties or "开车送货。"
    screen(parsed, Terms(is_bureau=vouched, may_submit=may_submit))
    return parsed


def test_a_vacancy_of_the_bureau_is_published():
    assert screened().status is VacancyStatus.PUBLISHED


def test_unlawful_words_send_a_vacancy_back_and_are_named():
    parsed = screened(requirements="限男性")

    assert parsed.status is VacancyStatus.RETURNED
    assert parsed.status_note == "这些话不能写：“限男性”（性别）。请改写后再发布。"


def test_what_looks_like_a_unit_sends_a_vacancy_back():
    parsed = screened(requirements="曾在71522部队服役")

    assert parsed.status is VacancyStatus.RETURNED
    assert "像部队番号" in parsed.status_note


def test_an_employers_whole_vacancy_waits_for_review():
    parsed = screened(vouched=False, requirements="持B2驾照")
    assert parsed.status is VacancyStatus.SUBMITTED


@pytest.mark.parametrize(
    ("cells", "may_submit"),
    [
        ({"requirements": "持B2驾照", "pay": "面议"}, True),
        ({"requirements": "18-50岁"}, True),
        ({"requirements": "持B2驾照"}, False),
    ],
)
def test_an_employers_other_vacancies_are_drafts(cells, may_submit):
    parsed = screened(vouched=False, may_submit=may_submit, **cells)
    assert parsed.status is VacancyStatus.DRAFT


def test_missing_elements_are_named():
    (parsed,), _ = read("保安", head="岗位名称")
    assert missing_elements(parsed) == ["工作内容", "招聘条件", "工作地点", "工资"]


# ---- occupations and the template


def test_the_fast_finder_agrees_with_the_suggestions_of_the_form():
    finder = occupation_finder()
    titles = [
        "货车驾驶员",
        "急招电焊工",
        "保安队长",
        "仓库管理员（夜班）",
        "西式厨师长",
        "不知道什么",
        "",
    ]

    for title in titles:
        suggested = suggest_occupations(title)
        assert finder.find(title) == (suggested[0].code if suggested else ""), title


@pytest.mark.parametrize("for_employer", [False, True])
def test_our_own_template_is_understood_without_a_question(for_employer):
    left_out = UNIT_FIELDS if for_employer else frozenset()
    data = TEMPLATE.build(FIELDS, left_out=left_out)
    sheet = accept(io.BytesIO(data), "模板.xlsx")

    seen = look(sheet, FIELDS)

    assert len(seen.plan.columns) == len(seen.plan.headings)
    assert seen.plan.sheets == ["岗位", "填写说明"]
    assert ("employer" in seen.plan.columns.values()) is not for_employer
    assert Reader(seen.plan, "", TODAY).read(seen.samples[0]) is None


def test_the_template_explains_what_may_not_be_written():
    assert any("番号" in note.text for note in NOTES)
