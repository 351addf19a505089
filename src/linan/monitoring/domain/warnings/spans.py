"""Until when a Chinese notice holds, as far as its words say so."""

import re
from datetime import UTC, datetime, time, timedelta

from linan.monitoring.domain.warnings.times import BEIJING

_HOURS = re.compile(r"(?:未来|今后|预计)?(\d{1,2})个?小时内?")
_UNTIL_DAY = re.compile(r"(?:至|到)(\d{1,2})日")
# Ends of the parts of a day in Beijing time, the later words first. Source: GB/T 21984-2017 §4 (白天 08–20, 夜间 20–08).
_PARTS = (
    ("明天夜里", 1, time(23, 59)), ("明天白天", 1, time(20)), ("明天", 1, time(20)), ("今天夜里", 1, time(8)),
    ("今天半夜以前", 0, time(23, 59)), ("今天上半夜", 0, time(23, 59)), ("今天傍晚", 0, time(20)),
    ("今天中午以前", 0, time(12)), ("今天上午以前", 0, time(12)), ("今天", 0, time(20)),
)


def end_in_text(text: str, *, sent_at: datetime) -> datetime | None:
    """Return the moment to which a notice says it holds, None where it says none."""
    clause = text.split("。")[0]
    ends = [_after_hours(clause, sent_at), _on_day(clause, sent_at), _in_words(clause, sent_at)]
    return next((one.astimezone(UTC) for one in ends if one and one > sent_at), None)


def _after_hours(clause: str, sent_at: datetime) -> datetime | None:
    found = _HOURS.search(clause)
    return sent_at + timedelta(hours=int(found[1])) if found else None


def _on_day(clause: str, sent_at: datetime) -> datetime | None:
    """Return the end of the day named; a day before today's is one of the next month."""
    found = _UNTIL_DAY.search(clause)
    if not found:
        return None
    here = sent_at.astimezone(BEIJING)
    month_on = here.replace(day=1) + timedelta(days=32)
    first = here if int(found[1]) >= here.day else month_on
    try:
        return first.replace(day=int(found[1]), hour=23, minute=59, second=0)
    except ValueError:
        return None


def _in_words(clause: str, sent_at: datetime) -> datetime | None:
    here = sent_at.astimezone(BEIJING)
    for words, days, at in _PARTS:
        if words in clause:
            return datetime.combine(here.date() + timedelta(days=days), at, tzinfo=BEIJING)
    return None
