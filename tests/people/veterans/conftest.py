"""Fixtures: 张建国 with his account and his browser, a clerk of his township, an officer."""

import pytest

from core.access import Role
from people.accounts.models import Account
from people.veterans.models import Veteran
from tests.conftest import SignIn
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.pages import CheckedClient


@pytest.fixture
def account(app) -> Account:
    """张建国's account."""
    return make_account()


@pytest.fixture
def zhang(account: Account) -> Veteran:
    """张建国, who has said nothing yet but his name and telephone number."""
    return make_veteran(account=account)


@pytest.fixture
def browser(account: Account, zhang: Veteran, sign_in: SignIn) -> CheckedClient:
    """The browser 张建国 is signed in with."""
    return sign_in(account)


@pytest.fixture
def clerk(sign_in: SignIn) -> CheckedClient:
    """A clerk of 榴城镇."""
    return sign_in(make_account(role=Role.CLERK, name="赵站长"))


@pytest.fixture
def officer(sign_in: SignIn) -> CheckedClient:
    """An officer of the county."""
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))
