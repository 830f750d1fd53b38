"""What a profile chooses from: classes, modes, schooling, branches, statuses."""

from core.labels import Labelled


class SoldierClass(Labelled):
    """兵役身份: the class a veteran served in."""

    CONSCRIPT = ("CONSCRIPT", "义务兵")
    SERGEANT = ("SERGEANT", "军士（原士官）")
    OFFICER = ("OFFICER", "军官")


class ResettlementMode(Labelled):
    """安置方式: how a veteran was resettled; which are valid depends on the soldier class."""

    RETIREMENT = ("RETIREMENT", "退休")
    TRANSFER = ("TRANSFER", "转业")
    MONTHLY_PENSION = ("MONTHLY_PENSION", "逐月领取退役金")
    DEMOB = ("DEMOB", "复员")
    SELF_EMPLOY = ("SELF_EMPLOY", "自主就业")
    ASSIGNED = ("ASSIGNED", "安排工作")
    SUPPORT = ("SUPPORT", "供养")
    SELF_CHOICE = ("SELF_CHOICE", "自主择业（旧政策）")
    SELF_FOUND = ("SELF_FOUND", "自谋职业（旧政策）")
    RETURN_STUDY_WORK = ("RETURN_STUDY_WORK", "复工复学（旧政策）")
    GOV_GUIDE = ("GOV_GUIDE", "政府指导（旧政策）")


# 退役军人安置条例 第五条; the legacy ones continue for those who chose them under earlier rules.
VALID_MODES = {
    SoldierClass.OFFICER: (
        ResettlementMode.RETIREMENT,
        ResettlementMode.TRANSFER,
        ResettlementMode.MONTHLY_PENSION,
        ResettlementMode.DEMOB,
    ),
    SoldierClass.SERGEANT: (
        ResettlementMode.MONTHLY_PENSION,
        ResettlementMode.SELF_EMPLOY,
        ResettlementMode.ASSIGNED,
        ResettlementMode.RETIREMENT,
        ResettlementMode.SUPPORT,
    ),
    SoldierClass.CONSCRIPT: (
        ResettlementMode.SELF_EMPLOY,
        ResettlementMode.ASSIGNED,
        ResettlementMode.SUPPORT,
    ),
}
LEGACY_MODES = {
    SoldierClass.OFFICER: (ResettlementMode.SELF_CHOICE,),
    SoldierClass.SERGEANT: (
        ResettlementMode.SELF_FOUND,
        ResettlementMode.RETURN_STUDY_WORK,
        ResettlementMode.GOV_GUIDE,
    ),
    SoldierClass.CONSCRIPT: (
        ResettlementMode.SELF_FOUND,
        ResettlementMode.RETURN_STUDY_WORK,
        ResettlementMode.GOV_GUIDE,
    ),
}


class Sex(Labelled):
    """Read off the identity number; never used in matching."""

    MALE = ("MALE", "男")
    FEMALE = ("FEMALE", "女")


class Schooling(Labelled):
    """学历, from low to high."""

    PRIMARY = ("PRIMARY", "小学")
    JUNIOR = ("JUNIOR", "初中")
    SENIOR = ("SENIOR", "高中/中专/技校")
    COLLEGE = ("COLLEGE", "大专")
    BACHELOR = ("BACHELOR", "本科")
    MASTER = ("MASTER", "硕士及以上")


class Branch(Labelled):
    """军种与兵种; the last two are kept for service before they were renamed."""

    ARMY = ("ARMY", "陆军")
    NAVY = ("NAVY", "海军")
    AIRFORCE = ("AIRFORCE", "空军")
    ROCKET = ("ROCKET", "火箭军")
    SPACE = ("SPACE", "军事航天部队")
    CYBER = ("CYBER", "网络空间部队")
    INFO = ("INFO", "信息支援部队")
    LOGISTICS = ("LOGISTICS", "联勤保障部队")
    PAP = ("PAP", "武警")
    SECOND_ARTILLERY = ("SECOND_ARTILLERY", "第二炮兵（2015年前）")
    STRATEGIC_SUPPORT = ("STRATEGIC_SUPPORT", "战略支援部队（2015—2024年）")


class RankSystem(Labelled):
    """The table of ranks in force on the last day of a spell of service."""

    SINCE_2022 = ("SINCE_2022", "2022年起")
    FROM_2009 = ("FROM_2009", "2009—2022年")
    FROM_1999 = ("FROM_1999", "1999—2009年")
    BEFORE_1999 = ("BEFORE_1999", "1999年前")
    OFFICER = ("OFFICER", "军官军衔")


class Verification(Labelled):
    """Whether staff have checked the documents of a veteran."""

    UNVERIFIED = ("UNVERIFIED", "未核实")
    VERIFIED = ("VERIFIED", "已核实")
    MISMATCH = ("MISMATCH", "不符")


class Evidence(Labelled):
    """退役证件类型: the document staff checked."""

    PLA_DISCHARGE = ("01", "解放军退出现役证书")
    CONSCRIPT_DISCHARGE = ("02", "义务兵退出现役证")
    NCO_DISCHARGE = ("03", "士官退出现役证")
    PAP_DISCHARGE = ("04", "武警退出现役证书")
    PAP_CONSCRIPT = ("05", "武警义务兵退出现役证")
    PAP_NCO = ("06", "武警士官退出现役证")
    OTHER = ("07", "其他证明")


class EmploymentStatus(Labelled):
    """就业状态."""

    UNKNOWN = ("UNKNOWN", "未了解")
    WAITING_ASSIGNMENT = ("WAITING_ASSIGNMENT", "待安排")
    ASSIGNED = ("ASSIGNED", "已安排")
    EMPLOYED = ("EMPLOYED", "单位就业")
    SELF_EMPLOYED = ("SELF_EMPLOYED", "自主创业/个体")
    FLEXIBLE = ("FLEXIBLE", "灵活就业")
    PUBLIC_POST = ("PUBLIC_POST", "公益性岗位")
    STUDY = ("STUDY", "复学升学")
    SEEKING = ("SEEKING", "求职")
    NO_INTENT = ("NO_INTENT", "暂无意愿")
    RETIRED = ("RETIRED", "退休")
    UNREACHABLE = ("UNREACHABLE", "失联")
    DECEASED = ("DECEASED", "去世")


UNASKED = "没问过，按求职算"  # how the status of a person nobody asked is shown


class ConsentPurpose(Labelled):
    """Purpose of a consent; each is asked for and withdrawn on its own."""

    REGISTER = ("REGISTER", "登记求职资料并用于推荐岗位")
    ON_BEHALF = ("ON_BEHALF", "由服务站工作人员代为登记")
