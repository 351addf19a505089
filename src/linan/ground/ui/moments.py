"""Moments in words: the clock time and how long ago it was."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def how_long_ago(moment: datetime, *, now: datetime) -> str:
    """Return "just now", "5 min ago", "in 2 h"; whole units, rounded down."""
    lies_ahead = moment > now
    distance = abs(now - moment)
    if distance < _MINUTE:
        return gettext("just now")
    if distance < _HOUR:
        msgid, unit = ("in {n} min" if lies_ahead else "{n} min ago"), _MINUTE
    elif distance < _DAY:
        msgid, unit = ("in {n} h" if lies_ahead else "{n} h ago"), _HOUR
    else:
        msgid, unit = ("in {n} d" if lies_ahead else "{n} d ago"), _DAY
    return gettext(msgid).format(n=distance // unit)


def clock_time(moment: datetime, *, now: datetime) -> str:
    """Return the local time of day, with the date before it when it is not today's."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now)
    if local.date() == today.date():
        return local.strftime("%H:%M")
    if local.year == today.year:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%Y-%m-%d %H:%M")
