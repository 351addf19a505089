"""Levels and kinds of warnings, read from the data files beside this one."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from linan.monitoring.domain.warnings.message import Level

FOLDER = Path(__file__).parent
FOUR, OLD_FIVE, CAP = "cn_four", "cn_geo_five_old", "cap_severity"
UNKNOWN = Level(CAP, 5)
_GRADES = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5} | {
    word: number for number, word in enumerate("一二三四五", 1)
} | {str(number): number for number in range(1, 6)}
_GRADE = re.compile(r"(Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ|IV|I{1,3}|V|[一二三四五1-5])级")
# Classes of the national event list as CAP calls them. Source: GB/T 35561, letters of class 11 (natural disasters).
_CATEGORIES = {"11A": "Met", "11B": "Met", "11C": "Geo", "11D": "Geo", "11E": "Met", "11G": "Fire"}
_ENGLISH_COLOUR = re.compile(r"\b(red|orange|yellow|blue)\b", re.IGNORECASE)


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    en: str
    zh: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of a scheme. grade: its number in the scheme's own counting; words: how messages call it."""

    ordinal: int
    grade: int
    tone: str
    title: Title
    words: list[str]


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way of grading warnings."""

    key: str
    title: Title
    source: str
    verified: bool
    levels: list[Step]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a warning is of. also: other words for the same in Chinese texts."""

    code: str
    verified: bool
    title: Title
    also: list[str]


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return {key: scheme}."""
    return {one.key: one for one in _read("levels.yaml", list[Scheme])}


@cache
def kinds() -> Mapping[str, Kind]:
    """Return {code: kind}."""
    return {one.code: one for one in _read("kinds.yaml", list[Kind])}


T = TypeVar("T")


def _read(name: str, kind: type[T]) -> T:
    return msgspec.convert(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")), kind)


def step_of(level: Level) -> Step:
    """Return what a level is called and how it is shown."""
    return next(one for one in schemes()[level.scheme].levels if one.ordinal == level.ordinal)


def level_called(word: str, *, scheme: str) -> Level | None:
    """Return the level that a scheme calls by this word ("蓝色", "Blue", "Minor")."""
    for step in schemes()[scheme].levels:
        if word.strip().lower() in step.words:
            return Level(scheme, step.ordinal)
    return None


def level_in_text(text: str, *, kind: str = "") -> Level | None:
    """Return the Chinese level that a headline states by colour, by grade or by both.

    A geological grade that fits its colour only in the older scale of five is of that scale.
    """
    colour = _colour_in(text)
    grade = _GRADE.search(text)
    number = _GRADES[grade[1]] if grade else None
    if colour is None:
        return Level(FOUR, number) if number is not None and number <= 4 else _old(number)
    if number is None or number == colour.ordinal or not _is_geological(kind):
        return colour
    old = _old(number)
    return old if old and step_of(old).tone == step_of(colour).tone else colour


def _old(grade: int | None) -> Level | None:
    found = (one for one in schemes()[OLD_FIVE].levels if one.grade == grade)
    return next((Level(OLD_FIVE, one.ordinal) for one in found), None)


def _is_geological(kind: str) -> bool:
    return kind in ("", "11B37")


def _colour_in(text: str) -> Level | None:
    """Return the colour named last before "预警", for an update names the old colour first."""
    found = re.findall(r"(红色|橙色|黄色|蓝色)(?=[^红橙黄蓝]{0,12}预警)", text) or re.findall(r"红色|橙色|黄色|蓝色", text)
    if not found:
        found = _ENGLISH_COLOUR.findall(text)
    return level_called(found[-1], scheme=FOUR) if found else None


def categories_of(kind: str) -> tuple[str, ...]:
    """Return the CAP categories of a kind by the class its code begins with, none where there is no code."""
    return tuple(category for prefix, category in _CATEGORIES.items() if kind.startswith(prefix))


def kind_called(word: str) -> str:
    """Return the code of the kind of that Chinese or English name, "" where there is none."""
    asked = word.strip().lower()
    for one in kinds().values():
        if asked in (one.title.zh, one.title.en.lower(), *one.also):
            return one.code
    return ""


def kind_in_text(text: str) -> str:
    """Return the code of the kind whose name stands in the text; the longest name wins."""
    names = [(name, one.code) for one in kinds().values() for name in (one.title.zh, *one.also) if name in text]
    return max(names, key=lambda found: len(found[0]))[1] if names else ""
