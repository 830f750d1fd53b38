"""Hostile texts: units to repeat, built from the alphabets of the patterns themselves."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from re import _parser as parser  # type: ignore[attr-defined]  # isort: skip

CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_DIGIT": "某", "NOT_SPACE": "某",
              "NOT_WORD": "-"}  # fmt: skip
Seed = tuple[str, str]  # what a text begins with, and what is repeated behind it
MOST_RUNS = 30
MOST_CHARACTERS = 14  # of one pattern's alphabet that are tried as a run
# What people of ill will send to any guard, whatever its patterns are.
HOSTILE = (
    "1", "０", "12", "1 ", "1-", "1,", "1.", "1x", "13812345678 ", "138-", "1e", "+86", "X", "x×",
    "某", "第", "第1", "一", "十", "百", "一1", "1一", "１２", "1１", (" "), "  ", "\u3000",
    " \u3000", "\t", "\n", "\r\n", " \n", "\n ", "\xa0", "-", "--", "—", "、", "，", "。", "；",
    ":", "：", "|", "/", "//", "\\", "'", '"', '""', "''", "“", "(", ")", "()", "（", "（）", "[",
    "]", "[]", "{", "{}", "<", ">", "<>", "<a>", "&nbsp;", "&amp;", "[[", '{"a":', '[{"', '"a",',
    "[1,", "a", "A", "ab", "aB", "Aa", "a1", "A1", "a@", "@", "a.", "http://", "www.", "p",
    "pspan", "/span", "P1", "\x00", "\u200b", "\u0301\u0316", "e\u0301", "ﷺ", "ｶﾞ", "㎡", "½",
    "😀", "가", "\u1100", "ß", "İ", "人", "岁", "年", "元", "万", "月", "师", "团", "营", "连",
    "集团军", "部队", "职能类别", "岗位职责：", "任职要求", "优先", "退役", "不限", "本科以上",
    "18-45岁", "3-5年经验", "0.6-1.5万/月", "招1人/", "民营公司|150-500人|", "姓名,电话,",
    "1,2,3\n", "a;b;", "=1+1", "2026-01-01", "2026年", "45170.5", "00:00", "安徽省", "怀远县",
    "榴城镇", "江北区", "工作地点", "A1B2驾照", "C1", "叉车", "汽车驾驶员",
)  # fmt: skip


def alphabet(pattern: re.Pattern[Any]) -> list[str]:
    """Return characters a pattern names or accepts, in its order, each once."""
    found = list(dict.fromkeys(_characters(_tree(pattern))))
    stride = max(1, len(found) // MOST_CHARACTERS)
    return found[::stride][: MOST_CHARACTERS + 4]


def _characters(node: Any) -> Iterator[str]:
    """Yield characters a node of a parsed pattern names, or that it accepts."""
    kind = str(node[0]) if isinstance(node, tuple) and len(node) == 2 else ""
    if kind in LEAVES:
        yield from LEAVES[kind](node[1])
    elif kind == "IN":
        listed = [one for one in node[1] if str(one[0]) != "NEGATE"]
        for one in listed:
            yield from _characters(one)
        yield from ("a", "某", " ") if len(listed) < len(node[1]) else ()
    elif isinstance(node, parser.SubPattern):
        yield from _characters(node.data)
    elif isinstance(node, (tuple, list)):
        for one in node:
            yield from _characters(one)


LEAVES: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "LITERAL": lambda code: (chr(code),),
    "NOT_LITERAL": lambda code: ("b" if code == ord("a") else "a",),
    "RANGE": lambda ends: (chr(ends[0]), chr(ends[1])),
    "CATEGORY": lambda name: (CATEGORIES.get(str(name).removeprefix("CATEGORY_"), "a"),),
    "ANY": lambda _: ("z",),
}


def sample(pattern: re.Pattern[Any]) -> str:
    """Return a short text of a pattern's first branch: what almost matches, or does."""
    return "".join(_sampled(_tree(pattern)))


def _sampled(tree: Any) -> Iterator[str]:
    for name, value in tree:
        kind = str(name)
        if kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "RANGE", "CATEGORY"):
            yield next(_characters((name, value)), "")
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = value
            yield "".join(_sampled(inner)) * max(least, min(1, most))
        elif kind == "BRANCH":
            yield from _sampled(value[1][0])
        elif kind == "SUBPATTERN":
            yield from _sampled(value[3])
        elif kind == "ATOMIC_GROUP":
            yield from _sampled(value)


def _runs(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each repetition of a pattern: what stands before it, and one character of it."""
    for name, value in tree:
        kind = str(name)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from ((before, one) for one in list(dict.fromkeys(_characters(value[2])))[:3])
        if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield from _runs(value[3] if kind == "SUBPATTERN" else value, before)
        elif kind == "BRANCH":
            for branch in value[1]:
                yield from _runs(branch, before)
        before += "".join(_sampled([(name, value)]))


def seeds_of(pattern: re.Pattern[Any]) -> list[Seed]:
    """Return the seeds of one pattern: runs of its characters, of pairs and of near-misses, and
    behind what it begins with a run of what it repeats.
    """
    letters = alphabet(pattern)
    near = sample(pattern)
    pairs = [one + other for one, other in pairwise(letters)]
    first = [letters[0] + other for other in letters[1:]] if letters else []
    units = [*letters, *pairs, *first, near, near[:-1], near[1:], near + " ", f"{near}1"]
    seeds = [("", unit) for unit in units] + list(_runs(_tree(pattern)))[:MOST_RUNS]
    return [seed for seed in dict.fromkeys(seeds) if seed[1]]


def _tree(pattern: re.Pattern[Any]) -> Any:
    return parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
