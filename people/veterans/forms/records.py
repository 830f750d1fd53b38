"""Spells of service, certificates and civilian work: one record a page."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from core.errors import Refusals
from core.fields import DayField
from core.forms import BaseForm
from lexicon.mentions import certificates_named
from lexicon.nearest import nearest_certificates
from lexicon.tables import load_lexicon
from people.secrecy.forms import long_text, text
from people.veterans import rules
from people.veterans.facts import CredentialFacts, ServiceFacts, WorkFacts
from people.veterans.forms.whole import WholeForm
from people.veterans.models import Branch
from people.veterans.ranks import all_ranks

AS_TYPED = ""  # the choice that keeps the name of a certificate the lexicon does not know


class ServiceForm(WholeForm):
    """One spell of service. It never asks for a unit."""

    branch = SelectField(
        "军种兵种", choices=Branch.choices(), validators=[InputRequired("请选军种兵种。")]
    )
    specialty = text(
        "岗位专业",
        most=40,
        required="请填岗位专业。",
        hint="比如：汽车驾驶、炊事、通信、装甲维修。不要写部队番号。",
    )
    duty = text("职务", most=40, hint="比如：班长、驾驶员。")
    rank = SelectField(
        "退役（或离开该岗位）时的军衔",
        choices=[("", "不填"), *((rank, rank) for rank in all_ranks())],
        validators=[Optional()],
    )
    started_on = DayField("从哪天开始", validators=[InputRequired("请填开始日期。")])
    ended_on = DayField("到哪天结束", validators=[InputRequired("请填结束日期。")])

    def check(self) -> None:
        """Refuse wrong dates, and a rank that did not exist at the end of the spell."""
        rules.check_service(self.started_on.data, self.ended_on.data, self.rank.data or "")

    def facts(self) -> ServiceFacts:
        """Return the spell described."""
        return ServiceFacts(
            branch=Branch(self.branch.data),
            specialty=self.specialty.data,
            duty=self.duty.data,
            rank=self.rank.data or "",
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
        )


class CredentialForm(WholeForm):
    """A certificate or driving licence. `key` is asked where the name is not known."""

    name = text(
        "证书名称",
        most=60,
        required="请填证书名称。",
        hint="一次填一个，比如：A2 驾照、低压电工证、保安员证。",
    )
    key = RadioField("您说的是哪一个证？", choices=[], validate_choice=False)
    issued_on = DayField("发证日期", validators=[Optional()])
    expires_on = DayField("有效期到", description="长期有效就不填。", validators=[Optional()])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.key.choices = _meanings(self.name.data or "")

    def check(self) -> None:
        """Refuse wrong dates, several certificates in one name, and an unknown name not chosen."""
        refusals = Refusals()
        with refusals.collecting():
            rules.check_credential(self.name.data, self.issued_on.data, self.expires_on.data)
        with refusals.collecting():
            rules.check_recognised(self.name.data, self.key.data, self._keys())
        refusals.raise_if_any()

    def facts(self) -> CredentialFacts:
        """Return the certificate described."""
        key = self.key.data if self.key.data in self._keys() else ""
        return CredentialFacts(self.name.data, self.issued_on.data, self.expires_on.data, key)

    def _keys(self) -> list[str]:
        return [key for key, _label in self.key.choices]


def _meanings(name: str) -> list[tuple[str, str]]:
    """Return what an unknown name may mean, and last that it is none of these."""
    if not name or certificates_named(name):
        return []
    known = load_lexicon().certificates
    near = [(key, known[key].name) for key in nearest_certificates(name)]
    return [*near, (AS_TYPED, "都不是，就按我写的（标明未核对）")]


class WorkForm(WholeForm):
    """Civilian work since leaving the forces."""

    title = text("做什么工作", most=60, required="请填做什么工作。")
    employer_name = text("在哪家单位", most=80)
    started_on = DayField("从哪天开始", validators=[InputRequired("请填开始日期。")])
    ended_on = DayField("到哪天结束", description="还在做就不填。", validators=[Optional()])
    text = long_text("做过些什么", most=500, hint="比如：跑过哪些线路，修过什么设备，带过几个人。")

    def check(self) -> None:
        """Refuse wrong dates."""
        rules.check_spell(self.started_on.data, self.ended_on.data)

    def facts(self) -> WorkFacts:
        """Return the work described."""
        return WorkFacts(
            title=self.title.data,
            employer_name=self.employer_name.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            text=self.text.data,
        )


class CompleteForm(BaseForm):
    """Whether the certificates listed are all there are."""

    complete = BooleanField("就这些，没有别的证了")


RecordForm = ServiceForm | CredentialForm | WorkForm
