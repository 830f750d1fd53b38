"""Upload checks: files that pass, and the messages for those that are refused."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.files.names import shown_name
from sheets import Column, write_sheet
from sheets.uploads import MAX_BYTES, FileKind, UploadStore, accept
from sheets.workbook_gate import CHUNK, MAX_ENTRIES, MAX_RATIO, RATIO_FROM_BYTES

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
GOOD = {
    "[Content_Types].xml": TYPES,
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": "<worksheet/>",
}


def archive(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, contents in parts.items():
            made.writestr(name, contents)
    return buffer.getvalue()


def refusal(data: bytes, name: str = "岗位.xlsx") -> str:
    with pytest.raises(DomainError) as caught:
        accept(io.BytesIO(data), name)
    assert caught.value.field == "file"
    return caught.value.message


def answer(data: bytes) -> str:
    """Return the kind of an accepted file, or the message of its refusal."""
    try:
        return accept(io.BytesIO(data), "a").kind.value
    except DomainError as error:
        return error.message


def test_a_workbook_written_by_the_application_passes():
    data = write_sheet([Column("岗位名称")], [["保安员"]], title="岗位")

    upload = accept(io.BytesIO(data), "岗位.xlsx")

    assert upload.kind is FileKind.XLSX
    assert upload.data == data


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_csv_in_every_chinese_encoding_passes(encoding, expected):
    upload = accept(io.BytesIO("岗位名称,薪资\n保安员,面议\n".encode(encoding)), "岗位.csv")

    assert (upload.kind, upload.encoding) == (FileKind.CSV, expected)


def test_the_contents_decide_and_not_the_name():
    assert accept(io.BytesIO("岗位,薪资".encode()), "岗位.xlsx").kind is FileKind.CSV
    assert accept(io.BytesIO(archive(GOOD)), "岗位.csv").kind is FileKind.XLSX


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.doc", "a.wps"])
def test_old_formats_are_refused_with_the_way_to_convert_them(name):
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name).endswith(
        "请在 WPS 里另存为 xlsx，再上传。"
    )


def test_a_workbook_with_a_password_is_refused_with_that_reason():
    assert "打开密码" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b" \n\t ", "文件是空的"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"GIF89a", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b\x08\x00", "压缩包"),
        (b"{\\rtf1", "不是表格"),
        (b"<!DOCTYPE html><table>", "网页"),
        (b"  <html><table><tr><td>1", "网页"),
        (b"<?xml version='1.0'?><Workbook/>", "网页"),
        (b"MZ\x90\x00\x03\x00", "不是能读的表格文件"),
        (b"\x7fELF\x02\x01\x00", "不是能读的表格文件"),
        ("岗位,薪资".encode("utf-16"), "不是能读的表格文件"),
        (b"a,b\n\x00\x00", "不是能读的表格文件"),
        (b"\xff\xfe\xfd\xfc\xfb,\x81", "认不出来"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_its_kind(data, words):
    assert words in refusal(data)


def test_more_than_ten_megabytes_are_refused_without_reading_further():
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(DomainError, match="10 MB"):
        accept(stream, "a.csv")
    assert stream.taken == MAX_BYTES + 1


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/VBAPROJECT.BIN", "宏"),
        ("xl/macrosheets/sheet1.xml", "宏"),
        ("xl/dialogsheets/sheet1.xml", "宏"),
        ("xl/externalLinks/externalLink1.xml", "链接着别的文件"),
        ("xl/embeddings/oleObject1.bin", "嵌着别的文件"),
        ("xl/activeX/activeX1.xml", "嵌着别的文件"),
        ("xl/oleObjects.xml", "嵌着别的文件"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示文稿"),
        ("../evil.xml", "已损坏"),
        ("xl/../../evil.xml", "已损坏"),
        ("/etc/passwd", "已损坏"),
        ("C:\\evil.xml", "已损坏"),
        ("xl\\evil.xml", "已损坏"),
        ("xl/\x01evil.xml", "已损坏"),
    ],
)
def test_active_and_external_parts_are_refused(part, words):
    assert words in refusal(archive({**GOOD, part: "x"}))


@pytest.mark.parametrize(
    "kind", ["macroEnabled.main+xml", "vbaProject", "oleObject", "externalLink+xml"]
)
def test_content_types_of_macros_and_objects_are_refused(kind):
    types = (
        f'<Types><Override PartName="/xl/workbook.xml" ContentType="application/x.{kind}"/></Types>'
    )
    assert "宏" in refusal(archive({**GOOD, "[Content_Types].xml": types}))


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>',
        "<!doctype a><worksheet/>",
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        " " * 262_140 + "<!DOCTYPE a>",  # split between two reads
    ],
)
def test_entities_are_refused_in_every_part(markup):
    assert "已损坏" in refusal(archive({**GOOD, "xl/worksheets/sheet1.xml": markup}))


def test_markup_in_utf_16_cannot_hide_an_entity():
    hidden = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'.encode("utf-16")
    assert "已损坏" in refusal(archive({**GOOD, "xl/worksheets/sheet1.xml": hidden}))


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "xl/workbook.xml"])
def test_a_zip_that_is_no_workbook_is_refused(missing):
    parts = {name: text for name, text in GOOD.items() if name != missing}
    assert "已损坏" in refusal(archive(parts))


def test_too_many_entries_are_refused():
    parts = GOOD | {f"xl/media/{i}.txt": "" for i in range(MAX_ENTRIES)}
    assert "太大" in refusal(archive(parts))


def test_a_bomb_is_refused_quickly(monkeypatch):
    inflated, original = [], zlib.decompressobj

    class Counting:
        """Inflates like zlib and records how many bytes it returned."""

        def __init__(self, *arguments):
            self.inner = original(*arguments)

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def decompress(self, *arguments):
            block = self.inner.decompress(*arguments)
            inflated.append(len(block))
            return block

    data = archive({**GOOD, "xl/worksheets/sheet1.xml": b" " * 300 * 1024 * 1024})
    monkeypatch.setattr(zlib, "decompressobj", Counting)

    assert "太大" in refusal(data)
    assert RATIO_FROM_BYTES < sum(inflated) <= MAX_RATIO * len(data) + CHUNK
    assert sum(inflated) < 300 * 1024 * 1024 / 5


def test_a_bomb_of_many_parts_is_refused():
    noise = zlib.compress(bytes(range(256)) * 40, 0)
    part = (noise * 900)[: 9 * 1024 * 1024]
    parts = GOOD | {f"xl/worksheets/s{i}.xml": part.replace(b"\0", b" ") for i in range(13)}
    assert "太大" in refusal(archive(parts))


def test_a_false_declared_size_is_refused():
    """The directory has 10 bytes with the checksum of those 10; the stream holds 50 MB."""
    bulk = b" " * (50 * 1024 * 1024)
    data = bytearray(archive({**GOOD, "xl/worksheets/sheet1.xml": bulk}))
    for mark, size_at, crc_at in ((b"PK\x03\x04", 22, 14), (b"PK\x01\x02", 24, 16)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            if struct.unpack_from("<I", data, at + size_at)[0] == len(bulk):
                struct.pack_into("<I", data, at + size_at, 10)
                struct.pack_into("<I", data, at + crc_at, zlib.crc32(bulk[:10]))

    assert "太大" in refusal(bytes(data)) or "已损坏" in refusal(bytes(data))


def test_malformed_zip_files_are_refused():
    good = archive(GOOD)
    for data in (
        good[:-30],  # cut short
        good + b"trailing",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\xff" * 500,
        good[:4] + b"x" * 20 + good[4:],  # offsets no longer fit
        archive(GOOD, zipfile.ZIP_BZIP2),
        archive(GOOD, zipfile.ZIP_LZMA),
    ):
        assert "已损坏" in refusal(data)


def test_two_parts_of_one_name_are_refused():
    """Parsers differ in which of them they read."""
    parts = {**GOOD, "xl/Workbook.xml": "<other/>"}
    assert "已损坏" in refusal(archive(parts))


def test_another_name_in_the_local_header_is_refused():
    data = archive(GOOD, zipfile.ZIP_STORED)
    swapped = data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1)
    assert "已损坏" in refusal(swapped)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutated_workbook_passes_or_is_refused(data):
    original = bytearray(archive(GOOD))
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(4, len(original) - 1))] = data.draw(st.integers(0, 255))
    assert answer(bytes(original)).endswith(("。", "xlsx", "csv"))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_pass_or_are_refused(data):
    assert answer(data).endswith(("。", "xlsx", "csv"))


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/岗位.xlsx", "岗位.xlsx"),
        ("C:\\表\\岗位.xlsx", "岗位.xlsx"),
        ("岗位\u202excod.exe.xlsx", "岗位xcod.exe.xlsx"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie: x.csv"),
        ("", "未命名"),
        ("岗" * 200 + ".xlsx", "岗" * 70 + "….xlsx"),
    ],
)
def test_names_are_shown_without_folders_and_control_characters(given_name, shown):
    assert shown_name(given_name) == shown


def test_the_store_chooses_its_names_and_opens_no_other_file(tmp_path):
    store = UploadStore(tmp_path / "uploads")

    name = store.keep("岗位,薪资".encode())

    assert store.load(name, "岗位.csv").name == "岗位.csv"
    assert store.path(name).stat().st_mode & 0o777 == 0o600
    for evil in ("../keys.json", "", "x" * 32, f"{name}/../{name}"):
        with pytest.raises(ValueError, match="stored upload"):
            store.path(evil)


def test_discarding_removes_the_companions_too(tmp_path):
    store = UploadStore(tmp_path)
    name, other = store.keep(b"a"), store.keep(b"b")
    store.path(name, ".report").write_text("x")

    store.discard(name)

    assert [file.name for file in tmp_path.iterdir()] == [other]


def test_sweeping_removes_only_old_files(tmp_path):
    store = UploadStore(tmp_path)
    store.keep(b"a")

    assert store.sweep(time.time() - 60) == 0
    assert store.sweep(time.time() + 60) == 1
