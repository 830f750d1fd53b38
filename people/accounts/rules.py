"""Rules of accounts that need no database: forms and operations apply the same ones."""

from core.access import Role
from core.errors import DomainError, check_length
from people.accounts.models import NAME_LENGTH


def check_name(name: str) -> None:
    """Raise DomainError for a name that is empty or longer than its column."""
    if not name.strip():
        raise DomainError("请填姓名。", field="name")
    check_length(name, NAME_LENGTH, field="name")


def check_division(role: Role, division_code: str | None) -> None:
    """Raise DomainError unless exactly the clerks have a township."""
    if (role is Role.CLERK) != (division_code is not None):
        raise DomainError("服务站工作人员要选所在乡镇，其他人不选。", field="division_code")
