"""统一社会信用代码: its form, its check character (GB 32100-2015), and the kind of body."""

import re
from dataclasses import dataclass

from lexicon.characters import nfkc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_ORGANISATION_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORGANISATION = slice(8, 17)
_DIVISION = slice(2, 8)
_GAPS = re.compile(r"[\s\-—–·.]+")
LENGTH = 18

KINDS = {
    "11": "机关",
    "12": "事业单位",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
}
OTHER_KIND = "其他组织"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a code. Staff may accept a failed check: some real codes fail it."""

    message: str
    can_be_accepted: bool


def normalise(text: str) -> str:
    """Return a code as the standard writes it: half-width, upper case, without gaps."""
    return _GAPS.sub("", nfkc(text)).upper()


def check_character(body: str) -> str:
    """Return the check character of the first 17 characters (GB 32100-2015, 附录 A).

    Where the weighted sum is a multiple of 31 it is "0", since 31 names no character.
    """
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(body: str) -> str:
    """Return the check character of the first 8 characters of an organisation code (GB 11714)."""
    values = (_ORGANISATION_VALUES[c] for c in body)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def find_fault(code: str) -> Fault | None:
    """Return the first thing wrong with a normalised code, or None where it is sound."""
    return _find_malformation(code) or _find_mismatch(code)


def kind_of(code: str) -> str:
    """Return the kind of body that has the code, by its first two characters."""
    return KINDS.get(code[:2], OTHER_KIND)


def _find_malformation(code: str) -> Fault | None:
    if len(code) != LENGTH:
        return Fault(f"统一社会信用代码应是 18 位，您填了 {len(code)} 位。", can_be_accepted=False)
    strange = next((c for c in code if c not in ALPHABET), None)
    if strange is not None:
        return Fault(_strange_character(strange), can_be_accepted=False)
    if not code[_DIVISION].isdecimal():
        message = "统一社会信用代码第 3 至 8 位应是数字，请对照营业执照再填。"
        return Fault(message, can_be_accepted=False)
    return None


def _strange_character(character: str) -> str:
    message = f"统一社会信用代码里不会有“{character}”，请对照营业执照再填"
    looks_like = {"I": "1", "O": "0", "S": "5", "V": "U 或 Y", "Z": "2"}.get(character)
    return f"{message}（看看是不是 {looks_like}）。" if looks_like else f"{message}。"


def _find_mismatch(code: str) -> Fault | None:
    organisation = code[_ORGANISATION]
    sound = (
        organisation_check_character(organisation[:-1]) == organisation[-1]
        and check_character(code[:-1]) == code[-1]
    )
    if sound:
        return None
    return Fault("统一社会信用代码对不上校验位，请对照营业执照逐位核对。", can_be_accepted=True)
