"""Forms of imports: upload a file, choose its sheet, choose what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from core.errors import DomainError
from core.fields import WholeNumberField, trim
from core.forms import BaseForm, by_rule, longest, tidy
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PERSONS
from sheets.fixes import Group
from sheets.nouns import (
    ChoiceQuestion,
    NumberQuestion,
    Opening,
    Question,
    SheetNoun,
    TextQuestion,
)
from sheets.opening import Look, look
from sheets.plan import LONGEST_SOURCE, ColumnChoice, Fix, Plan
from sheets.uploads import Upload, UploadStore, accept

COLUMN = "column_"
LONGEST_FIX = 60


@dataclass(frozen=True)
class NewSheet:
    """An uploaded sheet that could be read; `is_forced`: import it again if it was before."""

    upload: Upload
    look: Look
    is_forced: bool


class UploadForm(BaseForm):
    """One file from the desk. Validating it reads the sheet once, before any transaction."""

    file = FileField(
        "表",
        description="xlsx 或 csv，最大 10 MB。老格式 xls、et 请在 WPS 里另存为 xlsx。",
        validators=[FileRequired("请选一个文件。")],
    )
    forced = BooleanField("再导一次")

    def __init__(self, noun: SheetNoun, opening: Opening) -> None:
        super().__init__()
        self.noun, self.opening = noun, opening
        self.file.label.text = f"{noun.words.thing}表"
        self.forced.description = f"这份表导入过也再导一次，{noun.words.skipping}。"
        self._read: list[tuple[Upload, Look]] = []

    def validate_file(self, field: Field) -> None:
        """Refuse a file that is no sheet or holds no row below its heading."""
        by_rule(self._look)(self, field)

    def _look(self, file: FileStorage) -> None:
        upload = accept(cast(BinaryIO, file.stream), file.filename or "")
        left_out = self.noun.left_out(self.opening.settings)
        self._read = [(upload, look(upload, self.noun.fields, left_out=left_out))]

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
    header_row = WholeNumberField(
        "表头在第几行",
        description="不填就自己找。",
        validators=[Optional(), NumberRange(1, 200, message="请填 1 到 200 的数字。")],
    )

    noun: SheetNoun
    plan: Plan
    upload: Upload | None = None

    def validate_sheet(self, field: Field) -> None:
        """Refuse a sheet the file does not have, and one that cannot be read."""
        if field.data not in dict(field.choices):
            raise ValidationError("请从列表里选工作表。")
        by_rule(self._look)(self, field)

    def _look(self, sheet: str) -> None:
        if self.upload is not None:
            seen = look(
                self.upload,
                self.noun.fields,
                sheet=sheet,
                has_header=self.has_header.data == "1",
                header_row=self._named_row(),
                left_out=self.noun.left_out(self.plan.settings),
            )
            self._read = [seen]

    def _named_row(self) -> int | None:
        return self.header_row.data if self.has_header.data == "1" else None

    def facts(self) -> Look:
        """Return what the sheet chosen looks like."""
        (seen,) = self._read
        return seen


class ColumnsForm(BaseForm):
    """What every column means; columns and the noun's questions are added by `columns_form`."""

    source = StringField(
        "来源",
        filters=[trim],
        validators=[DataRequired("请写来源。"), longest(LONGEST_SOURCE), Guarded(OF_PERSONS)],
    )

    hidden = RadioField(
        "隐藏的行",
        choices=[("skip", "不导入"), ("keep", "一起导入")],
        validators=[InputRequired("请选隐藏的行要不要导入。")],
    )

    noun: SheetNoun
    questions: Sequence[Question] = ()

    def validate(self, extra_validators: Sequence[Any] | None = None) -> bool:
        """Return whether all fields are valid and the columns are clear."""
        is_valid = bool(super().validate(extra_validators))
        try:
            self.noun.fields.check_columns(self._columns().values())
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return is_valid

    def facts(self) -> ColumnChoice:
        """Return how the sheet is to be read."""
        answers = {one.key: _answer(one, self[one.key].data) for one in self.questions}
        is_asked = "hidden" in self._fields
        return ColumnChoice(
            columns=self._columns(),
            source=self.source.data,
            settings=answers,
            skips_hidden=is_asked and self.hidden.data == "skip",
        )

    def _columns(self) -> dict[int, str]:
        """Return column -> field as chosen."""
        chosen = {
            int(name.removeprefix(COLUMN)): field.data
            for name, field in self._fields.items()
            if name.startswith(COLUMN)
        }
        return {index: key for index, key in chosen.items() if key in self.noun.fields.by_key}

    def column(self, index: int) -> Any:
        """Return the select of one column."""
        return self[f"{COLUMN}{index}"]


