"""What an import keeps: its plan, its counts, values masked in its report."""

import io
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from core.config import ROOT
from sheets import list_sheets, read_rows
from sheets.models import ImportBatch
from sheets.plan import Counts, Plan
from sheets.report import mask
from sheets.uploads import accept
from tests.sheets.book_reader import FIELDS
from tests.sheets.books import BOOKS

# A plan as it was kept while only vacancies could be imported.
OLD = {
    "stored": "a" * 32,
    "sheet": "",
    "sheets": [""],
    "last_header_row": 1,
    "headings": ["岗位", "食宿"],
    "columns": {"0": "title", "1": "board"},
    "employer": "某厂",
    "employer_id": None,
    "valid_days": 45,
    "forced": False,
    "counts": {
        "read": 9,
        "publish": 5,
        "submitted": 0,
        "draft": 0,
        "returned": 1,
        "refused": 2,
        "repeated": 1,
        "known": 0,
        "notes": 4,
        "reasons": {"没有写岗位名称。": 2},
    },
    "failure": "",
    "kept": [],
}


def migration():
    """Return the migration that parted the plans; its number may change."""
    (path,) = (ROOT / "migrations" / "versions").glob("*_import_batch_noun.py")
    spec = spec_from_file_location("import_batch_noun", path)
    assert spec is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_plan_is_equal_after_storing():
    plan = Plan(
        "a" * 32,
        columns={3: "title"},
        settings={"shelf": 3},
        counts=Counts(read=3, staged={"new": 2}, refused=1),
    )

    assert Plan.loads(plan.dumps()) == plan


def test_a_plan_assigned_to_an_import_is_read_back():
    batch = ImportBatch(noun="books", file_name="书单.csv", file_hash="0" * 64)
    plan = Plan("a" * 32, columns={0: "title"}, counts=Counts(read=3, staged={"new": 2}))

    batch.plan = plan

    assert batch.plan == plan


def test_a_plan_changed_and_not_assigned_back_is_not_kept():
    batch = ImportBatch(noun="books", file_name="书单.csv", file_hash="0" * 64)
    batch.plan = Plan("a" * 32)

    batch.plan.failure = "硬盘满了。"

    assert batch.plan.failure == ""


def test_rows_that_were_neither_loaded_nor_refused_nor_repeated_are_ignored():
    counts = Counts(read=10, staged={"new": 4, "changed": 1}, refused=2, repeated=1, known=1)

    assert (counts.loadable, counts.ignored) == (5, 1)


def test_an_old_plan_is_parted_once_and_becomes_the_old_one_again():
    change = migration()

    parted = Plan(**change._parted(OLD))
    back = change._flat(change._parted(OLD))

    assert parted.settings == {"employer": "某厂", "employer_id": None, "valid_days": 45}
    assert parted.columns == {"0": "title", "1": "lodging"}
    assert parted.counts == {
        "read": 9,
        "staged": {"publish": 5, "returned": 1},
        "refused": 2,
        "repeated": 1,
        "known": 0,
        "notes": 4,
        "reasons": {"没有写岗位名称。": 2},
    }
    assert back == OLD | {"columns": {"0": "title", "1": "lodging"}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("340321199001010013", "340****0013"),
        ("电话13912345678转", "电话139****5678转"),
        ("3000-5000", "3000-5000"),
        ("长" * 70, "长" * 59 + "…"),
        ("两\n行", "两 行"),
    ],
)
def test_values_are_shown_with_personal_numbers_masked(text, shown):
    assert mask(text) == shown


def test_a_template_has_the_samples_of_the_fields_and_their_corrections():
    book = accept(io.BytesIO(BOOKS.template.build(FIELDS)), BOOKS.template.file_name)

    heading, example = read_rows(book)
    notes = [row.cells for row in read_rows(book, list_sheets(book)[1].name)]
    assert heading.cells == ("书名（必填）",)
    assert example.cells == ("红楼梦",)
    assert any("照封面写。" in cells for cells in notes)
