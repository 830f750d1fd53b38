"""What the record calls the events of veterans."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject
from people.corrections.models import Paper
from people.divisions.queries import place_name
from people.veterans.models import (
    ConsentPurpose,
    EmploymentStatus,
    Verification,
    Veteran,
)
from people.veterans.reasons import ExportReason, RevealReason

PARTS = {
    "status": "现在的情况",
    "occupations": "想做什么工作",
    "places": "想在哪里工作",
    "terms": "待遇要求",
    "service": "服役经历",
    "certificates": "证书",
    "skills": "技能",
    "work": "退役后工作",
    "education": "学历",
    "township": "户籍乡镇",
    "resettlement": "安置",
    "basic": "基本资料",
}


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the names of veterans by id."""
    return pairs(select(Veteran.id, Veteran.name).where(Veteran.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.SEE: {"veteran.read": "查看", "veteran.found_at_door": "在签到处查到"},
        Kind.PRINT: {"veteran.print": "打印"},
        Kind.EXPORT: {"veteran.export": "导出"},
        Kind.REVEAL: {"veteran.reveal": "看了完整号码"},
        Kind.CHANGE: {
            "veteran.register": "登记",
            "veteran.register_again": "重复登记",
            "veteran.register_on_behalf": "代办登记",
            "veteran.take_in": "收到本乡镇",
            "veteran.issue_claim_code": "发了认领码",
            "veteran.claim": "认领了资料",
            "veteran.save_step": "改了资料",
            "veteran.add_record": "加了一条经历",
            "veteran.change_record": "改了一条经历",
            "veteran.employment": "就业状态变了",
            "veteran.verify_again": "改了资料，要重新核实",
            "veteran.set_personalised": "改了推荐方式",
            "veteran.give_consent": "同意用资料推荐岗位",
        },
        Kind.DECIDE: {"veteran.decide_status": "核实身份"},
        Kind.UNDO: {
            "veteran.withdraw_consent": "收回同意",
            "veteran.delete_record": "删了一条经历",
            "veteran.forget": "删除资料和账号",
        },
    },
    details={
        "reason": Detail("用途", (RevealReason, ExportReason)),
        "personalised": Detail("按资料推荐"),
        "purpose": Detail("用途", (ConsentPurpose,)),
        "before": Detail("原来", (EmploymentStatus,)),
        "after": Detail("现在", (EmploymentStatus,)),
        "section": Detail("哪一部分", words=lambda slug: PARTS.get(slug, "其他")),
        "kind": Detail("哪一类", words=lambda slug: PARTS.get(slug, "其他")),
        "has_id": Detail("有身份证号"),
        "paper": Detail("看了什么证件", (Paper,)),
        "record": HIDDEN,
        "township": Detail("乡镇", words=lambda code: place_name(code) or "不详"),
        "verdict": Detail("结果", (Verification,)),
    },
    subjects={"veteran": Subject("退役军人", names_of)},
    pages={
        "veterans.index": "退役军人名单",
        "veterans.search": "查找退役军人",
        "veterans.queue": "待核实",
        "veterans.detail": "退役军人资料",
        "veterans.reveal": "退役军人资料",
        "veterans.claim_code": "认领码",
        "veterans.verify": "核实身份",
        "veterans.section": "代填资料",
        "veterans.new_record": "代填资料",
        "veterans.edit_record": "代填资料",
        "veterans.restore_record": "代填资料",
        "veterans.delete_record": "代填资料",
        "veterans.new": "代办登记",
        "veterans.correct": "重设密码、换手机号、改姓名",
        "veterans.correct_name": "改正姓名",
        "veterans.correct_phone": "换手机号",
        "veterans.correct_password": "重设密码",
    },
)
