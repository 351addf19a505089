"""What the Word forms are drawn with: page, lines, rules and the table of figures of an official paper.

Source: GB/T 9704-2012: 5.2 type area 156 × 225 mm on A4, top margin 37 mm, left 28 mm; 5.2.2 body 3号 (16 pt) 仿宋, line spacing
28 pt; 7.5 number of the page 4号 between dashes. Where a font is missing, Word takes its own.
"""

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
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
COLUMNS = (("指标", 22), ("数值", 26), ("统计口径", 56), ("来源", 26), ("截至时间", 26))  # widths in mm, together 156


def set_page(paper: Paper) -> None:
    """Set page, body font and the number at the foot."""
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
    write(number, "— ", font=NUMBER_FONT, size=SIZE_4)
    _field(write(number, "", font=NUMBER_FONT, size=SIZE_4), "PAGE")
    write(number, " —", font=NUMBER_FONT, size=SIZE_4)


def figures_table(paper: Paper) -> None:
    """Draw the table of figures: indicator, value, definition, source, time."""
    table = paper.add_table(rows=4, cols=len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, (heading, width) in enumerate(COLUMNS):
        table.columns[place].width = Mm(width)
        for row in table.rows:
            row.cells[place].width = Mm(width)
        fill(table.rows[0].cells[place], heading, font=HEADING_FONT)
    fill(table.rows[1].cells[0], "{%tr for one in figures %}")
    places = ("{{ one.name }}", "{{ one.amount }}", "{{ one.definition }}", "{{ one.source }}", "{{ one.at }}")
    for cell, text in zip(table.rows[2].cells, places, strict=True):
        fill(cell, text)
    fill(table.rows[3].cells[0], "{%tr endfor %}")


def sections_loop(paper: Paper) -> None:
    """Draw the parts of a paper, each under its heading."""
    add_line(paper, "{%p for section in sections %}")
    heading(paper, "{{ section.heading }}")
    lines_loop(paper, "section.lines")
    add_line(paper, "{%p endfor %}")


def lines_loop(paper: Paper, name: str) -> None:
    """Draw each line of a list as an indented paragraph."""
    add_line(paper, f"{{%p for line in {name} %}}")
    write(add_line(paper, indented=True), "{{ line }}")
    add_line(paper, "{%p endfor %}")


def heading(paper: Paper, text: str) -> None:
    """Add a heading that stays with what follows it."""
    line = add_line(paper, indented=True)
    line.paragraph_format.keep_with_next = True
    write(line, text, font=HEADING_FONT)


def drill_mark(paper: Paper) -> None:
    """Say above everything else that a paper is of a drill."""
    add_line(paper, "{%p if is_drill %}")
    write(add_line(paper, align=WD_ALIGN_PARAGRAPH.RIGHT), "【演练】本文仅用于演练，不作为真实情况依据", font=HEADING_FONT)
    add_line(paper, "{%p endif %}")


def on_both_sides(line: Paragraph) -> None:
    """Let what follows a tab stand at the right edge."""
    line.paragraph_format.tab_stops.add_tab_stop(Mm(150), alignment=WD_TAB_ALIGNMENT.RIGHT)


def trace_line(paper: Paper) -> None:
    """Add the small print by which a printed copy is found again."""
    write(add_line(paper, spacing=Pt(14)), "{{ trace }}", font=NUMBER_FONT, size=Pt(8))


def add_line(
    paper: Paper, text: str = "", *, align: WD_ALIGN_PARAGRAPH | None = None, indented: bool = False, spacing: Pt = LINE
) -> Paragraph:
    """Add a paragraph with exact line spacing. indented: by two characters."""
    line = paper.add_paragraph(text)
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    shape.first_line_indent = SIZE_3 * 2 if indented else None
    if align is not None:
        line.alignment = align
    return line


def write(line: Paragraph, text: str, *, font: str = BODY_FONT, size: Pt = SIZE_3) -> Run:
    """Add text in a font for Chinese; Latin letters and digits are Times New Roman."""
    run = line.add_run(text)
    run.font.size, run.font.name = size, "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def fill(cell: _Cell, text: str, *, font: str = BODY_FONT) -> None:
    """Write into a cell of a table."""
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(0)
    write(line, text, font=font, size=SIZE_TABLE)


def rule_below(line: Paragraph, *, colour: str, eighths: int) -> None:
    """Draw a line below a paragraph. eighths: its width in eighths of a point."""
    _rule(line, "w:bottom", colour, eighths)


def rule_above(line: Paragraph) -> None:
    """Draw a thin black line above a paragraph."""
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
