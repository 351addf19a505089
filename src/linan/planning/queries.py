"""Reads of planning."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org, OrgKind
from linan.planning.loading import load_plan, plan_keys
from linan.planning.models import Plan, Proposal


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan that comes along and that a community has not put into force."""

    org: Org
    key: str
    title: str


def plans_on_offer(standing: Standing) -> list[Offer]:
    """Return what the person may put into force, community by community."""
    communities = Org.objects.filter(pk__in=standing.org_ids, kind=OrgKind.COMMUNITY)
    known = set(Plan.objects.values_list("org_id", "key"))
    return [
        Offer(org, key, load_plan(key).title)
        for org in communities if standing.may(Right.AUTHOR, path=org.path)
        for key in plan_keys() if (org.pk, key) not in known
    ]


def plans_for_list() -> QuerySet[Plan]:
    """Return the plans with the number of their newest version."""
    return Plan.objects.select_related("org").annotate(newest=Max("versions__number")).order_by("org__path", "title")


def proposal_of_incident(incident_id: int) -> Proposal | None:
    """Return the latest proposal for an incident with its plan and who decided."""
    rows = Proposal.objects.filter(incident_id=incident_id).select_related("version__plan", "decided_by")
    return rows.order_by("-proposed_at", "-pk").first()
