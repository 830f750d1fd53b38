"""Forms of villages, of where people live, and the filters of their lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired

from core.fields import a_row
from core.forms import BaseForm, VersionedForm, by_rule, longest, tidy
from core.list_filters import searched_words
from people.accounts.models import Account
from people.divisions.queries import township_choices
from people.villages.models import Village
from people.villages.queries import Part, Search, Sorting
from people.villages.rules import LONGEST_NAME, check_code

CHOOSE = ("", "请选择")


def _name() -> StringField:
    return StringField(
        "名称", filters=[tidy], validators=[DataRequired("请填名称。"), longest(LONGEST_NAME)]
    )


class VillageForm(BaseForm):
    """A new village."""

    code = StringField(
        "代码",
        filters=[tidy],
        description="统计用区划代码，12 位，前 9 位是乡镇。",
        validators=[DataRequired("请填代码。"), by_rule(check_code)],
    )
    name = _name()


class RenameForm(VersionedForm):
    """Another name for a village."""

    name = _name()


class ResidenceForm(VersionedForm):
    """The village a veteran lives in; `version` is that of the residence the page showed."""

    village_code = SelectField("选村、社区", validators=[InputRequired("请选村、社区。")])

    def offer(self, villages: Sequence[Village]) -> None:
        """Offer the villages of the veteran's township."""
        self.village_code.choices = _choices(villages)


class TogetherForm(BaseForm):
    """One village for several people."""

    people = SelectMultipleField(
        "人", coerce=a_row, validate_choice=False, validators=[DataRequired("请勾选要填的人。")]
    )
    village_code = SelectField("都住在", validators=[InputRequired("请选村、社区。")])

    def offer(self, villages: Sequence[Village]) -> None:
        """Offer the villages of the township whose people are listed."""
        self.village_code.choices = _choices(villages)


def _choices(villages: Sequence[Village]) -> list[tuple[str, str]]:
    return [CHOOSE, *((one.code, one.name) for one in villages)]


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; what makes no sense is left open."""

    township: str
    words: str
    sorting: Sorting
    descending: bool
    part: Part

    @classmethod
    def by(cls, viewer: Account) -> "Asked":
        """Read the address of this request; a clerk's township is never a choice."""
        known: dict[str, Any] = {} if viewer.division_code else dict(township_choices())
        township = request.args.get("township", "")
        return cls(
            township=township if township in known else viewer.division_code or "",
            words=searched_words(),
            sorting=Sorting.get(request.args.get("sort")) or Sorting.TOWNSHIP,
            descending=request.args.get("dir") == "desc",
            part=Part.get(request.args.get("part")) or Part.ALL,
        )

    def search(self) -> Search:
        """Return how the list of villages is narrowed and sorted."""
        return Search(self.township, self.words, self.sorting, self.descending)
