"""The doors to upward reporting."""

from django.db.models import QuerySet

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.refusals import NotAllowed
from linan.response.models import Incident
from linan.response.upward.models import Filing, LedgerEntry
from linan.response.upward.queries import REPORTING


def access_filing(standing: Standing, pk: int, *, to: Right) -> Filing:
    """Return the report. Raises: NotFound, NotAllowed."""
    return open_door(_filings(), pk, standing=standing, to=to)


def access_filing_as_receiver(standing: Standing, pk: int) -> Filing:
    """Return a report that the person may receipt for the unit it went to. Raises: NotFound, NotAllowed."""
    filing = access_filing(standing, pk, to=Right.SEE)
    if filing.to_org is None or not standing.may(Right.COMMAND, path=filing.to_org.path):
        raise NotAllowed
    return filing


def access_ledger_entry(standing: Standing, pk: int, *, to: Right) -> LedgerEntry:
    """Return the entry of a name ledger. Raises: NotFound, NotAllowed."""
    return open_door(LedgerEntry.objects.select_related("incident"), pk, standing=standing, to=to)


def unit_that_reports(standing: Standing, incident: Incident) -> Org | None:
    """Return for which unit the person reports about an incident: the nearest one on its path where they command."""
    path = ids_of_path(incident.org.path)
    mine = [one.org_id for one in standing.grants if Right.COMMAND in one.rights and one.org_id in path]
    return Org.objects.filter(pk__in=mine, kind__in=REPORTING).order_by("-path").first()


def require_unit(standing: Standing, incident: Incident) -> Org:
    """Return for which unit the person reports. Raises: NotAllowed."""
    unit = unit_that_reports(standing, incident)
    if unit is None:
        raise NotAllowed
    return unit


def unit_that_sets_deadlines(standing: Standing) -> Org | None:
    """Return for which unit the person sets deadlines: the highest where they write plans."""
    mine = [one.org_id for one in standing.grants if Right.AUTHOR in one.rights]
    return Org.objects.filter(pk__in=mine, kind__in=REPORTING).order_by("path").first()


def _filings() -> QuerySet[Filing]:
    return Filing.objects.select_related(
        "org", "incident", "incident__org", "incident__building", "to_org", "skipped_org", "sent_by", "receipt_by",
        "asked_by", "drafted_by",
    )
