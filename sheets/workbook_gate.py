"""Checks of an xlsx file on its raw bytes; sizes declared in the file are not trusted."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from core.errors import DomainError

MAX_ENTRIES = 1000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_TOTAL_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM_BYTES = 1024 * 1024
CHUNK = 256 * 1024
END_OF_DIRECTORY = b"PK\x05\x06"
REQUIRED = ("[Content_Types].xml", "xl/workbook.xml")
SAVE_CLEAN = "请在 WPS 里新建一个表格，只把内容复制过去，另存为 xlsx 再上传。"
DAMAGED = f"文件已损坏或不是真正的 xlsx。{SAVE_CLEAN}"
TOO_LARGE = f"文件展开后太大，系统不读。{SAVE_CLEAN}"
BANNED_PARTS = (
    (re.compile(r"vbaproject|macrosheets?/|xl/dialogsheets/"), f"表里有宏，系统不读。{SAVE_CLEAN}"),
    (re.compile(r"externallinks/"), f"表里链接着别的文件，系统不读。{SAVE_CLEAN}"),
    (re.compile(r"embeddings/|oleobject|activex"), f"表里嵌着别的文件，系统不读。{SAVE_CLEAN}"),
)
BANNED_TYPES = re.compile(
    rb"macroenabled|vbaproject|macrosheet|oleobject|externallink", re.IGNORECASE
)
BANNED_MARKUP = re.compile(rb"<!\s*(doctype|entity)", re.IGNORECASE)
OTHER_OFFICE = (
    ("word/", "这是 Word 文档，不是表格。请把内容放进 Excel 表格再上传。"),
    ("ppt/", "这是演示文稿，不是表格。请把内容放进 Excel 表格再上传。"),
)


def inspect(data: bytes) -> None:
    """Check a workbook. Raises DomainError (field "file") where it is refused.

    Every part is inflated once, in bounded steps, and its real size compared with the size in
    the directory, because the parser that follows trusts the directory.
    """
    try:
        entries = _entries(data)
        _check_names([entry.filename for entry in entries])
        budget = MAX_TOTAL_BYTES
        for entry in entries:
            budget -= _check_entry(data, entry, budget)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError) as error:
        raise _refused(DAMAGED) from error
    except (NotImplementedError, UnicodeError, OverflowError, RuntimeError) as error:
        raise _refused(DAMAGED) from error


def _refused(message: str) -> DomainError:
    return DomainError(message, field="file")


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    """Read the zip directory, once its declared size and count are within limits."""
    at = data.rfind(END_OF_DIRECTORY)
    if at < 0:
        raise _refused(DAMAGED)
    count, size, start, comment = struct.unpack_from("<H2IH", data, at + 10)
    if at + 22 + comment != len(data) or start + size != at:
        raise _refused(DAMAGED)
    if count > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise _refused(TOO_LARGE)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refused(TOO_LARGE)
    return entries


def _check_names(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if len(set(lowered)) != len(names) or any(map(_is_evil, names)):
        raise _refused(DAMAGED)
    for folder, message in OTHER_OFFICE:
        if any(name.startswith(folder) for name in lowered):
            raise _refused(message)
    for pattern, message in BANNED_PARTS:
        if any(pattern.search(name) for name in lowered):
            raise _refused(message)
    if any(part not in names for part in REQUIRED):
        raise _refused(DAMAGED)


def _is_evil(name: str) -> bool:
    parts = name.split("/")
    return (
        name.startswith("/")
        or ".." in parts
        or any(mark in name for mark in ("\\", ":", "\0"))
        or any(ord(character) < 32 for character in name)
    )


def _check_entry(data: bytes, entry: zipfile.ZipInfo, budget: int) -> int:
    """Inflate one part, check it, and return its real size."""
    if entry.flag_bits & 0x1:
        raise _refused(f"这份表设了密码。请去掉密码再上传。{SAVE_CLEAN}")
    size, tail, is_markup = 0, b"", not entry.filename.startswith("xl/media/")
    for block in _inflate(data, entry):
        size += len(block)
        _check_size(entry, size, budget)
        if is_markup:
            _check_markup(entry.filename, tail + block)
            tail = block[-40:]
    if size != entry.file_size:
        raise _refused(DAMAGED)
    return size


def _check_size(entry: zipfile.ZipInfo, size: int, budget: int) -> None:
    bulging = size > RATIO_FROM_BYTES and size > MAX_RATIO * max(1, entry.compress_size)
    if size > budget or bulging:
        raise _refused(TOO_LARGE)


def _check_markup(name: str, text: bytes) -> None:
    if BANNED_MARKUP.search(text):
        raise _refused(DAMAGED)
    if name == "[Content_Types].xml" and BANNED_TYPES.search(text):
        raise _refused(f"表里有宏或嵌着别的文件，系统不读。{SAVE_CLEAN}")
    if name.lower().endswith((".xml", ".rels", ".vml")) and b"\0" in text:
        raise _refused(DAMAGED)  # UTF-16 would hide markup from the patterns above


def _inflate(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's contents in steps of at most CHUNK, whatever its declared size."""
    body = memoryview(data)[_body_start(data, entry) :][: entry.compress_size]
    if len(body) != entry.compress_size:
        raise _refused(DAMAGED)
    if entry.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(body), CHUNK):
            yield bytes(body[start : start + CHUNK])
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise _refused(DAMAGED)
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = bytes(body)
    while not engine.eof:
        block = engine.decompress(waiting, CHUNK)
        waiting = engine.unconsumed_tail
        if not block and not waiting:
            break
        yield block
    if not engine.eof or engine.unused_data:
        raise _refused(DAMAGED)


def _body_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return the offset of a part's bytes; its own header must repeat the directory's name."""
    at = entry.header_offset
    mark, name_size, extra_size = struct.unpack_from("<4s22xHH", data, at)
    name = data[at + 30 : at + 30 + name_size]
    known = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    if mark != b"PK\x03\x04" or name != known:
        raise _refused(DAMAGED)
    return int(at + 30 + name_size + extra_size)
