"""Names of people: how they are stored, compared, searched for and checked."""

import re
import unicodedata

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from core.errors import DomainError
from lexicon.characters import drop_invisible, nfkc

LONGEST_KEY = 80  # a name of 40 characters whose lower case is twice as long
DOT = "·"
NO_LETTER = "姓名里要有汉字或字母，请填真实姓名。"
NAMED = "这里写了本人的姓名。同意给联系方式以后单位才看得到姓名，请删去再保存。"
MARKED = "姓名里有叠在字上的符号，请删去再填。"
# What people type for the dot of a minority name, NFKC applied: each keyboard has another.
_DOTS = re.compile(r"[.·•‧∙⋅・●。]+")
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff〇·]) | (?=[\u3400-\u9fff〇·])")
_BLANKS = re.compile(r"\s+")
_DOTS_OF_HAN = re.compile(rf"(?<=[\u3400-\u9fff])(?: ?{_DOTS.pattern} ?)(?=[\u3400-\u9fff])")
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff〇\u3400-\u9fff\U00020000-\U0003ffff]")


def clean_name(written: str | None) -> str:
    """Return a name as it is stored: without marks nobody sees, with one kind of dot.

    Blanks beside Chinese characters are taken out: lists pad 丁康 to 丁　康.
    """
    plain = _BLANKS.sub(" ", drop_invisible(nfkc(written or ""))).strip()
    return _DOTS_OF_HAN.sub(DOT, _BESIDE_HAN.sub("", plain))


def name_key(written: str | None) -> str:
    """Return what is equal for two writings of one name: for comparing, searching and uniqueness.

    Marks nobody sees, blanks, accents left over and case do not count, all dots are one.
    """
    return _letters(written)[:LONGEST_KEY]


def _letters(written: str | None) -> str:
    plain = _DOTS.sub(DOT, _BLANKS.sub("", drop_invisible(nfkc(written or ""))))
    letters = "".join(each for each in plain if unicodedata.category(each)[0] not in "MC")
    return letters.casefold().strip(DOT)


def refuse_name(text: str | None, name: str, *, field: str) -> None:
    """Raise DomainError for a text with a person's name: employers see names by consent only."""
    key = name_key(name)
    if len(key) > 1 and key in _letters(text):
        raise DomainError(NAMED, field=field)


def check_person_name(written: str | None) -> None:
    """Raise DomainError for a name without a letter, Chinese or Latin, or with stacked marks."""
    plain = clean_name(written)
    if not _LETTER.search(plain):
        raise DomainError(NO_LETTER, field="name")
    if "MM" in "".join(unicodedata.category(each)[0] for each in plain):
        raise DomainError(MARKED, field="name")


class Named:
    """A row of a person: `name_key` follows `name`."""

    name_key: Mapped[str] = mapped_column(
        String(LONGEST_KEY), index=True, server_default=text("''")
    )

    @validates("name")
    def _follow(self, _column: str, name: str) -> str:
        """Set the key of a name that is set."""
        self.name_key = name_key(name)
        return name


def distinguishing(names: list[str]) -> list[str]:
    """Return each name with its first character hidden; whole where two would look the same.

    A family shares the surname, so that the rest is what tells them apart.
    """
    hidden = [f"*{name[1:]}" if len(name) > 1 else name for name in names]
    return hidden if len(set(hidden)) == len(set(names)) else names
