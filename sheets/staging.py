"""The files of an import beside its uploaded sheet: staged rows, report, progress."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sheets.models import ImportBatch
from sheets.progress import Running, read_progress
from sheets.uploads import UploadStore

STAGED, REPORT, PROGRESS, DRAFT = ".staged", ".report", ".progress", ".new"


@dataclass(frozen=True)
class Site:
    """What an import needs of the installation: its data folder."""

    folder: Path

    @property
    def uploads(self) -> UploadStore:
        """The folder of uploads."""
        return UploadStore(self.folder / "uploads")


@dataclass(frozen=True)
class ImportFiles:
    """The paths of the files of one import."""

    store: UploadStore
    name: str

    @property
    def staged(self) -> Path:
        """The rows a dry run staged, one a line."""
        return self.store.path(self.name, STAGED)

    @property
    def report(self) -> Path:
        """The problems a dry run found."""
        return self.store.path(self.name, REPORT)

    @property
    def staged_draft(self) -> Path:
        """The rows staged so far by a dry run that has not ended."""
        return self.store.path(self.name, STAGED + DRAFT)

    @property
    def report_draft(self) -> Path:
        """The problems found so far by a dry run that has not ended."""
        return self.store.path(self.name, REPORT + DRAFT)

    def keep_drafts(self) -> None:
        """Replace the files of an earlier dry run by those of one that has ended."""
        self.staged_draft.replace(self.staged)
        self.report_draft.replace(self.report)

    def forget_drafts(self) -> None:
        """Remove what a dry run left that failed."""
        self.staged_draft.unlink(missing_ok=True)
        self.report_draft.unlink(missing_ok=True)

    @property
    def progress(self) -> Path:
        """The progress of a run."""
        return self.store.path(self.name, PROGRESS)

    def forget_contents(self) -> None:
        """Remove the sheet and the staged rows; the report, which masks numbers, stays."""
        self.store.path(self.name).unlink(missing_ok=True)
        self.staged.unlink(missing_ok=True)


def files_of(site: Site, batch: ImportBatch) -> ImportFiles:
    """Return the paths of the files of an import."""
    return ImportFiles(site.uploads, batch.plan.stored)


def running(site: Site, batch: ImportBatch) -> Running | None:
    """Return the run of an import that is under way, if one is."""
    return read_progress(files_of(site, batch).progress)


def staged_lines(staged: Path) -> Iterator[str]:
    """Yield the staged rows, one at a time, in the order of the sheet."""
    with staged.open(encoding="utf-8") as lines:
        yield from lines
