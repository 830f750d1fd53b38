"""Write the template of the one-page résumé; a clerk may then change it in WPS.

Run `python -m tools.resume_template` to write it again.
"""

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from jobs.applications.resume import TEMPLATE

HEAD, BODY = "黑体", "仿宋"
FACTS = (
    ("姓名", "{{ name }}", "电话", "{{ phone }}"),
    ("年龄", "{{ age }}", "学历", "{{ schooling }}"),
    ("户籍", "{{ place }}", "退役时间", "{{ retired }}"),
    ("应聘岗位", "{{ post }}", "想做的工作", "{{ wishes }}"),
)
LISTS = (("服役经历", "service"), ("退役后工作", "works"), ("证书", "credentials"))


def main() -> None:
    """Write the template beside the code that fills it in."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _line(document, "个人简历", HEAD, 20, centred=True)
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for facts in FACTS:
        cells = table.add_row().cells
        for cell, text in zip(cells, facts, strict=True):
            _write(cell.paragraphs[0], text, HEAD if text in facts[::2] else BODY, 12)
    for title, name in LISTS:
        _line(document, title, HEAD, 14)
        _line(document, "{%p for line in " + name + " %}", BODY, 12)
        _line(document, "{{ line }}", BODY, 12)
        _line(document, "{%p endfor %}", BODY, 12)
    _line(document, "技能特长", HEAD, 14)
    _line(document, "{{ skills }}", BODY, 12)
    _line(document, "{{ status }}", BODY, 11)
    _line(document, "生成日期：{{ today }}。只用于本次应聘，请勿转发。", BODY, 10)
    document.save(str(TEMPLATE))


def _line(document: object, text: str, font: str, size: int, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, text, font, size)


def _write(paragraph: object, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)  # type: ignore[attr-defined]
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


if __name__ == "__main__":
    main()
