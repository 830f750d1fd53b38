"""Forms of imports: upload a file, choose its sheet, choose what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from core.errors import DomainError
from core.forms import BaseForm, by_rule, longest, tidy
from jobs.importing.fields import BY_KEY, FIELDS, UNIT_FIELDS, check_columns
from jobs.importing.opening import Look, look
from jobs.importing.parse.employers import clean_name
from jobs.importing.plan import (
    LONGEST_DAYS,
    LONGEST_EMPLOYER,
    LONGEST_SOURCE,
    ColumnChoice,
    Plan,
)
from sheets.uploads import Upload, UploadStore, accept

COLUMN = "column_"


@dataclass(frozen=True)
class NewSheet:
    """An uploaded sheet that could be read; `is_forced`: import it again if it was before."""

    upload: Upload
    look: Look
    is_forced: bool


class UploadForm(BaseForm):
    """One file from the desk. Validating it reads the sheet once, before any transaction."""

    file = FileField(
        "岗位表",
        description="xlsx 或 csv，最大 10 MB。老格式 xls、et 请在 WPS 里另存为 xlsx。",
        validators=[FileRequired("请选一个文件。")],
    )
    forced = BooleanField(
        "再导一次", description="这份表导入过也再导一次，还在招的相同岗位会跳过。"
    )

    def __init__(self, *, is_own: bool = False) -> None:
        super().__init__()
        self._is_own = is_own
        self._read: list[tuple[Upload, Look]] = []

    def validate_file(self, field: Field) -> None:
        """Refuse a file that is no sheet or holds no row below its heading."""
        by_rule(self._look)(self, field)

    def _look(self, file: FileStorage) -> None:
        upload = accept(cast(BinaryIO, file.stream), file.filename or "")
        self._read = [(upload, look(upload, is_own=self._is_own))]

    def facts(self) -> NewSheet:
        """Return the sheet that was read."""
        ((upload, seen),) = self._read
        return NewSheet(upload, seen, bool(self.forced.data))

    def discard_from(self, store: UploadStore) -> None:
        """Remove the file from a store, where it was kept there."""
        for _, seen in self._read:
            if seen.plan.stored:
                store.discard(seen.plan.stored)


class SheetForm(BaseForm):
    """Which sheet of the workbook, and whether it has headings. Validating it reads the sheet."""

    sheet = SelectField("工作表", validate_choice=False)
    has_header = SelectField("表头", choices=[("1", "有表头"), ("0", "没有表头")])

    upload: Upload | None = None
    is_own = False

    def validate_sheet(self, field: Field) -> None:
        """Refuse a sheet the file does not have, and one that cannot be read."""
        if field.data not in dict(field.choices):
            raise ValidationError("请从列表里选工作表。")
        by_rule(self._look)(self, field)

    def _look(self, sheet: str) -> None:
        if self.upload is not None:
            has_header = self.has_header.data == "1"
            self._read = [look(self.upload, sheet=sheet, has_header=has_header, is_own=self.is_own)]

    def facts(self) -> Look:
        """Return what the sheet chosen looks like."""
        (seen,) = self._read
        return seen


class ColumnsForm(BaseForm):
    """What every column means; the column fields are added by `columns_form`."""

    source = StringField(
        "来源",
        description="岗位页面上会写明，如“怀远县2026年春季招聘会”。",
        filters=[tidy],
        validators=[DataRequired("请写来源。"), longest(LONGEST_SOURCE)],
    )
    employer = StringField(
        "没写单位的岗位算哪家单位的",
        description="表里没有单位一列时填。空着就记为“来源单位未署名”。",
        filters=[tidy],
        validators=[Optional(), longest(LONGEST_EMPLOYER)],
    )
    valid_days = IntegerField(
        "招聘几天",
        description="没写有效期的岗位，从导入那天起算。",
        validators=[
            InputRequired("请填天数。"),
            NumberRange(1, LONGEST_DAYS, message=f"请填 1 到 {LONGEST_DAYS} 的数字。"),
        ],
    )

    def validate_employer(self, field: Field) -> None:
        """Refuse what is no name of an employer."""
        if field.data and clean_name(field.data) is None:
            raise ValidationError("这不像一个单位的名称。")

    def validate(self, extra_validators: Sequence[Any] | None = None) -> bool:
        """Return whether all fields are valid and the columns are clear."""
        is_valid = bool(super().validate(extra_validators))
        try:
            check_columns(self._columns().values())
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return is_valid

    def facts(self) -> ColumnChoice:
        """Return how the sheet is to be read."""
        return ColumnChoice(
            columns=self._columns(),
            source=self.source.data,
            employer=clean_name(self.employer.data or "") or "",
            valid_days=self.valid_days.data,
        )

    def _columns(self) -> dict[int, str]:
        """Return column -> field as chosen."""
        chosen = {
            int(name.removeprefix(COLUMN)): field.data
            for name, field in self._fields.items()
            if name.startswith(COLUMN)
        }
        return {index: key for index, key in chosen.items() if key in BY_KEY}

    def column(self, index: int) -> Any:
        """Return the select of one column."""
        return self[f"{COLUMN}{index}"]


def columns_form(plan: Plan, source: str, *, is_sent: bool = True) -> ColumnsForm:
    """Return the form of one sheet's columns, filled with what is planned so far.

    Not `is_sent`: the request carries another form of the page.
    """
    is_own = plan.employer_id is not None
    choices = [("", "不导入")] + [
        (field.key, field.label) for field in FIELDS if not (is_own and field.key in UNIT_FIELDS)
    ]
    selects = {
        f"{COLUMN}{index}": SelectField(
            f"“{heading}”是什么", choices=choices, default=plan.columns.get(index, "")
        )
        for index, heading in enumerate(plan.headings)
    }
    form_class = type("PlannedColumnsForm", (ColumnsForm,), selects)
    planned = {"source": source, "employer": plan.employer, "valid_days": plan.valid_days}
    other = {} if is_sent else {"formdata": None}
    form: ColumnsForm = form_class(**other, data=planned)
    return form


def sheet_form(plan: Plan, *, upload: Upload | None = None) -> SheetForm:
    """Return the form that reads the file again; without `upload` it is only shown, not sent."""
    shown = {"sheet": plan.sheet, "has_header": "1" if plan.last_header_row else "0"}
    other = {} if upload else {"formdata": None}
    form = SheetForm(**other, data=shown)
    form.sheet.choices = [(name, name or "（唯一的一张）") for name in plan.sheets]
    form.upload, form.is_own = upload, plan.employer_id is not None
    return form
