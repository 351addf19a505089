"""The Word form of briefs and bulletins, built by code: name in red, issue, unit and date above a red line, imprint at the foot.

Own layout after the briefs (简报) of public offices, with page, fonts and lines of GB/T 9704-2012.
"""

from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from linan.response.upward.word_shapes import (
    RED,
    SIZE_2,
    SIZE_4,
    TITLE_FONT,
    add_line,
    drill_mark,
    figures_table,
    heading,
    on_both_sides,
    rule_above,
    rule_below,
    sections_loop,
    set_page,
    trace_line,
    write,
)

NAME_SIZE = Pt(48)


@cache
def template_bytes() -> bytes:
    """Return the form with its places to be filled, as a .docx file."""
    paper = Document()
    set_page(paper)
    _head(paper)
    sections_loop(paper)
    _figures(paper)
    _foot(paper)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _head(paper: Paper) -> None:
    drill_mark(paper)
    name = add_line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(64))
    write(name, "{{ name }}", font=TITLE_FONT, size=NAME_SIZE).font.color.rgb = RED
    write(add_line(paper, align=WD_ALIGN_PARAGRAPH.CENTER), "第{{ number }}期")
    unit = add_line(paper)
    on_both_sides(unit)
    write(unit, " {{ unit }}\t{{ date }}")
    rule_below(unit, colour="D90000", eighths=12)
    add_line(paper)
    title = add_line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(36))
    write(title, "{{ title }}", font=TITLE_FONT, size=SIZE_2)
    add_line(paper)


def _figures(paper: Paper) -> None:
    add_line(paper, "{%p if figures %}")
    heading(paper, "{{ figures_heading }}")
    figures_table(paper)
    add_line(paper, "{%p endif %}")


def _foot(paper: Paper) -> None:
    add_line(paper)
    first = _kept_together(paper)
    rule_above(first)
    write(first, " 报：{{ reported_to }}", size=SIZE_4)
    add_line(paper, "{%p if sent_to %}")
    write(_kept_together(paper), " 送：{{ sent_to }}", size=SIZE_4)
    add_line(paper, "{%p endif %}")
    imprint = _kept_together(paper)
    rule_above(imprint)
    on_both_sides(imprint)
    write(imprint, " {{ unit }}\t{{ as_of }}编发", size=SIZE_4)
    rule_below(imprint, colour="000000", eighths=8)
    trace_line(paper)


def _kept_together(paper: Paper) -> Paragraph:
    """Add a line that stays on the page of the next one."""
    line = add_line(paper)
    line.paragraph_format.keep_with_next = True
    return line
