"""Codes that people read aloud, copy from paper and type: one alphabet, in groups, case-blind."""

import re
import secrets

from .characters import nfkc

# Without 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V: signs that are mistaken on paper or by ear.
ALPHABET = "34679ACDEFGHJKMNPRTWXY"
GROUP = 4
SLASHES = 4  # in https://job.example.cn/c/ACDE-FGHJ
LONGEST_SCAN = 200  # of what a scanner types: the bureau's address, the path, a code
# A scanner under a Chinese keyboard types 、 for /
_SLASH = re.compile(r"[/\\、]")
_SCANNED = re.compile(r"[0-9A-Za-z_—-]{8,24}")
_BETWEEN = re.compile(r"[^0-9A-Z]+")


def new_code(groups: int) -> str:
    """Return a new random code in groups of four: ACDE-FGHJ. A group holds 17 bits."""
    return "-".join(new_group() for _ in range(groups))


def new_group() -> str:
    """Return one random group of a code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))


def plain_code(typed: str | None) -> str:
    """Return the signs of a code alone, however it was typed: small, full-width, parted."""
    return _BETWEEN.sub("", nfkc(typed or "").upper())


def code_in(scanned: str | None) -> str | None:
    """Return the code of a scanned address, any other text as it is.

    A scanner that works as a keyboard types the address. Under a Chinese input method its first
    letters may become other words; what follows the last slash is in capitals and stays.
    """
    parts = _SLASH.split(nfkc(scanned or ""))
    code = parts[-1].strip()
    return code if len(parts) > SLASHES and _SCANNED.fullmatch(code) else scanned


def grouped(typed: str | None) -> str:
    """Return a code as `new_code` writes it, of what someone typed or scanned."""
    plain = plain_code(typed)
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
