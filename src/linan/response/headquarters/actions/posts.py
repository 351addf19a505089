"""Writes to posts: given, handed over with every open point ticked, left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.ground.moves import MovedMeanwhile
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Membership, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.actions import IncidentIsClosed
from linan.response.calls.duty import on_duty
from linan.response.headquarters.announcements import (
    GroupsFormed,
    PostGiven,
    PostLeft,
    PostOffered,
    PostOfferWithdrawn,
    PostTaken,
)
from linan.response.headquarters.models import SINGLE, Group, HandOver, HandOverPoint, Holding, Post
from linan.response.headquarters.points import points_of
from linan.response.headquarters.telling import tell
from linan.response.models import Incident, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpec:
    """A group as the plan writes it. refs: of its tasks; who was given the first of them leads the group at first."""

    name: str
    leader: str
    members: str
    duty: str
    refs: Collection[str]


class PostIsHeld(Refused):
    """A post that somebody holds is handed over, or taken from them with a reason."""

    code = "post_is_held"
    status = 409
    msgid = noop("%(person)s holds this post. Let them hand it over, or say why they cannot.")


class HandOverOpen(Refused):
    """The post is being handed over already."""

    code = "hand_over_open"
    status = 409
    msgid = noop("This post is being handed over to %(person)s already. Withdraw that first.")


class HoldsItAlready(Refused):
    """The person holds the post."""

    code = "holds_it_already"
    status = 409
    msgid = noop("%(person)s holds this post already. Choose somebody else.")


class NotForYou(Refused):
    """Only the person it was offered to takes a post over."""

    code = "not_for_you"
    status = 409
    msgid = noop("Only %(person)s can take this over. Withdraw the hand-over and offer it to somebody else.")


class PointsLeft(Refused):
    """A post is taken over only after every open point was ticked."""

    code = "points_left"
    status = 409
    msgid = noop("%(count)s open points are not ticked yet. Read and tick each of them, then take over.")


class HandOverIsOver(Refused):
    """The hand-over was withdrawn or is done."""

    code = "hand_over_is_over"
    status = 409
    msgid = noop("This hand-over was withdrawn or is done. Look at the posts of the incident.")


@transaction.atomic
def begin_ownership(*, incident_id: int, by: Actor, now: datetime) -> Holding | None:
    """Give a new incident its owner: who opened it, else the first on duty; from the moment it was opened.

    None: it has an owner, or nobody is on duty all the way up.
    """
    incident = Incident.objects.select_for_update(of=("self",)).select_related("org", "opened_by").get(pk=incident_id)
    if Holding._base_manager.filter(incident=incident, post=Post.OWNER).exists():
        return None
    person = incident.opened_by or next(iter(on_duty(incident.org, now=now).people), None)
    return _give(incident, Post.OWNER, None, person, by=by, now=now, from_at=incident.opened_at) if person else None


@transaction.atomic
def form_groups(*, incident_id: int, specs: Sequence[GroupSpec], by: Actor, now: datetime) -> None:
    """Form the groups of a plan, led by who was given their first task; whoever activates it commands until hand-over.

    Repeating it adds what is new and changes nothing else. Raises: IncidentIsClosed.
    """
    incident = _open_one(incident_id)
    made = [one for one in (_form(incident, spec, by=by, now=now) for spec in specs) if one]
    if made:
        tell(GroupsFormed(incident_id=incident.pk, groups=len(made)), incident, about=[f"posts-{incident.pk}"], by=by, now=now)
    if isinstance(by, Person) and not _held(incident, Post.COMMANDER, None):
        _give(incident, Post.COMMANDER, None, by, by=by, now=now)


@transaction.atomic
def give_post(
    *, incident_id: int, post: Post, group_id: int | None, person: Person, by: Actor, now: datetime, why: str = ""
) -> Holding:
    """Let somebody hold a post; one that is held is taken from its holder only with a reason.

    Raises: NotFound, IncidentIsClosed, HoldsItAlready, PostIsHeld.
    """
    incident = _open_one(incident_id)
    group = Group._base_manager.filter(pk=group_id, incident=incident).first() if group_id else None
    if (post in (Post.LEAD, Post.MEMBER)) != (group is not None):
        raise NotFound
    held = _held(incident, post, group, person_id=person.pk if post not in SINGLE else None)
    if held and held.person_id == person.pk:
        raise HoldsItAlready(field="person", person=str(person))
    if held:
        _take_away(held, why, by=by, now=now)
    return _give(incident, post, group, person, by=by, now=now)


@transaction.atomic
def leave_post(*, holding_id: int, why: str, by: Actor, now: datetime) -> None:
    """Let somebody no longer hold a post that may stand empty. Raises: NotFound, PostIsHeld, MovedMeanwhile."""
    held = Holding._base_manager.select_related("incident", "person").filter(pk=holding_id, to_at=None).first()
    if held is None:
        raise NotFound
    if held.post == Post.OWNER:
        raise PostIsHeld(person=str(held.person))
    _take_away(held, why or "—", by=by, now=now)


@transaction.atomic
def offer_post(*, holding_id: int, to: Membership, note: str, by: Actor, now: datetime) -> HandOver:
    """Offer a post to the next person with what lies open now, written down point by point.

    Raises: NotFound, IncidentIsClosed, HoldsItAlready, HandOverOpen.
    """
    held = Holding._base_manager.select_related("incident__org", "person").filter(pk=holding_id, to_at=None).first()
    if held is None:
        raise NotFound
    incident = _open_one(held.incident_id)
    if held.person_id == to.person_id:
        raise HoldsItAlready(field="to", person=str(held.person))
    running = HandOver._base_manager.filter(holding=held, taken_at=None, withdrawn_at=None).select_related("to").first()
    if running:
        raise HandOverOpen(field="to", person=str(running.to))
    offer = HandOver._base_manager.create(
        holding=held, org=_org_for(to, incident.org), to=to.person, note=note.strip(), offered_at=now, offered_by_id=by.pk
    )
    HandOverPoint._base_manager.bulk_create(
        HandOverPoint(
            hand_over=offer, text=one.text.as_json(), figures=one.figures.as_json(), is_late=one.is_late, url=one.url
        )
        for one in points_of(incident, now=now)
    )
    event = PostOffered(incident_id=incident.pk, hand_over_id=offer.pk, person_id=to.person_id, to=held.post)
    tell(event, incident, about=[f"posts-{incident.pk}"], screens=[offer.org_id], by=by, now=now)
    return offer


@transaction.atomic
def withdraw_offer(*, hand_over_id: int, by: Actor, now: datetime) -> None:
    """Let a post stay with who holds it. Raises: HandOverIsOver."""
    offer = _open_offer(hand_over_id)
    HandOver._base_manager.filter(pk=offer.pk).update(withdrawn_at=now)
    incident = offer.holding.incident
    event = PostOfferWithdrawn(incident_id=incident.pk, hand_over_id=offer.pk, person_id=offer.to_id)
    tell(event, incident, about=[f"posts-{incident.pk}"], screens=[offer.org_id], by=by, now=now)


@transaction.atomic
def take_post(*, hand_over_id: int, ticked: Collection[int], by: Person, now: datetime) -> Holding:
    """Take a post over after ticking every open point: the one's time ends in the instant in which the other's begins.

    Raises: HandOverIsOver, NotForYou, PointsLeft, MovedMeanwhile, IncidentIsClosed.
    """
    offer = _open_offer(hand_over_id)
    if offer.to_id != by.pk:
        raise NotForYou(person=str(offer.to))
    HandOverPoint._base_manager.filter(hand_over=offer, pk__in=ticked, ticked_at=None).update(ticked_at=now)
    left = HandOverPoint._base_manager.filter(hand_over=offer, ticked_at=None).count()
    if left:
        raise PointsLeft(count=left)
    incident = _open_one(offer.holding.incident_id)
    HandOver._base_manager.filter(pk=offer.pk).update(taken_at=now)
    _end(offer.holding, now=now)
    taken = _hold(incident, Post(offer.holding.post), offer.holding.group, by, by=offer.offered_by_id, from_at=now)
    event = PostTaken(
        incident_id=incident.pk, hand_over_id=offer.pk, holding_id=taken.pk, person_id=by.pk, to=taken.post
    )
    tell(event, incident, about=[f"posts-{incident.pk}"], screens=[offer.org_id], by=by, now=now)
    return taken


def _open_one(incident_id: int) -> Incident:
    incident = Incident._base_manager.select_for_update(of=("self",)).select_related("org").filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    if not incident.is_open:
        raise IncidentIsClosed
    return incident


def _open_offer(hand_over_id: int) -> HandOver:
    rows = HandOver._base_manager.select_for_update(of=("self",)).select_related("holding__incident__org", "holding__group", "to")
    offer = rows.filter(pk=hand_over_id).first()
    if offer is None:
        raise NotFound
    if offer.taken_at or offer.withdrawn_at:
        raise HandOverIsOver
    return offer


def _held(incident: Incident, post: Post, group: Group | None, *, person_id: int | None = None) -> Holding | None:
    rows = Holding._base_manager.filter(incident=incident, post=post, group=group, to_at=None).select_related("incident", "person")
    return rows.filter(person_id=person_id).first() if person_id else rows.first()


def _hold(incident: Incident, post: Post, group: Group | None, person: Person, *, by: int | None, from_at: datetime) -> Holding:
    return Holding._base_manager.create(
        incident=incident, post=post, group=group, person=person, from_at=from_at, given_by_id=by
    )


def _give(
    incident: Incident, post: Post, group: Group | None, person: Person, *, by: Actor, now: datetime,
    from_at: datetime | None = None,
) -> Holding:
    held = _hold(incident, post, group, person, by=by.pk, from_at=from_at or now)
    event = PostGiven(incident_id=incident.pk, holding_id=held.pk, person_id=person.pk, to=post)
    tell(event, incident, about=[f"posts-{incident.pk}"], by=by, now=now)
    return held


def _end(held: Holding, *, now: datetime, why: str = "") -> None:
    """End a holding, and with it what was offered of it. Raises: MovedMeanwhile."""
    if not Holding._base_manager.filter(pk=held.pk, to_at=None).update(to_at=now, why_ended=why):
        raise MovedMeanwhile
    HandOver._base_manager.filter(holding=held, taken_at=None, withdrawn_at=None).update(withdrawn_at=now)


def _take_away(held: Holding, why: str, *, by: Actor, now: datetime) -> None:
    if not why.strip():
        raise PostIsHeld(field="why", person=str(held.person))
    _end(held, now=now, why=why.strip()[:400])
    event = PostLeft(incident_id=held.incident_id, holding_id=held.pk, person_id=held.person_id, to=held.post)
    tell(event, held.incident, about=[f"posts-{held.incident_id}"], by=by, now=now)


def _form(incident: Incident, spec: GroupSpec, *, by: Actor, now: datetime) -> Group | None:
    """Form one group and put its people in it; None when it was formed before."""
    texts = {"leader": spec.leader[:120], "members": spec.members[:200], "duty": spec.duty, "formed_at": now}
    group, is_new = Group._base_manager.get_or_create(incident=incident, name=spec.name[:60], defaults=texts)
    if not is_new:
        return None
    tasks = Task.objects.filter(incident=incident, plan_task__in=spec.refs).select_related("owner").order_by("order", "pk")
    people = list(dict.fromkeys(one.owner for one in tasks))
    posts = [Post.LEAD, *[Post.MEMBER] * len(people)]
    for post, person in zip(posts, people, strict=False):
        _give(incident, post, group, person, by=by, now=now)
    return group


def _org_for(to: Membership, org: Org) -> Org:
    return to.org if to.org.path.startswith(org.path) else org
