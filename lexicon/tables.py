"""Loader of the domain lexicon: trades, occupations, certificates and synonyms from `data/`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lexicon.certificates import (
    Certificate,
    CertificateTrades,
    QuickCertificate,
    read_certificate_trades,
    read_certificates,
    read_common,
    read_quick,
)
from lexicon.rows import claim, fold, rows_of

FOLDER = Path(__file__).parent / "data"
BRANCHES = frozenset(
    {"ARMY", "NAVY", "AIRFORCE", "ROCKET", "SPACE", "CYBER", "INFO", "LOGISTICS", "PAP"}
)
CONFIDENCE_RANGE = (0.30, 0.95)
ANY = "_any"  # end of the keys that stand for wording without a class or item


@dataclass(frozen=True, slots=True)
class Occupation:
    """A civilian occupation of 职业分类大典 2022."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from a trade to an occupation; `confidence` in [0.30, 0.95] is the share of duties
    kept.
    """

    occupation_code: str
    confidence: float
    source: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Specialty:
    """A military trade. No `branches` means any branch; `edges` are sorted, surest first."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables, checked against each other. Shared by the whole process, hence immutable.

    `closures` holds, for each certificate key, all keys a holder satisfies, itself among them;
    `quick` are those anybody gets within days, `common` those most people of working age have,
    `certificate_trades` the occupations of the others;
    `synonyms` maps a variant to its canonical word; `slang` is None without patterns.
    """

    occupations: Mapping[str, Occupation]
    specialties: Mapping[str, Specialty]
    certificates: Mapping[str, Certificate]
    closures: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, str]
    stop_words: frozenset[str]
    slang: re.Pattern[str] | None
    user_words: tuple[str, ...]
    quick: Mapping[str, QuickCertificate] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    certificate_trades: CertificateTrades = field(default_factory=CertificateTrades)


_Named = Occupation | Specialty | Certificate


@cache
def load_lexicon() -> Lexicon:
    """Return the built-in lexicon, read and checked once per process."""
    return read_lexicon(FOLDER)


def read_lexicon(folder: Path) -> Lexicon:
    """Return the tables of a folder, checked.

    `occupations.csv`, `slang.csv`, `quick_certificates.csv`, `common_certificates.csv` and
    `certificate_edges.csv` may be absent.

    Raises
    ------
    ValueError
        A table breaks a rule of the README; the message begins with the file and the line.
    """
    occupations = _read_occupations(folder / "occupations.csv")
    edges = _read_edges(folder / "specialty_edges.csv", occupations)
    specialties = _read_specialties(folder / "specialties.csv", edges)
    certificates, closures = read_certificates(folder / "certificates.csv")
    quick = read_quick(folder / "quick_certificates.csv", certificates)
    common = read_common(folder / "common_certificates.csv", certificates)
    certificate_trades = read_certificate_trades(
        folder / "certificate_edges.csv",
        certificates,
        closures,
        occupations=occupations,
        without=common.union(quick),
    )
    synonyms = _read_synonyms(folder / "synonyms.csv")
    named: list[_Named] = [*occupations.values(), *specialties.values(), *certificates.values()]
    words = [word for item in named for word in (item.name, *item.aliases)]
    words += [*synonyms.values(), *synonyms, *_read_words(folder / "user_words.txt")]
    return Lexicon(
        occupations=occupations,
        specialties=specialties,
        certificates=certificates,
        closures=closures,
        synonyms=synonyms,
        stop_words=frozenset(_read_words(folder / "stop_words.txt")),
        slang=_read_slang(folder / "slang.csv"),
        user_words=tuple(word for word in dict.fromkeys(words) if re.fullmatch(r"\w{2,}", word)),
        quick=quick,
        common=common,
        certificate_trades=certificate_trades,
    )


def includes(lexicon: Lexicon, held_key: str) -> frozenset[str]:
    """Return every certificate key that holding `held_key` satisfies, itself among them.

    A key the lexicon does not know satisfies itself only; the empty key satisfies nothing.
    """
    alone = frozenset({held_key}) if held_key else frozenset[str]()
    return lexicon.closures.get(held_key, alone)


def is_exact(lexicon: Lexicon, held_key: str, needed_key: str) -> bool:
    """Return whether a certificate held is just what is needed, not a higher one that covers it.

    Wording without a class ("A照") is exactly met by what lists it directly (A1, A2, A3).
    """
    if held_key == needed_key:
        return True
    held = lexicon.certificates.get(held_key)
    return needed_key.endswith(ANY) and held is not None and needed_key in held.includes


def satisfies(held_keys: Iterable[str], needed_key: str) -> bool:
    """Return whether any certificate held is, or includes, the one needed."""
    lexicon = load_lexicon()
    return any(needed_key in includes(lexicon, held) for held in held_keys)


# Reading and checking


def _read_occupations(path: Path) -> dict[str, Occupation]:
    found: dict[str, Occupation] = {}
    for row in rows_of(path, "code,name,aliases,skills") if path.exists() else ():
        code = row.cells["code"]
        if not re.fullmatch(r"\d(-\d\d){3}", code) or code in found:
            raise ValueError(f"{row.where}: {code!r} is not a code d-dd-dd-dd or occurs twice")
        found[code] = Occupation(code, row.cells["name"], row.parts("aliases"), row.parts("skills"))
    return found


def _read_edges(
    path: Path, occupations: Mapping[str, Occupation]
) -> dict[str, list[tuple[str, Edge]]]:
    edges: dict[str, list[tuple[str, Edge]]] = {}
    seen: dict[str, str] = {}
    low, high = CONFIDENCE_RANGE
    for row in rows_of(path, "specialty,occupation_code,confidence,source,skills"):
        specialty, code = row.cells["specialty"], row.cells["occupation_code"]
        claim(seen, row.where, [f"{specialty} {code}"], row.where)
        if occupations and code not in occupations:
            raise ValueError(f"{row.where}: {code} is not in occupations.csv")
        confidence = row.cells["confidence"]
        if not re.fullmatch(r"0\.\d\d", confidence) or not low <= float(confidence) <= high:
            raise ValueError(f"{row.where}: confidence must be in [{low}, {high}], as 0.50")
        edge = Edge(code, float(confidence), row.cells["source"], row.parts("skills"))
        edges.setdefault(specialty, []).append((row.where, edge))
    return edges


def _read_specialties(
    path: Path, edges: Mapping[str, list[tuple[str, Edge]]]
) -> dict[str, Specialty]:
    found: dict[str, Specialty] = {}
    owners: dict[str, str] = {}
    for row in rows_of(path, "key,name,aliases,branches,note"):
        key, name, aliases = row.cells["key"], row.cells["name"], row.parts("aliases")
        branches = row.parts("branches")
        claim(owners, key, dict.fromkeys(map(fold, (key, name, *aliases))), row.where)
        if not BRANCHES.issuperset(branches):
            raise ValueError(f"{row.where}: unknown branch in {branches}")
        ranked = sorted((edge for _, edge in edges.get(key, [])), key=lambda edge: -edge.confidence)
        found[key] = Specialty(key, name, aliases, branches, tuple(ranked))
    for key in edges.keys() - found.keys():
        raise ValueError(f"{edges[key][0][0]}: {key!r} is not in {path.name}")
    return found


def _read_synonyms(path: Path) -> dict[str, str]:
    owners: dict[str, str] = {}
    for row in rows_of(path, "canonical,variants"):
        canonical, variants = row.cells["canonical"], row.parts("variants")
        claim(owners, canonical, (canonical, *variants), row.where)
    return {word: canonical for word, canonical in owners.items() if word != canonical}


def _read_words(path: Path) -> tuple[str, ...]:
    owners: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if (word := line.strip()) and not word.startswith("# "):
            claim(owners, word, [word], f"{path.name}:{number}")
    return tuple(owners)


def _read_slang(path: Path) -> re.Pattern[str] | None:
    patterns = []
    for row in rows_of(path, "pattern,note") if path.exists() else ():
        try:
            patterns.append(re.compile(row.cells["pattern"]).pattern)
        except re.error as error:
            raise ValueError(f"{row.where}: {error}") from error
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
