"""What the record calls the events of employers."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import Detail, Kind, Recorded, Subject
from jobs.employers.models import DocumentKind, Employer, EmployerMember, EmployerStatus


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the names of employers by id."""
    return pairs(select(Employer.id, Employer.name).where(Employer.id.in_(set(ids))))


def _owners(account_ids: Collection[int]) -> dict[int, str]:
    query = select(EmployerMember.account_id, Employer.name).join(
        Employer, Employer.id == EmployerMember.employer_id
    )
    return pairs(query.where(EmployerMember.account_id.in_(set(account_ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "employer.document": "上传了证照",
            "employer.add": "登记了单位",
            "employer.register": "单位注册",
            "employer.register_again": "重复注册",
            "employer.edit": "改了单位资料",
            "employer.resubmit": "重新提交核实",
            "employer.change_by_sheet": "按表改了单位资料",
        },
        Kind.UNDO: {"employer.undo_sheet": "撤销了单位的导入"},
        Kind.DECIDE: {
            "employer.verify": "核实通过",
            "employer.return": "退回单位资料",
            "employer.refuse": "核实不通过",
        },
        Kind.REVEAL: {"employer.show_phone": "看了单位的完整号码"},
        Kind.TASK: {
            "employer.lapse_overdue": "核实到期",
            "employer.remind_due": "提醒核实快到期",
        },
    },
    details={
        "kind": Detail("哪一种", (DocumentKind,)),
        "source": Detail("来自汇总表"),
        "deleted": Detail("删去的"),
        "restored": Detail("恢复"),
        "batch": Detail("批次"),
        "count": Detail("几家"),
        "status": Detail("状态", (EmployerStatus,)),
        "code_accepted": Detail("信用代码有说明"),
        "papers_seen": Detail("看过证照原件"),
        "reason": Detail("用途"),
    },
    subjects={"employer": Subject("单位", names_of)},
    owners=_owners,
)
