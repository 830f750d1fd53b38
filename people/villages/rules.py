"""What a village's code and name must be; forms and the loaded list ask the same functions."""

import re

from core.errors import DomainError
from core.forms import tidy
from people.divisions.queries import townships

LONGEST_NAME = 40
DIGITS = re.compile(r"\d{12}", re.ASCII)
NOT_A_CODE = "代码要写 12 位数字，比如 340321100201。"
NO_TOWNSHIP = "代码的前 9 位不是本县的乡镇，请核对。"
TOWNSHIP_ITSELF = "后 3 位是 000 的是乡镇本身，不是村、社区。"


def check_code(text: str) -> str:
    """Return a village's code. Raises DomainError (field "code") where it cannot be one."""
    code = tidy(text) or ""
    if not DIGITS.fullmatch(code):
        raise DomainError(NOT_A_CODE, field="code")
    if code[:9] not in {place.code for place in townships()}:
        raise DomainError(NO_TOWNSHIP, field="code")
    if code.endswith("000"):
        raise DomainError(TOWNSHIP_ITSELF, field="code")
    return code


def check_name(text: str) -> str:
    """Return a village's name. Raises DomainError (field "name") where it is empty or too long."""
    name = tidy(text) or ""
    if not name:
        raise DomainError("请填名称。", field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError(f"名称最多 {LONGEST_NAME} 字。", field="name")
    return name
