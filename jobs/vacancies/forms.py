"""Forms of vacancies. A draft may be incomplete, so they check its shape alone."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from core import clock
from core.fields import LabelledSelect, WholeNumberField, YesNoField, trim, written
from core.forms import BaseForm, VersionedForm, by_rule, longest
from jobs.vacancies.facts import VacancyFacts, require_order
from jobs.vacancies.minimum_pay import PaidAsTyped, floor_on
from jobs.vacancies.models import PayPeriod
from lexicon.mentions import find_certificates
from lexicon.tables import load_lexicon
from people.divisions.forms import PlaceField
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PERSONS
from people.veterans.models import Schooling

_BETWEEN = re.compile(r"[、,;；，\n]+")


class MayWait(Optional):  # type: ignore[misc]
    """Accept an empty field in a draft; submission asks for it, so it is not marked 选填."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


def _text(label: str, most: int, description: str = "", *, is_place: bool = False) -> StringField:
    guard = Guarded(OF_PERSONS, has_units=is_place)
    return StringField(
        label,
        description=description,
        filters=[trim],
        validators=[Optional(), longest(most), guard],
    )


def _number(
    label: str, low: int, high: int, description: str = "", empty: Any = Optional
) -> WholeNumberField:
    message = f"请填 {low} 到 {high} 的整数。"
    limits = NumberRange(min=low, max=high, message=message)
    return WholeNumberField(label, description=description, validators=[empty(), limits])


class CredentialsField(StringField):  # type: ignore[misc]
    """Names of certificates in one line; `keys` are what the lexicon calls them."""

    keys: tuple[str, ...] = ()

    def process_data(self, value: Any) -> None:
        """Take the keys a vacancy demands."""
        self.keys = tuple(value or ())
        known = load_lexicon().certificates
        self.data = "、".join(known[key].name for key in self.keys if key in known)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the names. Raises ValueError that quotes a name which is no known certificate."""
        self.data = written(self, valuelist)
        found: list[str] = []
        for name in _BETWEEN.split(self.data or ""):
            if not name.strip():
                continue
            keys = find_certificates(name)
            if not keys:
                message = f"没有认出“{name.strip()}”，请换个写法，或写进招聘条件。"
                raise ValueError(message)
            found.extend(keys)
        self.keys = tuple(dict.fromkeys(found))


class VacancyForm(VersionedForm):
    """The contents of one vacancy; `then` is the button pressed."""

    error_fields: ClassVar[Mapping[str, str]] = {"credentials": "credential_names"}

    title = StringField(
        "岗位名称",
        description="写这份工作叫什么，比如“货车驾驶员”。",
        filters=[trim],
        validators=[DataRequired("请填岗位名称。"), longest(80), Guarded(OF_PERSONS)],
    )
    headcount = _number("招聘人数", 1, 9999, empty=MayWait)
    duties = TextAreaField(
        "工作内容",
        description="每天做什么、上班时间。最多 2000 字。",
        filters=[trim],
        validators=[MayWait(), longest(2000), Guarded(OF_PERSONS)],
    )
    requirements = TextAreaField(
        "招聘条件",
        description="会什么、有什么经验。不写性别、户口、婚育。最多 2000 字。",
        filters=[trim],
        validators=[MayWait(), longest(2000), Guarded(OF_PERSONS)],
    )
    place_code = PlaceField(
        "工作地点", description="乡镇、街道，或外地城市。", validators=[MayWait()]
    )
    place_detail = _text("详细地址", 120, is_place=True)
    pay_min = _number("工资从", 1, 200_000, "税前，整数元。", MayWait)
    pay_max = _number("工资到", 1, 200_000, empty=MayWait)
    pay_period = LabelledSelect(
        "工资按", members=PayPeriod, validators=[InputRequired("请选工资按什么算。")]
    )
    valid_to = DateField(
        "招到哪一天",
        description="最长一年；到这一天岗位自动停止招聘。",
        validators=[InputRequired("请填招到哪一天。")],
    )
    schooling_min = LabelledSelect("最低学历", members=Schooling, validators=[Optional()])
    years_min = _number("最少工作年限", 0, 40, "不要求经验就留空。")
    credential_names = CredentialsField(
        "必须有的证书",
        description="写证书名称，几个用顿号隔开，比如“A2驾驶证、低压电工证”。",
        validators=[Optional(), longest(300)],
    )
    age_min = _number("最小年龄", 16, 80)
    age_max = _number("最大年龄", 16, 80)
    age_reason = _text("限定年龄的理由", 120, "限定年龄要有工作本身的理由。")
    has_lodging = YesNoField("包吃住", yes="包", no="不包")
    has_insurance = YesNoField("交五险", yes="交", no="不交")
    has_nights = YesNoField("上夜班", yes="要上", no="不上")
    shift_note = _text("班次说明", 60, "比如“早八晚五，做六休一”。")
    veterans_first = BooleanField("退役军人优先", description="同等条件下先录用退役军人。")
    source = _text("信息来源", 80, "替别的单位转发的岗位，必须写明从哪里来。")

    then = HiddenField()

    @property
    def is_only_kept(self) -> bool:
        """Whether the writer asked for a draft rather than for the check before submission."""
        return bool(self.then.data == "keep")

    def validate_pay_min(self, _field: Field) -> None:
        """Refuse pay below the minimum wage."""
        if self.pay_period.member is None or self.pay_min.data is None:
            return
        paid = PaidAsTyped(
            self.pay_min.data,
            self.pay_period.member,
            self.shift_note.data or "",
            self.duties.data or "",
        )
        if fault := floor_on(clock.today()).judge(paid).fault:
            raise ValidationError(fault)

    def validate_pay_max(self, field: Field) -> None:
        """Refuse an upper limit below the lower one."""
        low = self.pay_min.data
        by_rule(lambda high: require_order(low, high, "工资", field="pay_max"))(self, field)

    def validate_age_max(self, field: Field) -> None:
        """Refuse an upper limit below the lower one."""
        low = self.age_min.data
        by_rule(lambda high: require_order(low, high, "年龄", field="age_max"))(self, field)

    def facts(self) -> VacancyFacts:
        """Return what was filled in."""
        return VacancyFacts(
            title=self.title.data,
            valid_to=self.valid_to.data,
            headcount=self.headcount.data or 1,
            duties=self.duties.data or "",
            requirements=self.requirements.data or "",
            place_code=self.place_code.data,
            place_detail=self.place_detail.data or "",
            pay_min=self.pay_min.data,
            pay_max=self.pay_max.data,
            pay_period=self.pay_period.member,
            schooling_min=self.schooling_min.member,
            age_min=self.age_min.data,
            age_max=self.age_max.data,
            age_reason=self.age_reason.data or "",
            years_min=self.years_min.data,
            has_lodging=self.has_lodging.answer,
            has_insurance=self.has_insurance.answer,
            has_nights=self.has_nights.answer,
            shift_note=self.shift_note.data or "",
            veterans_first=self.veterans_first.data,
            source=self.source.data or "",
            credentials=self.credential_names.keys,
        )


class SubmitForm(VersionedForm):
    """The employer's confirmation that a doubtful wording is intended."""

    confirmed = BooleanField("我已看过上面要留意的写法，确实需要这样写。")


class OccupationForm(BaseForm):
    """Which occupation a vacancy belongs to, out of those offered."""

    code = RadioField("职业类别", validators=[Optional()])


class ChangeForm(VersionedForm):
    """One event of the life cycle, with the reason some of them need."""

    reason = TextAreaField(
        "理由",
        description="退回或下架时要写，单位会看到。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PERSONS)],
    )
