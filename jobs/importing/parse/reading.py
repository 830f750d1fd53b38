"""What a cell gives: a value, and a note where part of the cell or all of it was not read."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
WISH = "写的是“优先”，不算要求，没有记。"
_FREE = re.compile(
    r"不限|[无没][有]?(任何|学历|年龄|经验|证书)?要求|不(作|做|需|设)?(要求|限制|需要)|未要求|"
    r"均可|皆可|都可|任意|非必须|不必|不需|无需|无须|^[-—–/\\.。*无]+$"
)


@dataclass(frozen=True)
class Reading(Generic[T]):
    """The value of a cell; `note` is shown to the person who imports, "" where all was read."""

    value: T | None = None
    note: str = ""


def is_free(plain: str) -> bool:
    """Return whether a cell states that nothing is demanded (不限, 不要求, 无)."""
    return bool(_FREE.search(plain))
