"""Headings and columns: found by words, else by contents, for any noun."""

import io

import pytest
import xlsxwriter

from core.errors import DomainError
from sheets import Row
from sheets.columns import CONTAINED, EXACT, Field, FieldSet
from sheets.guessing import LOOKED_AT, Head, find_head, guess_columns, letter
from sheets.listing import read_listing
from sheets.opening import examples, look
from sheets.uploads import accept
from tests.sheets.book_reader import FIELDS

EXACTLY = FieldSet(
    (Field("name", "姓名"), Field("code", "代码", ("区划代码",))),
    required=("name", "code"),
    is_exact=True,
)


def upload(text: str):
    return accept(io.BytesIO(text.encode()), "书单.csv")


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("书名", ("title", EXACT)),
        ("*书 名（必填）", ("title", EXACT)),
        ("ＢＯＯＫ 书籍名称", ("title", CONTAINED)),
        ("数量(必填)", ("copies", EXACT)),
        ("总数量", ("copies", CONTAINED)),
        ("作者", None),
        ("", None),
        ("本表的书籍名称和数量由管理员逐本核对", None),
    ],
)
def test_a_heading_is_found_by_its_words(heading, found):
    assert FIELDS.field_of(heading) == found


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("姓名", ("name", EXACT)),
        ("配偶姓名", None),
        ("姓名（C 列）", ("name", CONTAINED)),  # the second of two equal headings
        ("区划代码", ("code", EXACT)),
    ],
)
def test_an_exact_set_takes_no_heading_that_only_contains_a_word(heading, found):
    assert EXACTLY.field_of(heading) == found


def test_all_faults_of_chosen_columns_are_named_in_one_round():
    with pytest.raises(DomainError) as refused:
        FIELDS.check_columns(["copies", "copies", "start"])

    messages = [one.message for one in (refused.value, *refused.value.others)]
    assert messages == ["“册数”选了两列，只能选一列。", "还没有选哪一列是“书名”。"]


def test_title_rows_above_the_headings_are_passed_over():
    rows = [Row(i, ("某馆书单", "", "")) for i in range(1, LOOKED_AT)]
    rows.append(Row(LOOKED_AT, ("书名", "册数", "备注")))

    assert find_head(rows, FIELDS) == Head(LOOKED_AT, ("书名", "册数", "备注"))


def test_headings_further_down_are_not_looked_for():
    rows = [Row(i, ("某馆书单", "")) for i in range(1, LOOKED_AT + 1)]
    rows.append(Row(LOOKED_AT + 1, ("书名", "册数")))

    assert find_head(rows, FIELDS).last_row == 0


def test_a_heading_of_two_rows_is_joined():
    rows = [Row(1, ("书名", "册数", "借期", "借期")), Row(2, ("书名", "册数", "春", "秋"))]

    assert find_head(rows, FIELDS) == Head(2, ("书名", "册数", "借期春", "借期秋"))


def test_equal_headings_are_shown_apart_by_their_letter():
    head = find_head([Row(1, ("书名", "册数", "备注", "备注"))], FIELDS)

    assert head.headings == ("书名", "册数", "备注（C 列）", "备注（D 列）")


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_columns_have_the_letters_of_excel(index, name):
    assert letter(index) == name


def test_without_headings_columns_are_guessed_by_contents():
    rows = [Row(i, ("红楼梦", "3"), frozenset()) for i in range(1, 4)]

    head = find_head(rows, FIELDS)

    assert head == Head(0, ("第 A 列", "第 B 列"))
    assert guess_columns(head, rows, FIELDS) == {0: "title", 1: "copies"}


def test_a_span_gives_way_to_its_two_bounds():
    head = Head(1, ("书名", "起止", "起", "止"))

    assert guess_columns(head, [], FIELDS) == {0: "title", 2: "start", 3: "end"}
    assert guess_columns(Head(1, ("书名", "起止")), [], FIELDS) == {0: "title", 1: "span"}


def test_a_field_left_out_gets_no_column():
    seen = look(upload("书名,册数\n红楼梦,3\n"), FIELDS, left_out={"copies"})

    assert seen.plan.columns == {0: "title"}


def test_a_sheet_of_headings_only_is_refused():
    with pytest.raises(DomainError, match="这份表里没有内容"):
        look(upload("书名,册数\n"), FIELDS)


@pytest.mark.parametrize("text", ["\ufeff", ",,\n"])
def test_a_sheet_without_rows_is_refused(text):
    with pytest.raises(DomainError, match="没有内容"):
        look(upload(text), FIELDS)


def test_samples_show_different_values():
    seen = look(upload("书名,册数\n红楼梦,1\n红楼梦,2\n水浒传,1\n"), FIELDS)

    assert seen.rows == 3
    assert examples(seen.samples, 0) == ["红楼梦", "水浒传"]


# ---- lists read in one pass


def test_a_listing_gives_the_rows_below_its_headings_and_names_what_it_does_not_use():
    listing = read_listing(upload("某县名单,,\n区划代码,备注,姓名\n01,好,甲\n02,,乙\n"), EXACTLY)

    read = [(row.number, listing.text(row, "name"), listing.text(row, "code"))
            for row in listing.rows]  # fmt: skip
    assert read == [(3, "甲", "01"), (4, "乙", "02")]
    assert listing.unused == ("备注",)


def test_a_listing_longer_than_the_first_look_is_whole():
    lines = "".join(f"人{i},{i}\n" for i in range(3 * LOOKED_AT))

    assert len(list(read_listing(upload(f"姓名,代码\n{lines}"), EXACTLY).rows)) == 3 * LOOKED_AT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲,01\n乙,02\n", "没有找到列名。第一行要写：姓名、代码。"),
        ("姓名\n甲\n", "表里缺这几列：代码。"),
    ],
)
def test_a_listing_without_its_columns_is_refused(text, message):
    with pytest.raises(DomainError, match=message):
        read_listing(upload(text), EXACTLY)


def workbook(**sheets: list[list[str]]) -> bytes:
    """Return a workbook with these sheets in their order."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    book.close()
    return file.getvalue()


BOOK_ROWS = [["书名", "册数"], ["红楼梦", "3"]]


@pytest.mark.parametrize(
    "explanation", [[["填写说明"]], [["书名怎么填"], ["照封面写。"]], [["说明"], ["一行一本"]]]
)
def test_an_explanation_before_the_data_is_passed_over(explanation):
    """The control: the sheet that is named is read, whatever it holds."""
    upload = accept(io.BytesIO(workbook(说明=explanation, 书单=BOOK_ROWS)), "书单.xlsx")

    assert look(upload, FIELDS).plan.sheet == "书单"
    assert look(upload, FIELDS, sheet="书单").plan.columns == {0: "title", 1: "copies"}
    if len(explanation) > 1:
        assert look(upload, FIELDS, sheet="说明").plan.sheet == "说明"


def test_of_sheets_that_are_alike_the_first_is_read():
    upload = accept(io.BytesIO(workbook(一=BOOK_ROWS, 二=BOOK_ROWS)), "书单.xlsx")

    assert look(upload, FIELDS).plan.sheet == "一"


def test_a_row_of_headings_that_is_named_is_the_only_one():
    rows = [Row(1, ("书名", "册数")), Row(2, ("甲", "乙")), Row(3, ("红楼梦", "3"))]

    assert find_head(rows, FIELDS).last_row == 1
    assert find_head(rows, FIELDS, header_row=2) == Head(2, ("甲", "乙"))
    with pytest.raises(DomainError, match="第 9 行没有内容"):
        find_head(rows, FIELDS, header_row=9)
