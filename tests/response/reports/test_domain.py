"""Receipt codes and suspected duplicates, without a database."""

from datetime import timedelta

import pytest

from linan.response.reports.domain.codes import ALPHABET, LENGTH, new_code, read_code, shown_code
from linan.response.reports.domain.likeness import Sighting, is_alike, suspected_duplicates
from tests.build import NOW


def sighting(report_id=1, *, kind="gas", minutes=0, building_id=7, lon=118.78, lat=32.05):
    at = NOW + timedelta(minutes=minutes)
    return Sighting(report_id=report_id, kind=kind, at=at, building_id=building_id, lon=lon, lat=lat)


def test_a_receipt_code_holds_no_letters_that_look_alike():
    codes = [new_code() for _ in range(500)]

    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert set(ALPHABET) & set("0O1IL2Z5S8BUV") == set()


@pytest.mark.parametrize("typed", ["acde-3467", " ACDE 3467 ", "ＡＣＤＥ－３４６７"])
def test_a_code_is_read_however_it_was_typed(typed):
    assert read_code(typed) == "ACDE3467"
    assert shown_code(read_code(typed)) == "ACDE-3467"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (sighting(2, minutes=119), True),
        (sighting(2, minutes=121), False),
        (sighting(2, kind="fire"), True),
        (sighting(2, kind="water"), False),
        (sighting(2, building_id=8), True),
        (sighting(2, building_id=8, lat=32.06), False),
        (sighting(2, building_id=None, lon=None, lat=None), False),
        (sighting(2, building_id=7, lon=None, lat=None), True),
    ],
)
def test_two_reports_are_alike_when_place_time_and_kind_meet(other, alike):
    assert is_alike(sighting(), other) is alike
    assert is_alike(other, sighting()) is alike


def test_suspected_duplicates_come_nearest_in_time_first_and_without_the_report_itself():
    of = sighting(1)

    found = suspected_duplicates(of, [sighting(4, minutes=50), of, sighting(2, minutes=-5), sighting(3, kind="lift")])

    assert [one.report_id for one in found] == [2, 4]
