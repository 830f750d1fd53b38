"""The code as the rule tests read it: its root packages, their nouns, the modules of all."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from core.config import ROOT

_CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_CONTRACTS = {one["name"]: one for one in _CONFIG["tool"]["importlinter"]["contracts"]}

# Lowest first, as the import contracts name them.
PACKAGES: tuple[str, ...] = tuple(reversed(_CONTRACTS["Packages import downwards only"]["layers"]))
# Packages whose sub-packages are nouns; every other package is one noun, or a mechanism.
WITH_NOUNS: tuple[str, ...] = tuple(
    _CONTRACTS["Nouns of a package import in one direction"]["ancestors"]
)


def modules(*packages: str) -> Iterator[Path]:
    """Yield the modules of these packages, of all of them where none is named."""
    for package in packages or PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def noun_of(module: str) -> str:
    """Return the noun a module belongs to ("people.veterans"), "" for one that is no noun's."""
    parts = module.split(".")
    folder = ROOT.joinpath(*parts[:2])
    return ".".join(parts[:2]) if parts[0] in WITH_NOUNS and folder.is_dir() else ""
