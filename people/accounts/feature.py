"""Accounts as the application sees them."""

from core import rooms
from core.access import (
    ACCOUNT_READERS,
    ADMINS,
    EVERYONE,
    ROLE_LABELS,
    SECOND_PERSONS,
    TWO_PERSON_ROLES,
    VETERANS,
)
from core.features import Beginning, BeginningWay, Feature
from core.navigation import Entry
from people.accounts import schedule
from people.accounts.cli import cli
from people.accounts.identity import set_up_identity
from people.accounts.parameters import ACCOUNTS_A_PHONE, CONFIRMED_MINUTES, SECOND_PERSON_DAYS
from people.accounts.proposals import count_open
from people.accounts.queries import has_account, missing_roles
from people.accounts.recorded import RECORDED
from people.accounts.views import bp


def _missing_staff() -> str:
    roles = missing_roles()
    return f"还没有这些账号：{'、'.join(ROLE_LABELS[role] for role in roles)}。" if roles else ""


FEATURE = Feature(
    name="accounts",
    beginnings=(
        Beginning(
            "局里的账号",
            "办事的、看数的、审计的，一人一个，不要合用。",
            20,
            _missing_staff,
            (BeginningWay("新建账号", "accounts.new_staff", ADMINS),),
        ),
    ),
    recorded=RECORDED,
    set_up=set_up_identity,
    blueprint=bp,
    commands=(cli,),
    parameters=(ACCOUNTS_A_PHONE, CONFIRMED_MINUTES, SECOND_PERSON_DAYS),
    schedule=(schedule.retention,),
    has_account=has_account,
    menu=(
        Entry("工作人员账号", "users", "accounts.staff", ACCOUNT_READERS, rooms.SYSTEM, 90),
        Entry(
            "账号变动",
            "shield-check",
            "accounts.proposal_list",
            TWO_PERSON_ROLES,
            rooms.SYSTEM,
            91,
            count_open,
            workers=SECOND_PERSONS,
            counted={"_anchor": "waiting"},
        ),
        Entry("我的账号", "user", "accounts.account", EVERYONE - VETERANS, rooms.ACCOUNT, 99),
    ),
)
