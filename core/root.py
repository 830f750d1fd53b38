"""Where the code is, known without importing anything: a process that reads a sheet starts lean."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
