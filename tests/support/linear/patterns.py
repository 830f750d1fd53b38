"""Every pattern of the tree: those compiled while it is imported, and those of its calls."""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from tests.support.tree import PACKAGES

ROOT = Path(__file__).resolve().parents[3]
OURS = tuple(f"{package}/" for package in PACKAGES)
COMPILING = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub")
CALLS = {f"re.{name}" for name in COMPILING}
Text = str | bytes
Known = dict[tuple[Text, int], str]  # (pattern, flags) -> where it was found


@dataclass
class Recorder:
    """Notes each pattern the tree compiles, with the line that does. Start it before the tree."""

    found: Known = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)

    def start(self) -> None:
        """Watch the one function of `re` that all others call."""
        compiling: Any = re._compile  # type: ignore[attr-defined]

        def recorded(pattern: Any, flags: int) -> Any:
            compiled = compiling(pattern, flags)
            self._note(compiled, sys._getframe(2))
            return compiled

        re._compile = recorded  # type: ignore[attr-defined]

    def _note(self, compiled: re.Pattern[Any], frame: FrameType | None) -> None:
        path = Path(frame.f_code.co_filename) if frame else ROOT
        place = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
        if frame is not None and place.startswith(OURS):
            self.found.setdefault((compiled.pattern, compiled.flags), f"{place}:{frame.f_lineno}")
            self.lines.add((place, frame.f_lineno))


def imported(packages: tuple[str, ...]) -> list[ModuleType]:
    """Return every module of these packages, imported."""
    found = []
    for name in packages:
        package = importlib.import_module(name)
        found.append(package)
        for one in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not one.name.endswith("__main__"):
                found.append(importlib.import_module(one.name))  # noqa: PERF401 - two steps
    return found


def patterns_of_calls(modules: list[ModuleType]) -> tuple[Known, list[tuple[str, int, int]]]:
    """Return the patterns written in calls of `re`, and the calls whose pattern only running
    the code can give: (file, first line, last line).
    """
    found: Known = {}
    unknown = []
    for module in modules:
        path = Path(str(module.__file__))
        place = path.relative_to(ROOT).as_posix()
        for call in _calls(path):
            pattern = _pattern_of(call, module)
            if pattern is None:
                unknown.append((place, call.lineno, call.end_lineno or call.lineno))
            else:
                found.setdefault((pattern.pattern, pattern.flags), f"{place}:{call.lineno}")
    return found, unknown


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS and node.args:
            yield node


def _pattern_of(call: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    if isinstance(call.func, ast.Attribute) and call.func.attr == "compile":
        flags += call.args[1:2]
    try:
        values = [_value(one, module) for one in (call.args[0], *flags)]
    except NameError:
        return None
    return values[0] if isinstance(values[0], re.Pattern) else re.compile(*values)


def _value(node: ast.expr, module: ModuleType) -> Any:
    """Evaluate a constant expression of a module: the tree's own code, never anything read."""
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), vars(module))
