"""What the record calls the events of fairs."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject, events_of
from fairs.fairs.lifecycle import LIFE
from fairs.fairs.models import Doubt, Fair, FairStatus, Outcome, PaperKind
from jobs.employers.recorded import names_of as employers
from people.divisions.queries import place_name


def _names(ids: Collection[int]) -> dict[int, str]:
    return pairs(select(Fair.id, Fair.title).where(Fair.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            **{action: f"招聘会{words}" for action, words in events_of(LIFE).items()},
            "fair.sign_up": "报名招聘会",
            "fair.check_in": "招聘会签到",
            "fair.walk_in": "现场登记进场",
            "fair.keep_note": "离线签到没认出，留着核对",
            "fair.merge_check_ins": "补录了签到",
            "fair.invite": "邀请了单位",
            "fair.book": "订了展位",
            "fair.stay_away": "单位不来",
            "fair.choose_posts": "选了带去的岗位",
            "fair.meeting": "记了一次见面",
            "fair.results": "报了结果",
            "fair.plan": "办了一场招聘会",
            "fair.edit": "改了招聘会",
            "fair.paper": "上传了招聘会材料",
            "fair.lay_out": "排了展位",
        },
        Kind.DECIDE: {"fair.settle_note": "核对了一条离线签到"},
        Kind.UNDO: {
            "fair.cancel_sign_up": "取消报名",
            "fair.undo_check_in": "撤销签到",
            "fair.remove_meeting": "删了一次见面",
            "fair.remove_booth": "删了展位",
        },
        Kind.TASK: {
            "fair.remind_results": "提醒单位报结果",
            "fair.remind_all_results": "提醒单位报结果",
            "fair.advance": "招聘会到时间开始或结束",
        },
    },
    details={
        "sign_up": HIDDEN,
        "note": HIDDEN,
        "doubt": Detail("为什么没认出", (Doubt,)),
        "township": Detail("哪个乡镇的", words=lambda code: place_name(code) or "不详"),
        "new": Detail("第一次签到"),
        "came": Detail("到场人数"),
        "doubtful": Detail("存疑"),
        "employers": Detail("单位数"),
        "employer": Detail("单位", names=employers),
        "booth": Detail("展位"),
        "vacancies": Detail("岗位数"),
        "outcome": Detail("结果", (Outcome,)),
        "kind": Detail("哪一种", (PaperKind,)),
        "booths": Detail("展位数"),
        "before": Detail("原来", (FairStatus,)),
        "after": Detail("现在", (FairStatus,)),
    },
    subjects={"fair": Subject("招聘会", _names)},
    pages={
        "fairs.door": "招聘会签到",
        "fairs.admit": "招聘会签到",
        "fairs.by_code": "招聘会签到（扫码）",
        "fairs.newcomer": "招聘会现场登记",
        "fairs.walk_in": "招聘会签到",
        "fairs.undo": "招聘会签到",
        "fairs.paper_list": "补录签到",
        "fairs.sheet": "招聘会名单",
        "fairs.fair_figure": "招聘会数字",
        "fairs.fairs_for": "替人报名招聘会",
        "fairs.sign_up_for": "替人报名招聘会",
    },
)
