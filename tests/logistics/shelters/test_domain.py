"""Reckoning of shelters without a database: filling, needs, what was typed."""

import pytest

from linan.logistics.shelters.domain.checklists import checklist, missing
from linan.logistics.shelters.domain.filling import Filling
from linan.logistics.shelters.domain.needs import Band, Heads, band_of, norms, present, wanted
from linan.logistics.shelters.domain.wanted_door import Search, read_search


@pytest.mark.parametrize(
    ("people", "free", "reserve_free", "over", "tone", "is_full"),
    [
        (0, 90, 10, 0, "green", False),
        (71, 19, 10, 0, "green", False),
        (72, 18, 10, 0, "orange", False),
        (89, 1, 10, 0, "orange", False),
        (90, 0, 10, 0, "red", True),
        (97, 0, 3, 0, "red", True),
        (104, 0, 0, 4, "red", True),
    ],
)
def test_a_shelter_is_full_when_only_the_reserve_is_left(people, free, reserve_free, over, tone, is_full):
    state = Filling(people=people, usable=90, places=100)

    assert (state.free, state.reserve_free, state.over, state.tone, state.is_full) == (
        free, reserve_free, over, tone, is_full,
    )


def test_water_grows_with_people_and_days_and_toilets_with_people_only():
    heads = Heads(bands={Band.ADULT: 40, Band.INFANT: 2}, households=12)

    for_three = {one.norm.key: one.amount for one in wanted(heads, days=3)}

    assert for_three["drinking_water"] == 42 * 3 * 3
    assert for_three["toilets"] == 3
    assert for_three["toilets_first"] == 1
    assert for_three["containers"] == 24
    assert for_three["nappies"] == 2 * 30
    assert for_three["meals"] == 40 * 3 * 3


def test_where_nobody_needs_it_nothing_is_listed():
    heads = Heads(bands={Band.ADULT: 4}, households=1)

    keys = {one.norm.key for one in wanted(heads, days=1)}

    assert {"nappies", "formula", "cots"} & keys == set()


def test_every_norm_names_its_source():
    named = [norm for norm in norms() if len(norm.source.en) > 10 and len(norm.source.zh) > 5]

    assert named == list(norms())


@pytest.mark.parametrize(
    ("birth_year", "band"),
    [
        (2026, Band.INFANT), (2025, Band.TODDLER), (2023, Band.CHILD), (2008, Band.ADULT), (1966, Band.OLD),
        (1946, Band.AGED), (None, Band.ADULT),
    ],
)
def test_age_bands_begin_with_their_first_year(birth_year, band):
    assert band_of(birth_year, year=2026) == band


def test_when_fewer_came_than_live_there_those_who_need_most_are_counted():
    came = present([Band.ADULT, Band.INFANT, Band.CHILD, Band.AGED], 2)

    assert came == [Band.INFANT, Band.AGED]


def test_when_more_came_than_live_there_the_others_count_as_adults():
    came = present([Band.OLD], 3)

    assert came == [Band.OLD, Band.ADULT, Band.ADULT]


@pytest.mark.parametrize(
    ("typed", "search"),
    [
        ("3号楼 502", Search(building="3号楼", door="502")),
        ("3号楼1单元502室", Search(building="3号楼", unit=1, door="502")),
        ("3号楼-2-502", Search(building="3号楼", unit=2, door="502")),
        ("3号楼502", Search(building="3号楼", door="502")),
        ("502", Search(door="502")),
        ("3号楼", Search(building="3号楼")),
        ("广州路小区12幢 1203", Search(building="广州路小区12幢", door="1203")),
        ("张安川", Search(name="张安川")),
        ("  欧阳 明  ", Search(name="欧阳 明")),
    ],
)
def test_one_field_takes_a_door_or_a_name(typed, search):
    assert read_search(typed) == search


def test_what_was_not_checked_is_missing():
    keys = [item.key for item in checklist("opening")]

    left = missing("opening", frozenset(keys[1:]))

    assert [item.key for item in left] == keys[:1]