def _answer(question: Question, value: Any) -> Any:
    return question.read(value or "") if isinstance(question, TextQuestion) else value


def _field(question: Question) -> Any:
    """Return the form's field of a question about the sheet as a whole."""
    if isinstance(question, ChoiceQuestion):
        choices = list(question.choices)
        return SelectField(question.label, description=question.hint, choices=choices)
    if isinstance(question, NumberQuestion):
        message = f"请填 {question.least} 到 {question.most} 的数字。"
        number = NumberRange(question.least, question.most, message=message)
        rules = [InputRequired(question.missing), number]
        return WholeNumberField(question.label, description=question.hint, validators=rules)
    return StringField(
        question.label,
        description=question.hint,
        filters=[tidy],
        validators=[Optional(), longest(question.longest), by_rule(question.read)],
    )


def columns_form(noun: SheetNoun, plan: Plan, source: str, *, is_sent: bool = True) -> ColumnsForm:
    """Return the form of one sheet's columns, filled with what is planned so far.

    Not `is_sent`: the request carries another form of the page.
    """
    left_out, questions = noun.left_out(plan.settings), noun.questions(plan.settings)
    offered = [one for one in noun.fields.fields if one.key not in left_out]
    choices = [("", "不导入"), *((one.key, one.label) for one in offered)]
    added = {one.key: _field(one) for one in questions} | {
        f"{COLUMN}{index}": SelectField(
            f"“{heading}”是什么", choices=choices, default=plan.columns.get(index, "")
        )
        for index, heading in enumerate(plan.headings)
    }
    form_class = type(
        "PlannedColumnsForm", (ColumnsForm,), {**added, "noun": noun, "questions": questions}
    )
    planned = {"source": source, **plan.settings}
    other = {} if is_sent else {"formdata": None}
    form: ColumnsForm = form_class(**other, data=planned)
    form.source.description = noun.words.source_hint
    if plan.hidden_rows:
        form.hidden.description = f"有 {plan.hidden_rows} 行在表里看不见：隐藏了，或被筛选掉了。"
    else:
        del form.hidden
    return form


def sheet_form(noun: SheetNoun, plan: Plan, *, upload: Upload | None = None) -> SheetForm:
    """Return the form that reads the file again; without `upload` it is only shown, not sent."""
    has_header = "1" if plan.last_header_row else "0"
    shown = {"sheet": plan.sheet, "has_header": has_header, "header_row": plan.header_row}
    other = {} if upload else {"formdata": None}
    form = SheetForm(**other, data=shown)
    form.sheet.choices = [(name, name or "（唯一的一张）") for name in plan.sheets]
    form.noun, form.plan, form.upload = noun, plan, upload
    return form


class FixForm(BaseForm):
    """A correction of all rows that have the same words in a column."""

    group = SelectField("哪些格", validate_choice=False)
    column = SelectField("哪一列", validate_choice=False)
    written = StringField(
        "格里的字", filters=[trim], validators=[longest(LONGEST_FIX), Guarded(OF_PERSONS)]
    )
    becomes = StringField(
        "改成",
        description="不填就是删去这些字。",
        filters=[trim],
        validators=[longest(LONGEST_FIX), Guarded(OF_PERSONS)],
    )

    def offer(self, found: Sequence[Group], plan: Plan) -> None:
        """Set the cells many rows have in common, and the columns."""
        self._groups = {str(place): one for place, one in enumerate(found)}
        self.group.choices = [
            ("", "自己写"),
            *((key, one.words) for key, one in self._groups.items()),
        ]
        self.column.choices = [("", "不选"), *((one, one) for one in plan.headings)]

    def validate_written(self, field: Field) -> None:
        """Refuse a correction that names no cells."""
        if self.group.data in self._groups:
            return
        is_column = bool(self.column.data) and self.column.data in dict(self.column.choices)
        if not field.data or not is_column:
            raise ValidationError("请选哪些格；或者选哪一列，再写格里的字。")

    def facts(self) -> Fix:
        """Return the correction."""
        group = self._groups.get(self.group.data or "")
        becomes = self.becomes.data or ""
        if group is not None:
            return Fix(group.heading, group.written, becomes)
        return Fix(self.column.data, self.written.data, becomes, is_whole=False)
