"""The Word form of a report, built by code: an official paper that goes up (上行文).

Source: GB/T 9704-2012: 5.2 type area 156 × 225 mm on A4, top margin 37 mm, left 28 mm; 5.2.2 body 3号 (16 pt) 仿宋; 7.2 head with
the issuer in red 小标宋, number on the left and signer on the right above a red line; 7.3.1 title 2号 (22 pt) 小标宋; 7.3.3
headings 黑体; 7.4 imprint 4号 (14 pt) between lines. Line spacing 28 pt. Where a font is missing, Word takes its own.
"""

from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE_FONT, BODY_FONT, HEADING_FONT, NAME_FONT, NUMBER_FONT = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
SIZE_1, SIZE_2, SIZE_3, SIZE_4, SIZE_TABLE = Pt(36), Pt(22), Pt(16), Pt(14), Pt(11)
LINE = Pt(28)
RED = RGBColor(0xD9, 0x00, 0x00)
SECTIONS = (
    ("基本情况", "happened"), ("影响和趋势", "harm"), ("已采取的措施", "done"), ("下一步工作", "next_steps"), ("需要支援的事项", "needs"),
)
COLUMNS = (("指标", 22), ("数值", 26), ("统计口径", 56), ("来源", 26), ("截至时间", 26))  # widths in mm, together 156


@cache
def template_bytes() -> bytes:
    """Return the form with its places to be filled, as a .docx file."""
    paper = Document()
    _set_page(paper)
    _head(paper)
    _body(paper)
    _foot(paper)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _set_page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = paper.styles["Normal"]
    style.font.size = SIZE_3
    shape = style.element.get_or_add_rPr()
    shape.get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    language = OxmlElement("w:lang")  # decides where the punctuation of the font stands
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    shape.append(language)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(number, "— ", font=NUMBER_FONT, size=SIZE_4)
    _field(_write(number, "", font=NUMBER_FONT, size=SIZE_4), "PAGE")
    _write(number, " —", font=NUMBER_FONT, size=SIZE_4)


def _head(paper: Paper) -> None:
    _line(paper, "{%p if is_drill %}")
    _write(_line(paper, align=WD_ALIGN_PARAGRAPH.RIGHT), "【演练】本文仅用于演练，不作为真实情况依据", font=HEADING_FONT)
    _line(paper, "{%p endif %}")
    issuer = _line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(52))
    _write(issuer, "{{ unit }}文件", font=TITLE_FONT, size=SIZE_1).font.color.rgb = RED
    number = _line(paper)
    number.paragraph_format.tab_stops.add_tab_stop(Mm(150), alignment=2)  # WD_TAB_ALIGNMENT.RIGHT
    _write(number, " {{ document_number }}\t签发人：")
    _write(number, "{{ signer }}", font=NAME_FONT)
    _rule_below(number, colour="D90000", eighths=12)
    _line(paper)
    for_title = _line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(36))
    _write(for_title, "{{ title }}", font=TITLE_FONT, size=SIZE_2)
    _line(paper)
    _write(_line(paper), "{{ to }}：")


def _body(paper: Paper) -> None:
    _line(paper, "{%p for section in sections %}")
    heading = _line(paper, indented=True)
    heading.paragraph_format.keep_with_next = True
    _write(heading, "{{ section.heading }}", font=HEADING_FONT)
    _line(paper, "{%p for line in section.lines %}")
    _write(_line(paper, indented=True), "{{ line }}")
    _line(paper, "{%p endfor %}")
    _line(paper, "{%p endfor %}")
    heading = _line(paper, indented=True)
    heading.paragraph_format.keep_with_next = True
    _write(heading, "{{ figures_heading }}", font=HEADING_FONT)
    _figures(paper)
    _line(paper, "{%p for line in remarks %}")
    _write(_line(paper, indented=True), "{{ line }}")
    _line(paper, "{%p endfor %}")


def _figures(paper: Paper) -> None:
    table = paper.add_table(rows=4, cols=len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, (heading, width) in enumerate(COLUMNS):
        table.columns[place].width = Mm(width)
        for row in table.rows:
            row.cells[place].width = Mm(width)
        _fill(table.rows[0].cells[place], heading, font=HEADING_FONT)
    _fill(table.rows[1].cells[0], "{%tr for one in figures %}")
    places = ("{{ one.name }}", "{{ one.amount }}", "{{ one.definition }}", "{{ one.source }}", "{{ one.at }}")
    for cell, text in zip(table.rows[2].cells, places, strict=True):
        _fill(cell, text)
    _fill(table.rows[3].cells[0], "{%tr endfor %}")


def _foot(paper: Paper) -> None:
    _line(paper)
    for text in ("{{ unit }}", "{{ date }}"):
        line = _line(paper, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = SIZE_3 * 4
        _write(line, text)
    _write(_line(paper, indented=True), "（联系人：{{ contact }}）")
    imprint = _line(paper)
    _rule_above(imprint)
    imprint.paragraph_format.tab_stops.add_tab_stop(Mm(150), alignment=2)
    _write(imprint, " {{ unit }}\t{{ date }}印发", size=SIZE_4)
    _rule_below(imprint, colour="000000", eighths=8)
    trace = _line(paper, spacing=Pt(14))
    _write(trace, "{{ trace }}", font=NUMBER_FONT, size=Pt(8))


def _line(
    paper: Paper, text: str = "", *, align: WD_ALIGN_PARAGRAPH | None = None, indented: bool = False, spacing: Pt = LINE
) -> Paragraph:
    line = paper.add_paragraph(text)
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    shape.first_line_indent = SIZE_3 * 2 if indented else None
    if align is not None:
        line.alignment = align
    return line


def _write(line: Paragraph, text: str, *, font: str = BODY_FONT, size: Pt = SIZE_3) -> Run:
    run = line.add_run(text)
    run.font.size, run.font.name = size, "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _fill(cell: _Cell, text: str, *, font: str = BODY_FONT) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(0)
    _write(line, text, font=font, size=SIZE_TABLE)


def _rule_below(line: Paragraph, *, colour: str, eighths: int) -> None:
    _rule(line, "w:bottom", colour, eighths)


def _rule_above(line: Paragraph) -> None:
    _rule(line, "w:top", "000000", 8)


def _rule(line: Paragraph, side: str, colour: str, eighths: int) -> None:
    """Draw a line beside a paragraph. eighths: its width in eighths of a point."""
    shape = line._element.get_or_add_pPr()
    borders = shape.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        shape.append(borders)
    border = OxmlElement(side)
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)


def _field(run: Run, code: str) -> None:
    """Put a field of Word into a run, for instance the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
