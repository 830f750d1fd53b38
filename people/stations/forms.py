"""Forms of stations, their staff and their tasks."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from core import clock
from core.errors import DomainError
from core.fields import (
    CardsField,
    DayField,
    LabelledSelect,
    Unguarded,
    WholeNumberField,
    a_row,
)
from core.forms import BaseForm, VersionedForm, by_rule
from people.accounts.models import Account
from people.divisions.queries import COUNTY, place_choices, township_choices
from people.secrecy.forms import Guarded, name_field, phone_field, text
from people.secrecy.private_numbers import OF_PERSONS
from people.stations.facts import (
    LeaveFacts,
    StaffFacts,
    StationFacts,
    TaskFacts,
    check_due,
    check_duties,
    check_start,
)
from people.stations.models import Employment, StationLevel, StationStaff, TaskKind
from people.stations.queries import colleagues, unlinked_clerks

OFFICE = Guarded(OF_PERSONS, has_units=True)  # a station's own texts


class StationForm(VersionedForm):
    """A station."""

    level = LabelledSelect(
        "哪一级", members=StationLevel, validators=[InputRequired("请选哪一级。")]
    )
    division_code = SelectField("所在地", validators=[InputRequired("请选所在地。")])
    name = text("名称", most=60, required="请填名称。", guard=OFFICE)
    vacancies_planned = WholeNumberField(
        "应配几人", default=1, validators=[NumberRange(0, 99, message="0 到 99 人。")]
    )
    address = text("地址", most=120, guard=OFFICE)
    phone = text("办公电话", most=20, guard=Unguarded("the telephone of an office"))
    is_model = BooleanField("示范站")

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.division_code.choices = [*place_choices([COUNTY]), *township_choices()]

    def facts(self) -> StationFacts:
        """Return what was filled in."""
        return StationFacts(
            level=self.level.member,
            division_code=self.division_code.data,
            name=self.name.data,
            vacancies_planned=self.vacancies_planned.data,
            address=self.address.data or "",
            phone=self.phone.data or "",
            is_model=bool(self.is_model.data),
        )


class StaffMemberForm(BaseForm):
    """A staff member who begins at a station."""

    name = name_field(most=40)
    duty = text("职务", most=30, guard=OFFICE)
    phone = phone_field("手机号", required="", hint="开登录账号时用，可以不填。")
    employment = SelectField("专职还是兼职", choices=Employment.choices())
    other_duties = WholeNumberField(
        "别的工作占百分之几",
        default=0,
        validators=[NumberRange(0, 100, message="0 到 100。")],
    )
    started_on = DayField(
        "从哪天起",
        default=clock.today,
        validators=[InputRequired("请填从哪天起。"), by_rule(check_start)],
    )
    account = SelectField("登录账号", validators=[Optional()])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.account.choices = [("", "没有账号"), *_names(unlinked_clerks())]

    def validate_other_duties(self, field: WholeNumberField) -> None:
        """Refuse other duties of a full-time staff member."""
        employment = Employment.get(self.employment.data)
        if employment is None or field.data is None:
            return
        try:
            check_duties(employment, field.data)
        except DomainError as error:
            raise ValidationError(error.message) from error

    def facts(self) -> StaffFacts:
        """Return what was filled in."""
        return StaffFacts(
            name=self.name.data,
            employment=Employment(self.employment.data),
            other_duties=self.other_duties.data,
            started_on=self.started_on.data,
            account_id=_chosen(self.account),
            duty=self.duty.data or "",
            phone=self.phone.data or "",
        )


class AccountsForm(BaseForm):
    """The staff members who get an account."""

    staff = CardsField("给谁开账号", coerce=a_row, choices=[])

    def offer(self, staff: Sequence[StationStaff]) -> None:
        """Set the staff members to choose from; all are ticked at first."""
        self.staff.choices = [(one.id, f"{one.name}（{one.station.name}）") for one in staff]
        if not self.is_submitted():
            self.staff.data = [one.id for one in staff]


class LeaveForm(BaseForm):
    """A staff member who leaves."""

    day = DayField("哪天离开", default=clock.today, validators=[InputRequired("请填离开日期。")])
    reason = text("去了哪里", most=120)
    successor = SelectField("手上的事交给谁", validators=[Optional()])

    def __init__(self, viewer: Account, **more: Any) -> None:
        super().__init__(**more)
        self.successor.choices = [("", "先交给我"), *_names(colleagues(viewer))]

    def facts(self) -> LeaveFacts:
        """Return what was filled in."""
        return LeaveFacts(self.day.data, self.reason.data or "", _chosen(self.successor))


class TaskForm(BaseForm):
    """A task for all stations of a level."""

    kind = SelectField("类别", choices=TaskKind.choices())
    title = text("任务", most=80, required="请写任务。", guard=OFFICE)
    due_on = DayField("最迟哪天", validators=[InputRequired("请填期限。"), by_rule(check_due)])
    level = SelectField(
        "交给哪一级", choices=StationLevel.choices(), default=StationLevel.TOWNSHIP.value
    )

    def facts(self) -> TaskFacts:
        """Return what was filled in."""
        return TaskFacts(
            kind=TaskKind(self.kind.data),
            title=self.title.data,
            due_on=self.due_on.data,
            level=StationLevel(self.level.data),
        )


class TaskResultForm(BaseForm):
    """The result of a task."""

    result = text("办得怎么样", most=200, required="请写办得怎么样。", guard=OFFICE)


def _names(accounts: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in accounts]


def _chosen(field: SelectField) -> int | None:
    """Return the account id chosen, None where none is."""
    return int(field.data) if field.data else None
