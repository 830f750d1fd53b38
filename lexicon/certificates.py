"""The tables of certificates: what each includes, its occupations, which are quick or common."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from lexicon.rows import Row, claim, fold, rows_of

LICENCE = "licence"  # without it the law forbids the work
STATUTORY = (
    "凭证上岗"  # ground of an edge: an occupation nobody may practise without such a licence
)
# A certificate proves training and no day of work: below the closeness of a spell in the trade.
EDGE_RANGE = (0.30, 0.50)
CERTIFICATE_KINDS = frozenset({LICENCE, "certificate"})


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


@dataclass(frozen=True, slots=True)
class QuickCertificate:
    """A certificate anybody can get within days: where, and who names the cost."""

    key: str
    where: str
    cost: str


@dataclass(frozen=True, slots=True)
class CertificateTrades:
    """The occupations certificates are for.

    `by_certificate` maps a certificate to the codes of its occupations and of those it includes,
    with confidences in ``EDGE_RANGE``; `statutory` maps a code to the licences of which one is
    needed by law, none where the work is free.
    """

    by_certificate: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    statutory: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_certificates(path: Path) -> tuple[dict[str, Certificate], dict[str, frozenset[str]]]:
    """Return the certificates by key, and the keys each satisfies. Raises ValueError."""
    found: dict[str, Certificate] = {}
    places: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in rows_of(path, "key,name,kind,aliases,includes,issuer,valid_years,note"):
        certificate = _certificate(row)
        words = (certificate.key, certificate.name, *certificate.aliases)
        claim(owners, certificate.key, dict.fromkeys(map(fold, words)), row.where)
        found[certificate.key] = certificate
        places[certificate.key] = row.where
    return found, _closures(found, places)


def _certificate(row: Row) -> Certificate:
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


def read_quick(path: Path, certificates: Mapping[str, Certificate]) -> dict[str, QuickCertificate]:
    """Return the certificates anybody gets within days. Raises ValueError."""
    rows = list(rows_of(path, "key,where,cost")) if path.exists() else []
    _check_keys(rows, certificates, ("where", "cost"))
    return {row.cells["key"]: QuickCertificate(**row.cells) for row in rows}


def read_common(path: Path, certificates: Mapping[str, Certificate]) -> frozenset[str]:
    """Return the keys of common certificates. Raises ValueError."""
    rows = list(rows_of(path, "key,source")) if path.exists() else []
    _check_keys(rows, certificates, ("source",))
    return frozenset(row.cells["key"] for row in rows)


def read_certificate_trades(
    path: Path,
    certificates: Mapping[str, Certificate],
    closures: Mapping[str, frozenset[str]],
    *,
    occupations: Collection[str],
    without: Collection[str],
) -> CertificateTrades:
    """Return the occupations of certificates; those in `without` may have none.

    A certificate also counts for the occupations of those it includes. Raises ValueError.
    """
    own: dict[str, dict[str, float]] = {}
    statutory: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    columns = "certificate,occupation_code,confidence,source"
    for row in rows_of(path, columns) if path.exists() else ():
        key, code = row.cells["certificate"], row.cells["occupation_code"]
        claim(owners, row.where, [f"{key} {code}"], row.where)
        if key not in certificates or key in without:
            raise ValueError(f"{row.where}: {key!r} is no certificate, or one without occupations")
        if occupations and code not in occupations:
            raise ValueError(f"{row.where}: {code} is not in occupations.csv")
        own.setdefault(key, {})[code] = _confidence(row)
        if _is_statutory(row, certificates[key]):
            statutory[code] = (*statutory.get(code, ()), key)
    found = {key: _together(own.get(one, {}) for one in closures[key]) for key in certificates}
    return CertificateTrades({key: codes for key, codes in found.items() if codes}, statutory)


def _confidence(row: Row) -> float:
    low, high = EDGE_RANGE
    cell = row.cells["confidence"]
    if not re.fullmatch(r"0\.\d\d", cell) or not low <= float(cell) <= high:
        raise ValueError(f"{row.where}: confidence must be in [{low}, {high}], as 0.50")
    return float(cell)


def _is_statutory(row: Row, certificate: Certificate) -> bool:
    """Return whether the edge is that of a licence the law demands."""
    if not row.cells["source"].endswith(STATUTORY):
        return False
    if certificate.kind != LICENCE:
        raise ValueError(f"{row.where}: {certificate.key!r} is no licence, no law demands it")
    return True


def _together(edges: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the codes of all edges, each with its best confidence."""
    best: dict[str, float] = {}
    for codes in edges:
        for code, confidence in codes.items():
            best[code] = max(confidence, best.get(code, 0.0))
    return best


def _check_keys(
    rows: Iterable[Row], certificates: Mapping[str, Certificate], filled: Iterable[str]
) -> None:
    """Refuse a key that is no certificate or occurs twice, and an empty cell."""
    owners: dict[str, str] = {}
    for row in rows:
        claim(owners, row.where, [row.cells["key"]], row.where)
        if row.cells["key"] not in certificates or not all(row.cells[name] for name in filled):
            raise ValueError(
                f"{row.where}: {row.cells['key']!r} is no certificate, or a cell is empty"
            )
