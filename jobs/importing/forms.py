"""Forms of imports: choosing a file, saying what its columns mean, and the deeds of one press."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.forms import BaseForm, tidy
from jobs.importing.fields import FIELDS, UNIT_FIELDS
from jobs.importing.plan import LONGEST_DAYS, Plan

COLUMN = "column_"


class UploadForm(BaseForm):
    """One file from the desk."""

    file = FileField(
        "岗位表",
        description="xlsx 或 csv，最大 10 MB。老格式 xls、et 请在 WPS 里另存为 xlsx。",
        validators=[FileRequired("请选一个文件。")],
    )
    forced = BooleanField(
        "再导一次", description="这份表导入过也再导一次，还在招的相同岗位会跳过。"
    )


class SheetForm(BaseForm):
    """Which sheet of the workbook, and whether it has headings."""

    sheet = SelectField("工作表")
    has_header = SelectField("表头", choices=[("1", "有表头"), ("0", "没有表头")])


class ColumnsForm(BaseForm):
    """What every column means; the column fields are added by `columns_form`."""

    source = StringField(
        "来源",
        description="岗位页面上会写明，如“怀远县2026年春季招聘会”。",
        filters=[tidy],
        validators=[InputRequired("请写来源。"), Length(max=80, message="最多 80 字。")],
    )
    employer = StringField(
        "没写单位的岗位算哪家单位的",
        description="表里没有单位一列时填。空着就记为“来源单位未署名”。",
        filters=[tidy],
        validators=[Optional(), Length(max=120, message="最多 120 字。")],
    )
    valid_days = IntegerField(
        "招聘几天",
        description="没写有效期的岗位，从导入那天起算。",
        validators=[
            InputRequired("请填天数。"),
            NumberRange(1, LONGEST_DAYS, message=f"请填 1 到 {LONGEST_DAYS} 的数字。"),
        ],
    )

    def columns(self) -> dict[int, str]:
        """Return column -> field as chosen."""
        chosen = {
            int(name.removeprefix(COLUMN)): field.data
            for name, field in self._fields.items()
            if name.startswith(COLUMN)
        }
        return {index: key for index, key in chosen.items() if key}

    def column(self, index: int) -> Any:
        """Return the select of one column."""
        return self[f"{COLUMN}{index}"]


def columns_form(plan: Plan, source: str) -> ColumnsForm:
    """Return the form of one sheet, filled with what is planned so far."""
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
    form: ColumnsForm = form_class(data=planned)
    return form


def sheet_form(plan: Plan) -> SheetForm:
    """Return the form that looks at the file again, another sheet or without headings."""
    form = SheetForm(data={"sheet": plan.sheet, "has_header": "1" if plan.last_header_row else "0"})
    form.sheet.choices = [(name, name or "（唯一的一张）") for name in plan.sheets]
    return form
