"""The names of uploaded files as they are shown."""

import re
import unicodedata

from lexicon.characters import nfkc

LONGEST = 300  # characters of a name that are looked at


def shown_name(file_name: str) -> str:
    """Return a file name safe to display: no folders, no control or direction characters."""
    base = nfkc(re.split(r"[/\\]", file_name)[-1][-LONGEST:])
    visible = (c for c in base if unicodedata.category(c)[0] != "C")
    name = "".join(visible).strip()
    if len(name) > 80:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:70]}…{dot}{ending[:8]}" if dot else f"{name[:79]}…"
    return name or "未命名"
