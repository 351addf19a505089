"""A call that passes a public warning on: its words from the warning's, its audience from the level."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml

from linan.response.calls.domain.texts import FourLengths, four_lengths

_IN_BRACKETS = re.compile(r"\s*[\[【(（][^\]】)）]*[\]】)）]\s*$")
_BREAKS = re.compile(r"[；;。]")
WANTED_CHARACTERS = 24  # beside a headline of 30 and the signature it still fits into one short message


class Warned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a level calls: values of people.Role."""

    level: int
    roles: tuple[str, ...]


@cache
def warned() -> Mapping[int, Warned]:
    """Return {level: whom it calls}."""
    text = (Path(__file__).parents[1] / "warned.yaml").read_text(encoding="utf-8")
    return {one.level: one for one in msgspec.convert(yaml.safe_load(text), list[Warned])}


def headline_of(headline: str, *, issuer: str) -> str:
    """Return what is passed on: without the grade in brackets, and never without its issuer."""
    plain = _IN_BRACKETS.sub("", headline.strip())
    return plain if issuer and issuer in plain else f"{issuer}：{plain}".removeprefix("：")


def first_measures(proposal: str) -> str:
    """Return as many of the first measures of a proposal as a short message holds."""
    kept = ""
    for measure in filter(None, (part.strip() for part in _BREAKS.split(proposal))):
        longer = f"{kept}，{measure}" if kept else measure
        if kept and len(longer) > WANTED_CHARACTERS:
            break
        kept = longer
    return kept[:60]


def texts_of(*, headline: str, detail: str, wanted: str, signed: str) -> FourLengths:
    """Return the four lengths of a warning that is passed on. detail: the issuer's own longer words, for the poster."""
    texts = four_lengths(place="", happening=headline, wanted=wanted, signed=signed)
    poster = f"转发预警\n\n{headline}。\n\n{detail.strip()[:300]}\n\n请您：{wanted}。\n\n{signed}（转发，原文不变）"
    door = f"您好，我是{signed}工作人员。{headline}。请您{wanted}。家里有没有老人、孩子或行动不便、需要帮忙的人？"
    return FourLengths(short=texts.short, spoken=texts.spoken, poster=poster[:600], door=door)
