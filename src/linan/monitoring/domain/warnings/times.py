"""Moments as warnings write them."""

import re
from datetime import datetime, timedelta, timezone

from linan.monitoring.domain.warnings.refusals import FieldUnreadable

BEIJING = timezone(timedelta(hours=8))
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]+(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)


def moment_of(text: str, *, element: str, zone: timezone | None = None) -> datetime | None:
    """Return the moment, None for an empty text.

    Reads liberally: "Z" for UTC and a blank for the T, which the CAP schema forbids and real feeds send.
    zone: taken where the text names none; without it such a text is refused. Raises: FieldUnreadable.
    """
    if not text:
        return None
    found = _MOMENT.fullmatch(text.strip())
    if not found or not (found[3] or zone):
        raise FieldUnreadable(field=element, element=element, value=text[:60])
    offset = {"Z": "+00:00", "z": "+00:00", None: ""}.get(found[3], found[3])
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{offset}")
    except ValueError as fault:
        raise FieldUnreadable(field=element, element=element, value=text[:60]) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def strict(moment: datetime) -> str:
    """Return the moment as the CAP schema wants it: seconds, a numeric offset, -00:00 for UTC."""
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text
