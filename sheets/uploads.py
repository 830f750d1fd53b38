"""Upload checks: every uploaded sheet passes here before any parser reads it."""

import enum
import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import DomainError
from core.files.names import shown_name
from core.files.whole import write_whole
from sheets import workbook_gate

MAX_BYTES = 10 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
SAVE_AS = "请在 WPS 里另存为 xlsx，再上传。"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# Files people pick by mistake, and the message for each. Other binary files are refused too.
OTHER_KINDS = (
    (b"%PDF", "这是 PDF 文件，系统读不了。请找对方要 Excel 表格。"),
    (b"\x89PNG", "这是图片，系统读不了。请上传 Excel 表格。"),
    (b"\xff\xd8\xff", "这是图片，系统读不了。请上传 Excel 表格。"),
    (b"GIF8", "这是图片，系统读不了。请上传 Excel 表格。"),
    (b"Rar!", "这是压缩包。请解压以后，只上传里面的表格。"),
    (b"7z\xbc\xaf", "这是压缩包。请解压以后，只上传里面的表格。"),
    (b"\x1f\x8b", "这是压缩包。请解压以后，只上传里面的表格。"),
    (b"{\\rtf", f"这是文档，不是表格。{SAVE_AS}"),
)
_MARKUP = re.compile(rb"^\s*(<!doctype|<html|<\?xml|<table|<meta|<head)", re.IGNORECASE)
_STORED = re.compile(r"^[0-9a-f]{32}$")


class FileKind(enum.Enum):
    """The format of an upload, found from its contents and never from its name."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class Upload:
    """A file that passed the checks. `name` is for display only, never a path."""

    name: str
    kind: FileKind
    data: bytes
    encoding: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the contents: the same file has the same digest under any name."""
        return hashlib.sha256(self.data).hexdigest()


def accept(stream: BinaryIO, file_name: str) -> Upload:
    """Read and check one uploaded sheet.

    Reads at most MAX_BYTES + 1. Raises DomainError (field "file") where it is refused.
    """
    data = stream.read(MAX_BYTES + 1)
    name = shown_name(file_name)
    if len(data) > MAX_BYTES:
        raise refused("文件超过 10 MB。请删去图片和多余的工作表，或分成几份再上传。")
    if not data.strip():
        raise refused("文件是空的，请检查后再上传。")
    if data.startswith(OLD_OFFICE):
        raise refused(_old_office(name))
    if data.startswith(ZIP):
        workbook_gate.inspect(data)
        return Upload(name, FileKind.XLSX, data)
    return Upload(name, FileKind.CSV, data, text_encoding(data))


def refused(message: str) -> DomainError:
    """Return the error that refuses an upload."""
    return DomainError(message, field="file")


def _old_office(name: str) -> str:
    if name.lower().endswith((".xlsx", ".xlsm")):
        return f"这份表设了打开密码，或者其实是老格式。请去掉密码，{SAVE_AS}"
    return f"这是老格式文件（xls、et、doc 等），系统不读。{SAVE_AS}"


def text_encoding(data: bytes) -> str:
    """Return the encoding of a text file: UTF-8 (with or without BOM) or GB18030.

    Raises DomainError where it is another kind of file.
    """
    for magic, message in OTHER_KINDS:
        if data.startswith(magic):
            raise refused(message)
    if _MARKUP.match(data):
        raise refused(
            f"这是网页或网页格式的表格。请在 WPS 里打开，{SAVE_AS.removeprefix('请在 WPS 里')}"
        )
    if b"\0" in data:
        raise refused(f"这不是能读的表格文件。{SAVE_AS}")
    for encoding in ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise refused(f"文件里的文字认不出来，可能已损坏。{SAVE_AS}")


class UploadStore:
    """A private folder of uploads under random names, never under the user's file name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store bytes and return their random name."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        write_whole(self.folder / name, data)
        return name

    def path(self, name: str, suffix: str = "") -> Path:
        """Return the path of a stored file or, by suffix, of one of its companions.

        Raises ValueError for a name this store did not make.
        """
        if not _STORED.match(name):
            raise ValueError("not a stored upload")
        return self.folder / f"{name}{suffix}"

    def load(self, name: str, shown: str) -> Upload:
        """Read a stored upload again, through the same checks."""
        with self.path(name).open("rb") as file:
            return accept(file, shown)

    def discard(self, name: str) -> None:
        """Remove a stored upload and all its companions."""
        self.path(name)
        for file in self.folder.glob(f"{name}*"):
            file.unlink(missing_ok=True)

    def sweep(self, before: float) -> int:
        """Remove files last written before a moment (seconds since 1970); return how many."""
        old = [file for file in self.folder.glob("*") if file.stat().st_mtime < before]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)
