"""A report as a Word file and as the lines of its printed page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from linan.response.upward.domain.wording import UNCLEAR
from linan.response.upward.word_template import SECTIONS, template_bytes

NUMERALS = "一二三四五六七"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report under its heading."""

    heading: str
    lines: Sequence[str]


def sections_of(content: Mapping[str, Any]) -> list[Section]:
    """Return the parts that say something, numbered as papers are."""
    return numbered([(title, content[key]) for title, key in SECTIONS])


def numbered(parts: Sequence[tuple[str, str]]) -> list[Section]:
    """Return the parts that say something under numbered headings. parts: heading and text, a paragraph a line."""
    filled = [(title, text.strip()) for title, text in parts if text.strip()]
    return [
        Section(f"{NUMERALS[place]}、{title}", [line for line in text.splitlines() if line.strip()])
        for place, (title, text) in enumerate(filled)
    ]


def figures_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the figures with `amount`: value and unit, or that it is being verified."""
    return [{**one, "amount": one["value"] if one["value"] == UNCLEAR else one["value"] + one["unit"]} for one in content["figures"]]


def figures_heading(content: Mapping[str, Any]) -> str:
    """Return the heading of the figures, which come last."""
    return f"{NUMERALS[len(sections_of(content))]}、主要数据（截至{content['as_of']}）"


def remarks_of(content: Mapping[str, Any]) -> list[str]:
    """Return what explains figures that changed, and why a level was left out."""
    lines = [
        f"{one['name']}较上一报由{one['before']}{one['unit']}变为{one['value']}{one['unit']}：{one['explanation']}"
        for one in content["figures"] if one["explanation"]
    ]
    if content["skipped"]:
        lines.append(f"本次越级报送，已同时告知{content['skipped']}。原因：{content['skip_reason']}")
    return lines


def date_of(content: Mapping[str, Any]) -> str:
    """Return the date of a paper: 2026年1月5日."""
    year, month, day = (int(part) for part in content["sent_at"][:10].split("-"))
    return f"{year}年{month}月{day}日"


def word_file(content: Mapping[str, Any], *, trace: str = "") -> bytes:
    """Return a report as a .docx file. trace: what lets a printed copy be found again, in small print."""
    return filled_form(
        template_bytes(),
        {
            **content, "figures": figures_of(content), "sections": sections_of(content),
            "figures_heading": figures_heading(content), "remarks": remarks_of(content), "date": date_of(content), "trace": trace,
        },
    )


def filled_form(form: bytes, places: Mapping[str, Any]) -> bytes:
    """Return a form with its places filled, as a .docx file; what was written by people stays text."""
    template = DocxTemplate(BytesIO(form))
    template.render(dict(places), autoescape=True)
    kept = BytesIO()
    template.save(kept)
    return kept.getvalue()
