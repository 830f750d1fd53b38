"""What the record calls the events of accounts."""

from core.access import ROLE_LABELS, Role
from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject
from people.accounts.models import ProposedChange
from people.accounts.queries import names_of

RECORDED = Recorded(
    actions={
        Kind.SIGN_IN: {
            "account.sign_in": "登录",
            "account.sign_out": "退出登录",
            "account.ask_who": "密码对上几个人，问了是哪一位",
            "account.end_sessions": "让别的设备退出登录",
            "account.change_password": "改了密码",
        },
        Kind.CHANGE: {
            "account.create": "新建账号",
            "account.reset_password": "重设密码",
            "account.activate": "启用账号",
            "account.deactivate": "停用账号",
            "account.propose": "提出账号变动",
            "account.withdraw": "撤回账号变动",
        },
        Kind.DECIDE: {
            "account.confirm": "同意账号变动",
            "account.refuse": "不同意账号变动",
        },
    },
    details={
        "role": Detail("角色", words=lambda value: ROLE_LABELS[Role(value)]),
        "fitting": Detail("对上的人数"),
        "change": Detail("变动", (ProposedChange,)),
        "proposal": HIDDEN,
    },
    subjects={"account": Subject("账号", names_of)},
)
