"""Whether the text of a vacancy promises veterans precedence."""

import re

from sheets.texts import half_width

_VETERANS = re.compile(
    r"(退役|退伍|复员|复退|转业)(军人|士兵|军官)?(?:(?![不无没])[^。;\n]){0,8}优先|军人优先|"
    r"优先(?:(?![不无没])[^。;\n]){0,6}退[役伍]"
)


def promises_precedence(text: str) -> bool:
    """Return whether a text promises veterans precedence; a negation promises nothing."""
    return bool(_VETERANS.search(half_width(text)))
