"""Sentences on the wishes of a veteran that no vacancy of the list meets."""

from collections.abc import Iterable
from types import MappingProxyType

from matching.engine.wishes import Holding, Outcome, UnmetWish

STATED = MappingProxyType(
    {
        Outcome.UNREAD: "“{words}”没看懂是哪种工作，排的时候没有用上，换个说法再试试。",
        Outcome.NOT_OFFERED: "现在没有“{words}”这种岗位在招，下面是别的岗位。",
        Outcome.EXCLUDED: "在招的“{words}”岗位，您都有不符合的条件，没有列在下面。",
    }
)
HELD = MappingProxyType(
    {
        Holding.UNKNOWN: "您没填有没有",
        Holding.LACKING: "您还没有",
        Holding.LAPSED: "您的证过期了",
    }
)
LAW = "做这一行，法律规定要先有{names}，{held}；怎么考问服务站。"


def wish_notes(unmet: Iterable[UnmetWish]) -> list[str]:
    """Return a sentence for each wish, with the licence the law demands where none is held."""
    return [STATED[one.outcome].format(words=one.words) + _law(one) for one in unmet]


def _law(wish: UnmetWish) -> str:
    if not wish.licences:
        return ""
    names = "、".join(wish.licences) + ("里的一种" if len(wish.licences) > 1 else "")
    return LAW.format(names=names, held=HELD[wish.holding])
