"""Format the templates in place, or (`--check`) only report those that differ or are too wide."""

import sys
from pathlib import Path

from tools.templates.expression import WIDTH, width
from tools.templates.format import Formatter

ROOT = Path(__file__).resolve().parents[2] / "templates"
# Written by tools/vendor.py.
WRITTEN_BY_TOOLS = frozenset(("icon_paths.html",))


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Format or check all templates below a folder; return how the process ends."""
    paths = [path for path in sorted(root.rglob("*.html")) if path.name not in WRITTEN_BY_TOOLS]
    sources = {path: path.read_text(encoding="utf-8") for path in paths}
    formatter = Formatter(list(sources.values()))
    made = {path: formatter.format(source) for path, source in sources.items()}
    changed = [path for path in paths if made[path] != sources[path]]
    faults = [fault for path in paths for fault in _too_wide(path.relative_to(root), made[path])]
    if "--check" in arguments:
        faults += [f"{path.relative_to(root)}: run python -m tools.templates" for path in changed]
    else:
        for path in changed:
            path.write_text(made[path], encoding="utf-8")
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _too_wide(name: Path, text: str) -> list[str]:
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{number}: wider than {WIDTH}" for number, line in lines if width(line) > WIDTH]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
