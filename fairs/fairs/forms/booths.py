"""Forms of employers: book a booth, choose vacancies, record a meeting."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from core.codes import LONGEST_SCAN, code_in
from core.fields import CardsField, LabelledSelect, a_row
from core.forms import BaseForm, longest, tidy
from fairs.fairs.facts import MeetingFacts
from fairs.fairs.models import FairBooth, Outcome
from jobs.applications.models import RejectReason
from jobs.vacancies.models import Vacancy


class BookBoothForm(BaseForm):
    """The booth an employer wants. The operation refuses one that is taken."""

    booth = SelectField(
        "空着的展位",
        coerce=a_row,
        choices=[],
        validate_choice=False,
        validators=[InputRequired("请选展位。")],
    )

    def offer(self, booths: Sequence[FairBooth]) -> None:
        """Set the booths to choose from."""
        self.booth.choices = [(booth.id, booth.number) for booth in booths]


class ChooseVacanciesForm(BaseForm):
    """The vacancies an employer brings to a fair. One that was closed meanwhile is left out."""

    vacancy = CardsField("选岗位", coerce=a_row, choices=[], validate_choice=False)

    def offer(self, vacancies: Sequence[Vacancy]) -> None:
        """Set the vacancies to choose from."""
        self.vacancy.choices = [(vacancy.id, vacancy.title) for vacancy in vacancies]


class MeetingForm(BaseForm):
    """The outcome of a meeting at a booth."""

    code = StringField(
        "编号",
        filters=[tidy, code_in],
        validators=[DataRequired("请扫码或填编号。"), longest(40)],
        render_kw={"maxlength": LONGEST_SCAN},  # a scanner types the whole address
    )
    outcome = LabelledSelect("结果", members=Outcome, validators=[InputRequired("请选结果。")])
    vacancy = SelectField("哪个岗位", validators=[Optional()])
    reason = LabelledSelect("不合适的原因", members=RejectReason)
    is_signed = BooleanField("现场签约")

    def offer(self, vacancies: Sequence[Vacancy]) -> None:
        """Set the booth's vacancies to choose from."""
        chosen = [(str(vacancy.id), vacancy.title) for vacancy in vacancies]
        self.vacancy.choices = [("", "没有定"), *chosen]

    def facts(self) -> MeetingFacts:
        """Return what was filled in."""
        return MeetingFacts(
            outcome=self.outcome.member,
            vacancy_id=int(self.vacancy.data) if self.vacancy.data else None,
            reason=self.reason.member,
            is_signed=self.is_signed.data,
        )
