"""Accounts as the application sees them."""

from core import rooms
from core.access import (
    ACCOUNT_READERS,
    EVERYONE,
    SECOND_PERSONS,
    TWO_PERSON_ROLES,
    VETERANS,
)
from core.features import Feature
from core.navigation import Entry
from people.accounts import schedule
from people.accounts.cli import cli
from people.accounts.identity import set_up_identity
from people.accounts.parameters import ACCOUNTS_A_PHONE, CONFIRMED_MINUTES, SECOND_PERSON_DAYS
from people.accounts.proposals import count_open
from people.accounts.queries import has_account
from people.accounts.recorded import RECORDED
from people.accounts.views import bp

FEATURE = Feature(
    name="accounts",
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
