"""What is supplied as data: every condition parses, says where it comes from, and never mixes two schemes."""

import re
from datetime import date

import pytest
from django.utils import translation

from linan.ground.calendar.days import public_holidays
from linan.monitoring.condition_words import rule_lines
from linan.monitoring.domain.conditions import parse
from linan.monitoring.shipped import Shipped, ranges, shipped_conditions


@pytest.mark.parametrize("one", shipped_conditions(), ids=lambda one: one.title.en)
def test_a_supplied_condition_says_in_words_what_it_does_and_why(one: Shipped) -> None:
    said = parse(one.kind, one.parameters).says("")

    assert all(line.sentence.msgid % line.sentence.values for line in said)
    assert one.reason.strip()
    assert any("一" <= sign <= "鿿" for sign in one.title.zh)


@pytest.mark.parametrize("one", shipped_conditions(), ids=lambda one: one.title.en)
def test_a_supplied_condition_is_said_without_an_english_word(one: Shipped) -> None:
    with translation.override("zh-hans"):
        said = rule_lines(one.kind, one.parameters, quantity=one.quantity)

    assert [words for _, line in said for words in re.findall("[A-Za-z]{5,}", line)] == []


def test_the_old_and_the_present_scheme_of_hazard_weather_are_two_quantities() -> None:
    grades = [(one.quantity, one.parameters["equals"], one.severity) for one in shipped_conditions() if "geo_hazard" in one.quantity]

    assert sorted(grades) == [
        ("geo_hazard_grade_old5", 3, 3), ("geo_hazard_grade_old5", 4, 2), ("geo_hazard_grade_old5", 5, 1),
        ("geo_hazard_level", 1, 1), ("geo_hazard_level", 2, 2), ("geo_hazard_level", 3, 3), ("geo_hazard_level", 4, 4),
    ]


def test_the_rainstorm_signals_are_those_of_the_table() -> None:
    signals = {
        one.severity: (one.parameters["at_least"], one.parameters["within_s"] // 3600)
        for one in shipped_conditions() if one.title.en.startswith("rainstorm ")
    }

    assert signals == {4: (50, 12), 3: (50, 6), 2: (50, 3), 1: (100, 3)}


def test_a_working_saturday_is_no_holiday_and_a_monday_in_october_is() -> None:
    off, work = public_holidays()

    assert date(2026, 10, 10) in work
    assert date(2026, 10, 5) in off
    assert off & work == frozenset()


def test_a_quantity_with_a_range_says_its_unit() -> None:
    assert (ranges()["gas"].unit, ranges()["gas"].most) == ("%LEL", 100)
