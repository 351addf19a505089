"""Reads of planning."""

from django.db.models import Max, QuerySet

from linan.planning.models import Plan, Proposal


def plans_for_list() -> QuerySet[Plan]:
    """Return the plans with the number of their newest version."""
    return Plan.objects.select_related("org").annotate(newest=Max("versions__number")).order_by("org__path", "title")


def proposal_of_incident(incident_id: int) -> Proposal | None:
    """Return the latest proposal for an incident with its plan and who decided."""
    rows = Proposal.objects.filter(incident_id=incident_id).select_related("version__plan", "decided_by")
    return rows.order_by("-proposed_at", "-pk").first()
