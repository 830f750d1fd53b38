"""Loader of the domain lexicon: trades, occupations, certificates and synonyms from `data/`."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from lexicon.characters import nfkc

FOLDER = Path(__file__).parent / "data"
BRANCHES = frozenset(
    {"ARMY", "NAVY", "AIRFORCE", "ROCKET", "SPACE", "CYBER", "INFO", "LOGISTICS", "PAP"}
)
CERTIFICATE_KINDS = frozenset({"licence", "certificate"})
CONFIDENCE_RANGE = (0.30, 0.95)


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


@dataclass(frozen=True, slots=True)
class Certificate:
    """A licence or certificate; `includes` is direct. `valid_years` None means no fixed term."""

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    issuer: str = ""
    valid_years: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables, checked against each other. Shared by the whole process, hence immutable.

    `closures` holds, for each certificate key, all keys a holder satisfies, itself among them;
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


class _Row(NamedTuple):
    where: str
    cells: Mapping[str, str]

    def parts(self, column: str) -> tuple[str, ...]:
        return tuple(part for part in self.cells[column].split("|") if part)


_Named = Occupation | Specialty | Certificate


@cache
def load_lexicon() -> Lexicon:
    """Return the built-in lexicon, read and checked once per process."""
    return read_lexicon(FOLDER)


def read_lexicon(folder: Path) -> Lexicon:
    """Return the tables of a folder, checked. `occupations.csv` and `slang.csv` may be absent.

    Raises
    ------
    ValueError
        A table breaks a rule of the README; the message begins with the file and the line.
    """
    occupations = _read_occupations(folder / "occupations.csv")
    edges = _read_edges(folder / "specialty_edges.csv", occupations)
    specialties = _read_specialties(folder / "specialties.csv", edges)
    certificates, closures = _read_certificates(folder / "certificates.csv")
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
    )


def includes(lexicon: Lexicon, held_key: str) -> frozenset[str]:
    """Return every certificate key that holding `held_key` satisfies, itself among them.

    A key the lexicon does not know satisfies itself only; the empty key satisfies nothing.
    """
    alone = frozenset({held_key}) if held_key else frozenset[str]()
    return lexicon.closures.get(held_key, alone)


def satisfies(held_keys: Iterable[str], needed_key: str) -> bool:
    """Return whether any certificate held is, or includes, the one needed."""
    lexicon = load_lexicon()
    return any(needed_key in includes(lexicon, held) for held in held_keys)


def fold(text: str) -> str:
    """Return text in a comparable spelling: one width, capitals, no blanks inside a line."""
    return re.sub(r"[^\S\n]+", "", nfkc(text).upper())


# Reading and checking


def _rows(path: Path, columns: str) -> Iterator[_Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, restkey="")
        if reader.fieldnames != columns.split(","):
            raise ValueError(f"{path.name}:1: need the columns {columns}")
        for cells in reader:
            where = f"{path.name}:{reader.line_num}"
            if "" in cells or None in cells.values():
                raise ValueError(f"{where}: need {len(reader.fieldnames)} cells")
            yield _Row(where, {name: cell.strip() for name, cell in cells.items()})


def _claim(owners: dict[str, str], owner: str, words: Iterable[str], where: str) -> None:
    """Record the owner of each word; a word with two owners could not be looked up."""
    for word in words:
        if not word or word in owners:
            raise ValueError(f"{where}: {word!r} of {owner} is taken by {owners.get(word)!r}")
        owners[word] = owner


def _read_occupations(path: Path) -> dict[str, Occupation]:
    found: dict[str, Occupation] = {}
    for row in _rows(path, "code,name,aliases,skills") if path.exists() else ():
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
    for row in _rows(path, "specialty,occupation_code,confidence,source,skills"):
        specialty, code = row.cells["specialty"], row.cells["occupation_code"]
        _claim(seen, row.where, [f"{specialty} {code}"], row.where)
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
    for row in _rows(path, "key,name,aliases,branches,note"):
        key, name, aliases = row.cells["key"], row.cells["name"], row.parts("aliases")
        branches = row.parts("branches")
        _claim(owners, key, dict.fromkeys(map(fold, (key, name, *aliases))), row.where)
        if not BRANCHES.issuperset(branches):
            raise ValueError(f"{row.where}: unknown branch in {branches}")
        ranked = sorted((edge for _, edge in edges.get(key, [])), key=lambda edge: -edge.confidence)
        found[key] = Specialty(key, name, aliases, branches, tuple(ranked))
    for key in edges.keys() - found.keys():
        raise ValueError(f"{edges[key][0][0]}: {key!r} is not in {path.name}")
    return found


def _read_certificates(path: Path) -> tuple[dict[str, Certificate], dict[str, frozenset[str]]]:
    found: dict[str, Certificate] = {}
    places: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in _rows(path, "key,name,kind,aliases,includes,issuer,valid_years,note"):
        certificate = _certificate(row)
        words = (certificate.key, certificate.name, *certificate.aliases)
        _claim(owners, certificate.key, dict.fromkeys(map(fold, words)), row.where)
        found[certificate.key] = certificate
        places[certificate.key] = row.where
    return found, _closures(found, places)


def _certificate(row: _Row) -> Certificate:
    cells = row.cells
    if cells["kind"] not in CERTIFICATE_KINDS or not re.fullmatch(r"\d*", cells["valid_years"]):
        raise ValueError(f"{row.where}: unknown kind, or valid_years is no whole number")
    years = int(cells["valid_years"]) if cells["valid_years"] else None
    aliases, includes_ = row.parts("aliases"), row.parts("includes")
    return Certificate(
        cells["key"], cells["name"], cells["kind"], aliases, includes_, cells["issuer"], years
    )


def _closures(
    certificates: Mapping[str, Certificate], places: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    graph = {key: certificate.includes for key, certificate in certificates.items()}
    for key, parts in graph.items():
        if unknown := set(parts) - graph.keys():
            raise ValueError(f"{places[key]}: includes {unknown}, which are no keys")
    closures: dict[str, frozenset[str]] = {}
    try:
        for key in TopologicalSorter(graph).static_order():
            closures[key] = frozenset({key}).union(*(closures[part] for part in graph[key]))
    except CycleError as error:
        circle = error.args[1]
        raise ValueError(f"{places[circle[0]]}: a circle of includes: {circle}") from error
    return closures


def _read_synonyms(path: Path) -> dict[str, str]:
    owners: dict[str, str] = {}
    for row in _rows(path, "canonical,variants"):
        canonical, variants = row.cells["canonical"], row.parts("variants")
        _claim(owners, canonical, (canonical, *variants), row.where)
    return {word: canonical for word, canonical in owners.items() if word != canonical}


def _read_words(path: Path) -> tuple[str, ...]:
    owners: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if (word := line.strip()) and not word.startswith("# "):
            _claim(owners, word, [word], f"{path.name}:{number}")
    return tuple(owners)


def _read_slang(path: Path) -> re.Pattern[str] | None:
    patterns = []
    for row in _rows(path, "pattern,note") if path.exists() else ():
        try:
            patterns.append(re.compile(row.cells["pattern"]).pattern)
        except re.error as error:
            raise ValueError(f"{row.where}: {error}") from error
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
