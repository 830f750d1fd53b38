"""What a new bureau has to enter before its work begins, one by one, from every noun."""

from dataclasses import dataclass

from core.access import Role
from core.config import Office, Settings
from core.features import Beginning, BeginningWay, installed


@dataclass(frozen=True)
class ShownBeginning:
    """One beginning as it is shown: what is missing, and the ways open to the viewer."""

    title: str
    text: str
    missing: str
    ways: tuple[BeginningWay, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def beginnings_for(role: Role, settings: Settings) -> list[ShownBeginning]:
    """Return all beginnings, made or not, with the ways a role may go."""
    found = sorted([_office(settings), *installed().beginnings], key=lambda one: one.order)
    return [_shown(one, role) for one in found]


def is_complete() -> bool:
    """Return whether every noun has what a bureau begins with."""
    return not any(one.missing() for one in installed().beginnings)


def _shown(one: Beginning, role: Role) -> ShownBeginning:
    ways = tuple(way for way in one.ways if role in way.roles)
    return ShownBeginning(one.title, one.text, one.missing(), ways)


def _office(settings: Settings) -> Beginning:
    """Return that of the office itself, which the operator sets in the environment."""
    is_sample = settings.office.phone == Office().phone
    missing = "办公电话还是安装时的，没有改。" if is_sample else ""
    text = "本局的名称和公开的办公电话，由装系统的人在配置里写。"
    return Beginning("本局", text, 10, lambda: missing)
