"""Characters that reach the application: what no keyboard types is taken out in one place."""

import re

# Below the words of the trade, here for packages that know none.
from lexicon.characters import drop_invisible as drop_invisible
from lexicon.characters import nfkc as nfkc

# Word's line break and page break, and the ends of lines of other systems.
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Control characters but tab and line ends, halves of surrogate pairs, and what is no character.
_UNTYPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Marks that show nothing and can harm: they hide parts of a word, or turn round what is read. Kept
# are joiners inside emoji, and the selectors of Mongolian letters.
_PICTURE = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_HARMFUL = re.compile(
    "[\xad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    f"|(?<![{_PICTURE}\ufe0f])\u200d|\u200d(?![{_PICTURE}])"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]"
)


def as_typed(text: str) -> str:
    """Return free text as it is stored and shown: what was typed, without what can harm.

    Left out are control characters, halves of surrogate pairs and invisible marks; line ends
    become one kind. Punctuation, full-width characters, rare ones and emoji stay.
    """
    if text.isprintable():
        return text
    return _HARMFUL.sub("", typed(text.replace("\r\n", "\n").replace("\r", "\n")))


def typed(text: str) -> str:
    """Return a text as someone can have typed it: nothing visible is lost.

    PostgreSQL refuses NUL, no database stores half a surrogate pair, and a pattern of LIKE ends
    at NUL. Such characters come with pasted text, where their owner can neither see nor delete
    them, so they are left out instead of refused.
    """
    if text.isprintable():
        return text
    return _UNTYPED.sub("", _LINE_ENDS.sub("\n", text))


def is_typed(text: str) -> bool:
    """Return whether a text has none of the characters `typed` takes out."""
    return _UNTYPED.search(text) is None
