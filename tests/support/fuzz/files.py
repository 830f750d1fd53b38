"""Files people and attackers upload: sheets, documents, stubs, bombs, and names."""

import io
import zipfile
from functools import cache
from random import Random

from tests.support.fuzz.values import DOCUMENTS, TEXTS

BOMB = 30 * 1024 * 1024  # bytes of one part of a workbook, packed into some thirty thousand
NAMES = (
    "表.csv", "a.xlsx", "a.json", "\x00.csv", "长" * 300, "../../a.csv", "a.pdf", "a.docx", "a.jpg",
    "a.exe", "", ".", "a.csv.exe", "\u202egpj.csv", "CON", "a\nb.csv", "a;b=c.csv",
)  # fmt: skip
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = "姓名,电话,身份证号,岗位名称,单位名称,招聘人数,村名,村代码,接收日期"


class _File(io.BytesIO):
    """A file that a report shows by its beginning."""

    def __repr__(self) -> str:
        return repr(self.getvalue()[:200])


def a_file(random: Random) -> tuple[io.BytesIO, str]:
    """Return a file and its name, which rarely agree."""
    if random.random() < 0.35:
        data, name = random.choice(DOCUMENTS).encode(), random.choice(NAMES)
    elif random.random() < 0.6:
        data, name = _csv(random), random.choice(("表.csv", "表.csv", "a.xlsx", "a.txt"))
    else:
        data, name = random.choice(stubs()), random.choice(NAMES)
    return _File(data), name


def _csv(random: Random) -> bytes:
    """Return a sheet with headings that are known, and hostile cells."""
    columns = HEADINGS.count(",") + 1
    lines = [HEADINGS] if random.random() < 0.8 else []
    for _ in range(random.randint(0, 4)):
        cells = [random.choice(TEXTS)[:400] for _ in range(columns)]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    text = random.choice(("\n", "\r\n", "\r")).join(lines)
    return text.encode(random.choice(("utf-8-sig", "gb18030", "utf-16", "utf-8")), "replace")


@cache
def stubs() -> tuple[bytes, ...]:
    """Return files of other kinds: their first bytes, whole workbooks, broken ones and bombs."""
    workbook = _workbook("<row r='1'><c t='inlineStr'><is><t>姓名</t></is></c></row>")
    bomb = _workbook("<row>" + "<c/>" * (BOMB // 4) + "</row>")
    return (
        b"", b"\x00" * 100, b"%PDF-1.7\n%\xff", b"%PDF-", b"\xff\xd8\xff\xe0JFIF",
        b"\x89PNG\r\n\x1a\n", b"MZ\x90\x00", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"GIF89a",
        b"{\\rtf1", b"<html><table>", b"<?xml?>", b"\xff\xfe", b"\xef\xbb\xbf", b'"',
        b"a,b\n" * 4000, b"," * 5000, b"x" * 300_000, bomb,
        workbook, workbook[: len(workbook) // 2],
        _workbook("<row r='99999999999'/>"), _workbook("<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        _archive({"word/document.xml": "<w:p/>"}),
        _archive({"../x": "y", "xl/vbaProject.bin": "z"}),
        _archive(dict.fromkeys(map(str, range(3000)), "")),
    )  # fmt: skip


def _workbook(rows: str) -> bytes:
    book = f"<workbook xmlns='{SHEET}'><sheets><sheet name='a'/></sheets></workbook>"
    sheet = f"<worksheet xmlns='{SHEET}'><sheetData>{rows}</sheetData></worksheet>"
    return _archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": book,
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _archive(parts: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()
