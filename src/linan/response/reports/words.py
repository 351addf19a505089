"""How a report's place reads."""

from django.utils.translation import gettext

from linan.response.reports.models import Report


def place_words(report: Report) -> str:
    """Return where it is: building, staircase, floor, and the reporter's own words."""
    parts = [report.building.name if report.building else ""]
    if report.unit is not None:
        parts.append(gettext("staircase %(n)s") % {"n": report.unit})
    if report.floor is not None:
        parts.append(gettext("floor %(n)s") % {"n": report.floor})
    parts.append(report.place)
    return " ".join(part for part in parts if part) or report.org.name
