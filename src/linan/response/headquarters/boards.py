"""Who held which post at a moment, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.response.headquarters.models import Group, HandOver, Holding, Post
from linan.response.headquarters.queries import groups_of, holdings_of, open_offers_of
from linan.response.models import Incident

COMMAND = (Post.OWNER, Post.COMMANDER, Post.DEPUTY)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post and who holds it; held is None while nobody does. offer: to whom it is being handed over."""

    post: Post
    group: Group | None
    held: Holding | None
    offer: HandOver | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A working group with its leader and its members."""

    group: Group
    lead: PostLine
    members: Sequence[Holding]


@dataclass(frozen=True, slots=True)
class PostBoard:
    """Everybody at a post at one moment. history: all who ever were, the latest first."""

    at: datetime
    command: Sequence[PostLine]
    groups: Sequence[GroupLine]
    history: Sequence[Holding]


def post_board(incident: Incident, *, at: datetime) -> PostBoard:
    """Return who held which post of an incident at a moment."""
    all_held = holdings_of(incident.pk)
    held = [one for one in all_held if one.from_at <= at and (one.to_at is None or at < one.to_at)]
    offers = open_offers_of(incident.pk)
    return PostBoard(
        at=at, command=[_line(post, None, held, offers) for post in COMMAND],
        groups=[_group(one, held, offers) for one in groups_of(incident.pk) if one.formed_at <= at], history=all_held[::-1],
    )


def _group(group: Group, held: Sequence[Holding], offers: dict[int, HandOver]) -> GroupLine:
    members = [one for one in held if one.post == Post.MEMBER and one.group_id == group.pk]
    return GroupLine(group=group, lead=_line(Post.LEAD, group, held, offers), members=members)


def _line(post: Post, group: Group | None, held: Sequence[Holding], offers: dict[int, HandOver]) -> PostLine:
    here = group.pk if group else None
    found = next((one for one in held if one.post == post and one.group_id == here), None)
    return PostLine(post=post, group=group, held=found, offer=offers.get(found.pk) if found else None)
