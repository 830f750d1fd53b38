"""Finds e-mail addresses and the accounts of messengers in a folded text."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_AT = re.compile(
    r"@|[\[(<{【]\s?(?:at|AT|艾特|@)\s?[\])>}】]|艾特|圈a"
    r"|#(?=\s?(?:qq|QQ|163|126|139|189|sina|gmail|foxmail|outlook)\s?[.点])"
)
_DOMAIN = re.compile(
    r"\s{0,2}(?:[A-Za-z0-9-]{1,63}(?:\.[A-Za-z]{2,10}){1,3}"
    r"|[A-Za-z0-9-]{1,63}(?:\s{0,2}[.点。·]\s{0,2}(?:com|cn|net|org|edu|gov|COM|CN)){1,2}"
    r"|(?:qq|QQ|163|126|139|189|sina|gmail|foxmail|outlook|hotmail)(?![A-Za-z0-9]))"
)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-")
_LONGEST_LOCAL = 64
# What names a WeChat account, and what is one. A word that may be common prose needs a digit.
_WECHAT_LABELLED = re.compile(
    r"(?:[微威薇]信(?:号|ID|id|[号ID]*\s?[:=是为])|加我?的?[微威薇]信[:号]?|加我?[vV](?![a-zA-Z])"
    r"|(?<![A-Za-z])[vVwW][xX]号?\s?[:=是为]|(?<![A-Za-z])[vV]信?号?\s?[:=]|[vV]信)"
    r"(?:就是|[\s:=是为]){0,3}([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
)
_WECHAT_NAMED = re.compile(
    r"(?:[微威薇]信|加我?的?[微威薇]|(?<![A-Za-z])(?:[vVwW][xX]|[wW]e[cC]hat|[wW]eixin|[vV]\s?[❤♥💓💗💕]\ufe0f?))"
    r"号?[\s:=是为]{0,3}"
    r"(?=[A-Za-z_-]{1,19}[0-9_])([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
)
_NUMBERED = re.compile(
    r"(?:(?<![A-Za-z])[qQ]\s?[qQ]|扣扣|企鹅|球球|[qQ]号|抖音|快手|支付宝|陌陌|邮箱:)(?:群|号码?|账号|联系)?"
    r"[\s:=是为]{0,3}([1-9](?:[\s-]?[0-9]){4,10}|[一二三四五六七八九幺][〇零一二三四五六七八九幺]{4,10})"
    r"(?![0-9人个元万版年])"
)
_NAMED = re.compile(
    r"(?:抖音|快手|支付宝|陌陌|[tT]elegram|电报|飞机)(?:号|账号|ID|id)[\s:=是为]{0,3}"
    r"([A-Za-z0-9_.-]{5,30})(?![A-Za-z0-9_-])"
)


def find_addresses(plain: str) -> Iterator[Span]:
    """Yield where e-mail addresses are."""
    for at in _AT.finditer(plain):
        domain = _DOMAIN.match(plain, at.end())
        start = _local_start(plain, at.start())
        if domain is not None and start is not None:
            yield start, domain.end()


def _local_start(plain: str, end: int) -> int | None:
    """Return where the name before an @ starts, None where there is none."""
    while end and plain[end - 1] == " ":
        end -= 1
    start = end
    while start and end - start < _LONGEST_LOCAL and plain[start - 1] in _LOCAL:
        start -= 1
    return start if start < end else None


def find_accounts(plain: str) -> Iterator[Span]:
    """Yield where accounts of messengers are, each with a label that says so before it."""
    for pattern in (_WECHAT_LABELLED, _WECHAT_NAMED, _NUMBERED, _NAMED):
        for match in pattern.finditer(plain):
            yield match.span(1)
