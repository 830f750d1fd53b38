"""The tables of certificates: what each includes, which are quick to get, which are common."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from lexicon.rows import Row, claim, fold, rows_of

LICENCE = "licence"  # without it the law forbids the work
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
