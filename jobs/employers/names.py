"""Names of employers as they are compared: one rule for sheets, placements and lists."""

import re

from core.characters import drop_invisible, nfkc

LONGEST_KEY = 240  # a name of 120 characters whose lower case is twice as long
_NOT_COMPARED = re.compile(r"[\s()]+")


def name_key(written: str | None) -> str:
    """Return what is equal for two writings of one employer's name, "" for none.

    Blanks, marks nobody sees, width, case and brackets do not count: （怀远）and (怀远) are one.
    """
    plain = drop_invisible(nfkc(written or ""))
    return _NOT_COMPARED.sub("", plain).casefold()[:LONGEST_KEY]
