"""Where a value is going."""

import pytest

from linan.monitoring.readings import Trend, trend


@pytest.mark.parametrize(
    ("earlier", "value", "level", "expected"),
    [
        (None, 0.3, 0.2, Trend.UNKNOWN),
        (0.1, 0.3, 0.2, Trend.RISING),
        (0.3, 0.1, 0.2, Trend.FALLING),
        (20.0, 20.9, 0.0, Trend.STEADY),
        (0.003, 0.006, 0.2, Trend.STEADY),
        (0.003, 0.006, 0.0, Trend.RISING),
        (0.0, 0.0, 0.0, Trend.STEADY),
    ],
)
def test_a_trend_is_more_than_a_twentieth_of_the_value_or_of_what_raises_an_alarm(earlier, value, level, expected):
    assert trend(earlier, value, level=level) is expected
