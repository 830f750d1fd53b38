"""What becomes of each row of a sheet of stations in the dry run."""

from collections.abc import Iterator, Mapping
from typing import Any

from people.secrecy.names import name_key
from people.stations.known import KnownStaff, KnownStation, station_book, station_key
from people.stations.models import StationStaff
from people.stations.parsed import STAFF, STATION, ParsedStaff, ParsedStation, readable
from people.stations.rows import Reader
from people.stations.sheet_fields import FIELDS
from sheets.nouns import KNOWN, REPEATED, Outcome, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask
from sheets.stated import is_stated

NEW = Outcome("new", "新增", "新增", note="新的站，或者站里新的人")
CHANGED = Outcome("changed", "改动", "改动", note="已经有的站或人，不一样的照表改", is_change=True)
OUTCOMES = (NEW, CHANGED)
FIELD_OF = {"division_code": "township", "vacancies_planned": "planned", "is_model": "model"}
KEEP = "不想改，请清空这一格。"
NOTHING = "不用处理。"


class StationReader:
    """Reads one sheet: each row is a station with staff to create or change, or the same."""

    def __init__(self, plan: Plan, _source: str) -> None:
        self.plan = plan
        self.reader = Reader(plan)
        self.book = station_book()
        self.first: dict[str, ParsedStation] = {}
        self.seen: dict[tuple[str, str, str], int] = {}

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        parsed = self.reader.read(row)
        if parsed is None:
            return Taken()
        shown = parsed.shown()
        outcome = "" if self.reader.is_refused else self._outcome(parsed)
        staged = parsed.dumps() if outcome in (NEW.key, CHANGED.key) else ""
        return Taken(outcome, staged, self.reader.problems, shown)

    def _outcome(self, parsed: ParsedStation) -> str:
        known = self.book.named(parsed.name)
        first = self.first.get(station_key(parsed.name))
        if known is None and first is None and not self._is_placed(parsed):
            return ""
        is_repeated = self._drop_repeated(parsed)
        if first is not None:
            self._compare_with_first(parsed, first)
        else:
            self.first[station_key(parsed.name)] = parsed
            parsed.is_first = known is None
        if known is not None:
            self._compare_station(parsed, known)
        self._compare_staff(parsed, known)
        if parsed.changed or any(one.changed for one in parsed.staff):
            return CHANGED.key
        if parsed.is_first or any(one.known_id is None for one in parsed.staff):
            return NEW.key
        if is_repeated:
            return REPEATED
        self._add(Level.SKIPPED, parsed, "name", "系统里已有，没有不一样的。", NOTHING)
        return KNOWN

    def _is_placed(self, parsed: ParsedStation) -> bool:
        """Return whether a new station has its level and place; each that is missing refuses it."""
        if parsed.level is None:
            reason = "看不出是县、乡镇还是村的站。"
            self._add(Level.REFUSED, parsed, "level", reason, "写“县”“乡镇”或“村”。")
        if parsed.division_code is None:
            reason = "看不出在哪个乡镇。"
            self._add(Level.REFUSED, parsed, "township", reason, "加一列乡镇再传一次。")
        return parsed.level is not None and parsed.division_code is not None

    def _drop_repeated(self, parsed: ParsedStation) -> bool:
        """Drop staff an earlier row of the sheet names; return whether nothing is left of a row."""
        kept = []
        for one in parsed.staff:
            mark = station_key(parsed.name), name_key(one.name), one.phone
            line = self.seen.setdefault(mark, parsed.row)
            if line == parsed.row:
                kept.append(one)
            else:
                reason = f"和第 {line} 行是同一个人。"
                self._add(Level.SKIPPED, parsed, "staff", reason, NOTHING)
        has_dropped = len(kept) < len(parsed.staff)
        parsed.staff = kept
        return has_dropped or station_key(parsed.name) in self.first

    def _compare_with_first(self, parsed: ParsedStation, first: ParsedStation) -> None:
        """Note what differs from the row that named the station first: that one counts."""
        for key, label in STATION.items():
            value = getattr(parsed, key)
            if is_stated(value) and value != getattr(first, key):
                reason = f"{label}和第 {first.row} 行写的不一样，按第 {first.row} 行。"
                self._add(Level.NOTE, parsed, FIELD_OF.get(key, key), reason, "请核对这个站。")

    def _compare_station(self, parsed: ParsedStation, known: KnownStation) -> None:
        parsed.known_id, parsed.version = known.id, known.version
        if self.first[station_key(parsed.name)] is parsed:
            for key in _differing(parsed, known.values, STATION):
                parsed.changed.append(key)
                self._note_change(parsed, key, STATION[key], known.values[key])

    def _compare_staff(self, parsed: ParsedStation, known: KnownStation | None) -> None:
        for one in list(parsed.staff):
            at = known.find(one) if known is not None else None
            if at is not None:
                self._compare_person(parsed, one, at)
                continue
            other = self.book.elsewhere(one)
            if other is not None:
                parsed.staff.remove(one)
                reason = f"{one.name}现在是“{other.name}”的人，没有重复登记。"
                self._add(Level.NOTE, parsed, "staff", reason, "换了站，请先在那边登记离开。")

    def _compare_person(self, parsed: ParsedStation, one: ParsedStaff, at: KnownStaff) -> None:
        one.known_id, one.version = at.id, at.version
        for key in _differing(one, at.values, {key: STAFF[key] for key in at.values}):
            one.changed.append(key)
            label = f"{one.name}的{STAFF[key]}"
            self._note_change(parsed, key, label, at.values[key], getattr(one, key))
        if one.phone and StationStaff.phone.blind(one.phone) != at.phone_index:
            one.changed.append("phone")
            former = "另一个号码" if at.phone_index else ""
            label = f"{one.name}的手机号"
            self._note_change(parsed, "staff_phone", label, former, one.phone)

    def _note_change(
        self, parsed: ParsedStation, key: str, label: str, before: Any, after: Any = None
    ) -> None:
        after = getattr(parsed, key) if after is None else after
        shown = str(readable(key, before)) if is_stated(before) else ""
        former = f"原来是“{shown}”，会改成" if shown else "原来空着，会写成"
        reason = f"{label}{former}“{mask(str(readable(key, after)))}”。"
        self._add(Level.CHANGED, parsed, FIELD_OF.get(key, key), reason, KEEP)

    def _add(self, level: Level, parsed: ParsedStation, key: str, reason: str, fix: str) -> None:
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else FIELDS.by_key[key].label
        place = (level, self.plan.sheet, parsed.row, heading)
        self.reader.problems.append(
            Problem(*place, mask(self.reader.cells.written(key)), reason, fix)
        )


def _differing(row: Any, values: Mapping[str, Any], columns: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns a row states otherwise than what is stored."""
    for key in columns:
        value = getattr(row, key)
        if is_stated(value) and value != values[key]:
            yield key
