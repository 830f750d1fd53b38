"""`make bench`: the search beside its peers, and the whole list beside the naive method."""

import argparse
from pathlib import Path

from benchmarks import index_life, pipeline, speed
from benchmarks.engines import ENGINES

PARTS = ("all", "speed", "pipeline", "life")


def main() -> None:
    """Measure the parts and sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, default="all")
    parser.add_argument("--sizes", nargs="*", type=int, default=[2_000, 100_000])
    parser.add_argument("--full", action="store_true", help="a million postings too")
    parser.add_argument("--engines", nargs="*", choices=list(ENGINES), default=None)
    parser.add_argument("--out", type=Path, default=None, help="keep the figures as JSON")
    asked = parser.parse_args()
    sizes = [*asked.sizes, *([1_000_000] if asked.full else [])]
    if asked.part in ("all", "pipeline"):
        pipeline.run(asked.sizes)
    if asked.part in ("all", "life"):
        index_life.run(max(asked.sizes))
    if asked.part in ("all", "speed"):
        speed.one_core()
        speed.run(sizes, asked.engines or speed.available(), asked.out)


if __name__ == "__main__":
    main()
