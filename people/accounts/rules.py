"""Rules of accounts: forms and operations apply the same ones."""

from core.access import Role
from core.errors import DomainError, check_length
from core.features import installed
from people.accounts.models import NAME_LENGTH, Account
from people.accounts.passwords import check_strength
from people.secrecy.names import check_person_name


def check_name(name: str) -> None:
    """Raise DomainError for a name that is empty, has no letter or is longer than its column."""
    if not name.strip():
        raise DomainError("请填姓名。", field="name")
    check_length(name, NAME_LENGTH, field="name")
    check_person_name(name)


def check_division(role: Role, division_code: str | None) -> None:
    """Raise DomainError unless exactly the clerks have a township."""
    if (role is Role.CLERK) != (division_code is not None):
        raise DomainError("服务站工作人员要选所在乡镇，其他人不选。", field="division_code")


def check_new_password(account: Account, password: str) -> None:
    """Raise DomainError for a password that is easy to guess for the owner of an account."""
    identity = installed().identity_of(account.id)
    check_strength(password, name=account.name, phone=account.phone or "", identity=identity)
