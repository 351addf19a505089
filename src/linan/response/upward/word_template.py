"""The Word form of a report, built by code: an official paper that goes up (上行文).

Source: GB/T 9704-2012: 7.2 head with the issuer in red 小标宋, number on the left and signer on the right above a red line; 7.3.1
title 2号 (22 pt) 小标宋; 7.3.3 headings 黑体; 7.4 imprint 4号 (14 pt) between lines.
"""

from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from linan.response.upward.word_shapes import (
    NAME_FONT,
    RED,
    SIZE_1,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TITLE_FONT,
    add_line,
    drill_mark,
    figures_table,
    heading,
    lines_loop,
    on_both_sides,
    rule_above,
    rule_below,
    sections_loop,
    set_page,
    trace_line,
    write,
)

SECTIONS = (
    ("基本情况", "happened"), ("影响和趋势", "harm"), ("已采取的措施", "done"), ("下一步工作", "next_steps"), ("需要支援的事项", "needs"),
)


@cache
def template_bytes() -> bytes:
    """Return the form with its places to be filled, as a .docx file."""
    paper = Document()
    set_page(paper)
    _head(paper)
    _body(paper)
    _foot(paper)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _head(paper: Paper) -> None:
    drill_mark(paper)
    issuer = add_line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(52))
    write(issuer, "{{ unit }}文件", font=TITLE_FONT, size=SIZE_1).font.color.rgb = RED
    number = add_line(paper)
    on_both_sides(number)
    write(number, " {{ document_number }}\t签发人：")
    write(number, "{{ signer }}", font=NAME_FONT)
    rule_below(number, colour="D90000", eighths=12)
    add_line(paper)
    for_title = add_line(paper, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(36))
    write(for_title, "{{ title }}", font=TITLE_FONT, size=SIZE_2)
    add_line(paper)
    write(add_line(paper), "{{ to }}：")


def _body(paper: Paper) -> None:
    sections_loop(paper)
    heading(paper, "{{ figures_heading }}")
    figures_table(paper)
    lines_loop(paper, "remarks")


def _foot(paper: Paper) -> None:
    add_line(paper)
    for text in ("{{ unit }}", "{{ date }}"):
        line = add_line(paper, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = SIZE_3 * 4
        write(line, text)
    write(add_line(paper, indented=True), "（联系人：{{ contact }}）")
    imprint = add_line(paper)
    rule_above(imprint)
    on_both_sides(imprint)
    write(imprint, " {{ unit }}\t{{ date }}印发", size=SIZE_4)
    rule_below(imprint, colour="000000", eighths=8)
    trace_line(paper)
