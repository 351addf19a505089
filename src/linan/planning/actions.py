"""Writes of planning."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.planning.announcements import (
    PlanActivated,
    PlanAdopted,
    PlanDeclined,
    PlanLevelChanged,
    PlanProposed,
)
from linan.planning.domain.leveling import STRONGEST_FIRST, advise_level
from linan.planning.domain.text import PlanTask, PlanText, plan_from
from linan.planning.figures import figures_of
from linan.planning.loading import load_plan
from linan.planning.models import LevelChange, Plan, PlanStatus, PlanVersion, Proposal, ProposalStatus
from linan.response.actions import TaskSpec, assign_tasks, call_off_tasks, set_response_level
from linan.response.headquarters.actions.posts import GroupSpec, form_groups
from linan.response.models import ResponseLevel
from linan.response.owners import NobodyToDoIt
from linan.response.queries import IncidentFacts, incident_facts, plan_tasks_given


class NoSuchLevel(Refused):
    """The plan does not know the level."""

    code = "no_such_level"
    msgid = noop("The plan has no level %(level)s. Choose one of its levels.")


class LevelUnchanged(Refused):
    """The plan is being carried out at that level."""

    code = "level_unchanged"
    status = 409
    msgid = noop("The response already has this level. Choose another one, or leave it as it is.")


class PlanNotCarriedOut(Refused):
    """The level of a plan changes only while it is carried out."""

    code = "plan_not_carried_out"
    status = 409
    msgid = noop("This plan is not being carried out. Activate it at the level you want.")


class LevelReasonMissing(Refused):
    """The level is not changed without a reason."""

    code = "level_reason_missing"
    msgid = noop("Say why the level changes; the reason stays with the incident.")


class DeclineReasonMissing(Refused):
    """A plan is not declined without a reason."""

    code = "decline_reason_missing"
    msgid = noop("Say why the plan is not used; the reason stays with the incident.")


@transaction.atomic
def adopt_plan(*, org: Org, by: Actor, now: datetime, key: str = "community_fire") -> Plan:
    """Put a plan of the folder into force in a unit; an unchanged text makes no new version.

    Raises: NotFound, PlanNotReadable.
    """
    text = load_plan(key)
    plan, _is_new = Plan.objects.update_or_create(
        org=org, key=key,
        defaults={"title": text.title, "klass": text.klass, "sub_code": text.sub_code, "status": PlanStatus.IN_FORCE},
        create_defaults={
            "title": text.title, "klass": text.klass, "sub_code": text.sub_code, "adopted_at": now,
        },
    )
    content = text.model_dump(mode="json")
    newest = plan.versions.first()
    if newest is None or newest.content != content:
        _add_version(plan, content, number=newest.number + 1 if newest else 1, by=by, now=now)
    return plan


def _add_version(plan: Plan, content: object, *, number: int, by: Actor, now: datetime) -> None:
    PlanVersion.objects.create(plan=plan, number=number, content=content, from_at=now, adopted_by_id=by.pk)
    announce(
        PlanAdopted(plan_id=plan.pk, number=number), by_id=by.pk, org_id=plan.org_id,
        about=[f"plan-{plan.pk}", "plans"], now=now,
    )


@transaction.atomic
def propose_plan(*, incident_id: int, by: Actor, now: datetime) -> Proposal | None:
    """Propose the nearest plan for an incident with level and reasons.

    None: no plan of the class is in force there. An open proposal takes the new level and reasons; nothing
    is proposed again after a decision, because raising the level is then the commander's own step.
    """
    facts = incident_facts(incident_id)
    version = _version_for(facts)
    if version is None or not facts.is_open:
        return None
    latest = Proposal.objects.filter(incident_id=incident_id).first()
    if latest is not None and latest.status != ProposalStatus.PROPOSED:
        return latest
    advice = advise_level(plan_from(version.content), figures_of(facts))
    reasons = [reason.as_json() for reason in advice.reasons]
    if latest is not None and (latest.level, latest.reasons) == (advice.level, reasons):
        return latest
    proposal, _is_new = Proposal.objects.update_or_create(
        incident_id=incident_id, status=ProposalStatus.PROPOSED,
        defaults={
            "org_id": facts.org_id, "version": version, "level": advice.level, "reasons": reasons, "proposed_at": now,
        },
    )
    proposed = PlanProposed(proposal_id=proposal.pk, incident_id=incident_id, level=proposal.level)
    _tell(proposal, proposed, facts.mode, by=by, now=now)
    return proposal


@transaction.atomic
def activate_plan(*, proposal_id: int, level: str, by: Actor, now: datetime) -> Proposal:
    """Activate a proposed plan at a level and give out its tasks.

    Raises: NotFound, NoSuchLevel, MoveNotAllowed, IncidentIsClosed, NobodyToDoIt.
    """
    text = plan_from(_proposal(proposal_id).version.content)
    if level not in {one.level for one in text.levels}:
        raise NoSuchLevel(field="level", level=level)
    proposal = move(
        Proposal, proposal_id, to=ProposalStatus.ACTIVATED, level=level, decided_at=now, decided_by_id=by.pk
    )
    set_response_level(incident_id=proposal.incident_id, level=ResponseLevel(level), by=by, now=now)
    specs = [_spec(text, task) for task in text.tasks_at(level)]
    assign_tasks(incident_id=proposal.incident_id, specs=specs, by=by, now=now)
    form_groups(incident_id=proposal.incident_id, specs=_groups(text), by=by, now=now)
    activated = PlanActivated(proposal_id=proposal.pk, incident_id=proposal.incident_id, level=level)
    _tell(proposal, activated, proposal.incident.mode, by=by, now=now)
    return proposal


@transaction.atomic
def follow_warning(*, incident_id: int, by: Actor, now: datetime) -> Proposal | None:
    """Carry out the plan of an incident for whose warning a person adopted the proposal; None: there is no plan.

    A warning that grew worse raises the level and gives out the tasks that come with it. A plan that was declined
    stays declined, and one whose roles nobody holds waits for a decision.
    """
    proposal = propose_plan(incident_id=incident_id, by=by, now=now)
    if proposal is None or proposal.status == ProposalStatus.DECLINED:
        return proposal
    with suppress(NobodyToDoIt), transaction.atomic():
        if proposal.status == ProposalStatus.PROPOSED:
            return activate_plan(proposal_id=proposal.pk, level=proposal.level, by=by, now=now)
        return _raise_level(proposal, by=by, now=now)
    return proposal


def _raise_level(proposal: Proposal, *, by: Actor, now: datetime) -> Proposal:
    text = plan_from(proposal.version.content)
    level = advise_level(text, figures_of(incident_facts(proposal.incident_id))).level
    if STRONGEST_FIRST.index(level) >= STRONGEST_FIRST.index(proposal.level):
        return proposal
    return _go_on_at(level, proposal, text, by=by, now=now)


@transaction.atomic
def change_level(*, proposal_id: int, level: str, reason: str, by: Actor, now: datetime) -> Proposal:
    """Carry an activated plan on at another level: tasks that come with it are given out, those of the old one that
    nobody has taken yet are called off.

    Raises: NotFound, LevelReasonMissing, NoSuchLevel, PlanNotCarriedOut, LevelUnchanged, IncidentIsClosed, NobodyToDoIt.
    """
    if not reason.strip():
        raise LevelReasonMissing(field="reason")
    proposal = _proposal(proposal_id)
    text = plan_from(proposal.version.content)
    _check_level(level, proposal, text)
    LevelChange.objects.create(
        proposal=proposal, before=proposal.level, level=level, reason=reason.strip(), changed_at=now, changed_by_id=by.pk
    )
    return _go_on_at(level, proposal, text, by=by, now=now)


def _check_level(level: str, proposal: Proposal, text: PlanText) -> None:
    if level not in {one.level for one in text.levels}:
        raise NoSuchLevel(field="level", level=level)
    if proposal.status != ProposalStatus.ACTIVATED:
        raise PlanNotCarriedOut
    if level == proposal.level:
        raise LevelUnchanged(field="level")


def _go_on_at(level: str, proposal: Proposal, text: PlanText, *, by: Actor, now: datetime) -> Proposal:
    before = proposal.level
    Proposal.objects.filter(pk=proposal.pk).update(level=level)
    proposal.level = level
    set_response_level(incident_id=proposal.incident_id, level=ResponseLevel(level), by=by, now=now)
    specs = [_spec(text, task) for task in text.tasks_at(level)]
    given = plan_tasks_given(proposal.incident_id)
    assign_tasks(incident_id=proposal.incident_id, specs=[one for one in specs if one.ref not in given], by=by, now=now)
    of_plan = {_spec(text, task).ref for task in text.tasks}
    call_off_tasks(incident_id=proposal.incident_id, refs=of_plan - {one.ref for one in specs}, by=by, now=now)
    changed = PlanLevelChanged(proposal_id=proposal.pk, incident_id=proposal.incident_id, before=before, level=level)
    _tell(proposal, changed, proposal.incident.mode, by=by, now=now)
    return proposal


@transaction.atomic
def decline_plan(*, proposal_id: int, reason: str, by: Actor, now: datetime) -> Proposal:
    """Decline a proposed plan. Raises: DeclineReasonMissing, NotFound, MoveNotAllowed."""
    if not reason.strip():
        raise DeclineReasonMissing(field="reason")
    proposal = move(
        Proposal, proposal_id, to=ProposalStatus.DECLINED, decided_at=now, decided_by_id=by.pk,
        decline_reason=reason.strip(),
    )
    declined = PlanDeclined(proposal_id=proposal.pk, incident_id=proposal.incident_id)
    _tell(proposal, declined, proposal.incident.mode, by=by, now=now)
    return proposal


def _proposal(proposal_id: int) -> Proposal:
    proposal = Proposal.objects.select_related("version").filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    return proposal


def _version_for(facts: IncidentFacts) -> PlanVersion | None:
    """Return the newest version of the plan in force that fits best: nearest unit first, then the sub-code."""
    plans = Plan._base_manager.filter(
        org_id__in=ids_of_path(facts.org_path), klass=facts.klass, status=PlanStatus.IN_FORCE
    ).exclude(key="")
    fitting = [plan for plan in plans.select_related("org") if plan.sub_code in ("", facts.sub_code)]
    if not fitting:
        return None
    nearest = max(fitting, key=lambda plan: (len(plan.org.path), plan.sub_code != ""))
    return PlanVersion._base_manager.filter(plan=nearest).order_by("-number").first()


def _groups(text: PlanText) -> list[GroupSpec]:
    return [
        GroupSpec(
            name=one.name, leader=one.leader, members=one.members, duty=one.duty,
            refs=[f"{text.key}/{task.key}" for task in text.tasks if task.group == one.name],
        )
        for one in text.groups
    ]


def _spec(text: PlanText, task: PlanTask) -> TaskSpec:
    return TaskSpec(
        title=task.title, brief=task.brief, role=task.role, ladder=task.ladder, due_in=task.due_in, order=task.order,
        ref=f"{text.key}/{task.key}", needs=task.needs, message=task.message, source=task.source.text,
        proof=task.proof, counted=task.counted,
    )


def _tell(
    proposal: Proposal, event: PlanProposed | PlanActivated | PlanLevelChanged | PlanDeclined, mode: str, *, by: Actor, now: datetime
) -> None:
    announce(
        event, by_id=by.pk, org_id=proposal.org_id,
        about=[f"proposal-{proposal.pk}", f"incident-{proposal.incident_id}", "incidents"], now=now, mode=mode,
    )
