"""What a new bureau has to enter before its work begins, step by step, from every noun."""

from dataclasses import dataclass

from core.access import Role
from core.config import Office, Settings
from core.features import FirstStep, FirstWay, installed


@dataclass(frozen=True)
class ShownStep:
    """One step as it is shown: what is missing, and the ways open to the viewer."""

    title: str
    text: str
    missing: str
    ways: tuple[FirstWay, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def steps_for(role: Role, settings: Settings) -> list[ShownStep]:
    """Return all steps, done or not, with the ways a role may go."""
    steps = sorted([_office(settings), *installed().first_steps], key=lambda one: one.order)
    return [_shown(step, role) for step in steps]


def is_complete() -> bool:
    """Return whether every noun has what a bureau begins with."""
    return not any(step.missing() for step in installed().first_steps)


def _shown(step: FirstStep, role: Role) -> ShownStep:
    ways = tuple(way for way in step.ways if role in way.roles)
    return ShownStep(step.title, step.text, step.missing(), ways)


def _office(settings: Settings) -> FirstStep:
    """Return the step of the office itself, which the operator sets in the environment."""
    is_sample = settings.office.phone == Office().phone
    missing = "办公电话还是安装时的，没有改。" if is_sample else ""
    text = "本局的名称和公开的办公电话，由装系统的人在配置里写。"
    return FirstStep("本局", text, 10, lambda: missing)
