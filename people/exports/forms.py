"""Forms of exports: what a list is for, and whole numbers after the password."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from core.forms import BaseForm
from people.accounts.forms import PasswordAgainForm
from people.veterans.reasons import ExportReason
from sheets.exporting import ListExport


def _reason() -> SelectField:
    return SelectField(
        "导出用途",
        choices=ExportReason.choices(),
        validators=[InputRequired("请选导出用途。")],
    )


class ListForm(BaseForm):
    """An export with masked numbers; a list that shows nobody asks for no reason."""

    reason = _reason()

    def __init__(self, listing: ListExport) -> None:
        super().__init__()
        if not listing.shows_people:
            del self.reason

    @property
    def chosen(self) -> ExportReason | None:
        """Return the reason chosen, None where none was asked for."""
        return ExportReason(self.reason.data) if "reason" in self else None


class WholeForm(PasswordAgainForm):
    """An export with whole numbers: a reason, and each time the password."""

    always_asks = True
    reason = _reason()

    @property
    def chosen(self) -> ExportReason:
        """Return the reason chosen."""
        return ExportReason(self.reason.data)
