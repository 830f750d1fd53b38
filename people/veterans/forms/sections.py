"""The small steps of a profile: one group of questions each."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.fields import CardsField, DayField, yes_no
from core.forms import VersionedForm, tidy
from people.divisions.queries import place_choices, township_choices
from people.secrecy.forms import long_text, text
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


class BasicForm(VersionedForm):
    """Who somebody is. An identity number already stored is kept when the field stays empty."""

    masked_fields = frozenset({"identity"})

    identity = StringField(
        "身份证号",
        description="填了就不用再填性别和出生日期，也方便服务站核实。不想填可以先不填。",
        filters=[tidy],
        validators=[Optional(), Length(max=30)],
    )
    drop_identity = BooleanField("删掉已经填过的身份证号")
    born_on = DayField("出生日期", description="填了身份证号就不用填。", validators=[Optional()])


class TownshipForm(VersionedForm):
    """Where somebody is registered."""

    township_code = RadioField(
        "户籍在哪个乡镇？",
        choices=township_choices(),
        validators=[InputRequired("请选户籍所在乡镇。")],
    )


class ResettlementForm(VersionedForm):
    """How somebody left the forces."""

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


class EducationForm(VersionedForm):
    """Schooling."""

    schooling = RadioField(
        "最高学历", choices=Schooling.choices(), validators=[InputRequired("请选最高学历。")]
    )
    major = text("所学专业", most=60, hint="没有就不填。")


class SkillsForm(VersionedForm):
    """Skills in one's own words."""

    skills_text = long_text(
        "您会什么？",
        most=1000,
        hint="用自己的话写，比如：开过五年重型货车，会修柴油机，会烧大锅菜。不要写部队番号。",
    )


class StatusForm(VersionedForm):
    """Where somebody stands with work."""

    employment_status = RadioField(
        "您现在的情况",
        choices=EmploymentStatus.choices(*OWN_STATUSES),
        validators=[InputRequired("请选一项。")],
    )


class OccupationsForm(VersionedForm):
    """Work somebody would like, in free words."""

    occupation_1 = text(
        "第一想做", most=30, required="至少填一种想做的工作。", hint="比如：货车司机、保安、电工。"
    )
    occupation_2 = text("第二想做", most=30)
    occupation_3 = text("第三想做", most=30)
    occupation_4 = text("第四想做", most=30)
    occupation_5 = text("第五想做", most=30)

    def vacancies(self) -> list[str]:
        """Return the answers given, each once."""
        answers = (self[f"occupation_{number}"].data for number in range(1, 6))
        return list(dict.fromkeys(answer for answer in answers if answer))


class PlacesForm(VersionedForm):
    """Where somebody would work."""

    places = CardsField("愿意在哪里工作", choices=place_choices(USUAL_PLACES))
    other_places = text(
        "其他地方", most=60, hint="写城市名，几个地方用顿号隔开，比如：常州、佛山。"
    )
    accepts_away = yes_no("工资合适，去外地也行吗？")


class TermsForm(VersionedForm):
    """What a post must offer."""

    pay_min = IntegerField(
        "每月到手至少多少钱",
        validators=[
            Optional(),
            NumberRange(min=0, max=200000, message="请填 0 到 200000 之间的整数。"),
        ],
    )
    wants_lodging = yes_no("要包吃住吗？")
    refuses_nights = yes_no("不上夜班？", hint="选“是”，要上夜班的岗位会提醒您。")
