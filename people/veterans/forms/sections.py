"""The sections of a profile: one group of questions each."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from core.fields import CardsField, DayField, WholeNumberField, yes_no
from core.forms import VersionedForm
from people.divisions.queries import place_choices, township_choices
from people.secrecy.forms import id_number_field, long_text, text
from people.veterans import rules
from people.veterans.facts import IdentityFacts, PlaceFacts, ResettlementFacts, TermsFacts
from people.veterans.forms.whole import WholeForm
from people.veterans.models import EmploymentStatus, ResettlementMode, Schooling, SoldierClass

# Where people of this county go to work: at home, near by, and the usual cities of the Delta.
USUAL_PLACES = ("340321", "3403", "3401", "3404", "31", "3201", "3205", "3202", "3301", "3302")
OWN_STATUSES = (
    EmploymentStatus.SEEKING,
    EmploymentStatus.EMPLOYED,
    EmploymentStatus.FLEXIBLE,
    EmploymentStatus.SELF_EMPLOYED,
    EmploymentStatus.WAITING_ASSIGNMENT,
    EmploymentStatus.STUDY,
    EmploymentStatus.NO_INTENT,
    EmploymentStatus.RETIRED,
)


class BasicForm(WholeForm):
    """Identity number and birth date. An empty number keeps the stored one."""

    masked_fields = frozenset({"identity"})

    identity = id_number_field("填了就不用再填性别和出生日期，也方便服务站核实。不想填可以先不填。")
    drop_identity = BooleanField("删掉已经填过的身份证号")
    born_on = DayField("出生日期", description="填了身份证号就不用填。", validators=[Optional()])

    def check(self) -> None:
        """Refuse a birth date no veteran can have."""
        rules.check_birth(self.born_on.data, field="born_on")

    def facts(self) -> IdentityFacts:
        """Return the number and date typed."""
        return IdentityFacts(
            id_number=self.identity.data or "",
            born_on=self.born_on.data,
            drop=self.drop_identity.data,
        )


class TownshipForm(VersionedForm):
    """The township of registration."""

    township_code = RadioField(
        "户籍在哪个乡镇？",
        choices=township_choices(),
        validators=[InputRequired("请选户籍所在乡镇。")],
    )


class ResettlementForm(WholeForm):
    """How a veteran left the forces."""

    soldier_class = RadioField(
        "退役时的身份",
        choices=SoldierClass.choices(),
        validators=[InputRequired("请选退役时的身份。")],
    )
    resettlement_mode = SelectField(
        "安置方式",
        choices=[("", "不清楚"), *ResettlementMode.choices()],
        filters=[lambda value: value or None],
        validators=[Optional()],
    )
    retired_on = DayField("退役日期", description="退役证上的日期。", validators=[Optional()])

    def check(self) -> None:
        """Refuse a mode the law does not provide for that class and day."""
        soldier_class = SoldierClass.get(self.soldier_class.data)
        mode = ResettlementMode.get(self.resettlement_mode.data)
        rules.check_resettlement(soldier_class, mode, self.retired_on.data)

    def facts(self) -> ResettlementFacts:
        """Return the answers."""
        return ResettlementFacts(
            soldier_class=SoldierClass(self.soldier_class.data),
            resettlement_mode=ResettlementMode.get(self.resettlement_mode.data),
            retired_on=self.retired_on.data,
        )


class EducationForm(VersionedForm):
    """Schooling."""

    schooling = RadioField(
        "最高学历", choices=Schooling.choices(), validators=[InputRequired("请选最高学历。")]
    )
    major = text("所学专业", most=60, hint="没有就不填。")


class SkillsForm(VersionedForm):
    """Skills in the veteran's own words."""

    skills_text = long_text(
        "您会什么？",
        most=1000,
        hint="用自己的话写，比如：开过五年重型货车，会修柴油机，会烧大锅菜。不要写部队番号。",
    )


class StatusForm(VersionedForm):
    """The present employment status, of those a veteran may choose."""

    employment_status = RadioField(
        "您现在的情况",
        choices=EmploymentStatus.choices(*OWN_STATUSES),
        validators=[InputRequired("请选一项。")],
    )


class OccupationsForm(VersionedForm):
    """Wanted occupations in free words, first choice first."""

    occupation_1 = text(
        "第一想做", most=30, required="至少填一种想做的工作。", hint="比如：货车司机、保安、电工。"
    )
    occupation_2 = text("第二想做", most=30)
    occupation_3 = text("第三想做", most=30)
    occupation_4 = text("第四想做", most=30)
    occupation_5 = text("第五想做", most=30)

    def occupations(self) -> list[str]:
        """Return the answers, each once."""
        answers = (self[f"occupation_{number}"].data for number in range(1, 6))
        return list(dict.fromkeys(answer for answer in answers if answer))


class PlacesForm(WholeForm):
    """Where a veteran would work."""

    places = CardsField("愿意在哪里工作", choices=place_choices(USUAL_PLACES))
    other_places = text(
        "其他地方", most=60, hint="写城市名，几个地方用顿号隔开，比如：常州、佛山。"
    )
    accepts_away = yes_no("工资合适，去外地也行吗？")

    def check(self) -> None:
        """Refuse names of places that are not known."""
        rules.codes_of_places(self.other_places.data)

    def facts(self) -> PlaceFacts:
        """Return the places chosen and typed."""
        return PlaceFacts(
            codes=tuple(self.places.data or ()),
            others=self.other_places.data,
            accepts_away=self.accepts_away.data,
        )


class TermsForm(VersionedForm):
    """What a vacancy must offer."""

    pay_min = WholeNumberField(
        "希望每月多少钱",
        validators=[
            Optional(),
            NumberRange(min=0, max=200000, message="请填 0 到 200000 之间的整数。"),
        ],
    )
    wants_lodging = yes_no("要包吃住吗？")
    refuses_nights = yes_no("不上夜班？", hint="选“是”，要上夜班的岗位会提醒您。")

    def facts(self) -> TermsFacts:
        """Return the answers."""
        return TermsFacts(
            pay_min=self.pay_min.data,
            wants_lodging=self.wants_lodging.data,
            refuses_nights=self.refuses_nights.data,
        )
