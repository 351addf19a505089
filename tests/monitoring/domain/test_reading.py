"""Which time and which value of a device are believed."""

import pytest

from linan.monitoring.domain.reading import DAY_US, BadReading, believed_us, value_of

RECEIVED_US = 1_768_417_920_000_000


@pytest.mark.parametrize("off_us", [0, DAY_US, -DAY_US])
def test_a_time_within_a_day_of_receipt_is_believed(off_us: int) -> None:
    assert believed_us((RECEIVED_US + off_us) // 1000, RECEIVED_US) == RECEIVED_US + off_us


@pytest.mark.parametrize("source_ms", [None, 0, 4_070_908_800_000, 10**30])
def test_any_other_time_gives_way_to_receipt(source_ms: int | None) -> None:
    assert believed_us(source_ms, RECEIVED_US) == RECEIVED_US


def test_a_number_in_quotes_is_a_number_unless_the_model_knows_it_as_a_word() -> None:
    assert (value_of("-0.02", {}), value_of("3", {"3": 7.0})) == (-0.02, 7.0)


@pytest.mark.parametrize("said", ["", "1e5", "0x10", " 1", "１２", "1.", "--1", "9" * 21])
def test_other_text_in_quotes_is_no_number(said: str) -> None:
    with pytest.raises(BadReading):
        value_of(said, {})


@pytest.mark.parametrize(("said", "value"), [(True, 1.0), (False, 0.0), (3, 3.0), (0.5, 0.5), ("alarm", 1.0)])
def test_numbers_booleans_and_known_words_are_values(said: object, value: float) -> None:
    assert value_of(said, {"alarm": 1.0}) == value


@pytest.mark.parametrize("said", [float("nan"), float("inf"), "fire?", None, [], {}, 10**400])
def test_anything_else_is_refused(said: object) -> None:
    with pytest.raises(BadReading):
        value_of(said, {"alarm": 1.0})
