"""Chains of messages about one danger: which belong together, and which of them holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.monitoring.domain.warnings.message import UNSTATED, Action, Reference, WarningMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A message as a member of a chain."""

    pk: int
    sender: str
    identifier: str
    purpose: str
    kind: str
    event: str
    sent_at: datetime
    ends_at: datetime | None
    action: str
    references: tuple[str, ...]
    replaces_silently: bool


def link_of(message: WarningMessage, *, pk: int) -> Link:
    """Return the message as a link."""
    return Link(
        pk=pk, sender=message.sender, identifier=message.identifier, purpose=str(message.purpose), kind=message.kind,
        event=message.main.event, sent_at=message.sent_at, ends_at=message.ends_at, action=str(message.action),
        references=own_references(message.references, sender=message.sender),
        replaces_silently=message.replaces_silently,
    )


def own_references(references: Iterable[Reference], *, sender: str) -> tuple[str, ...]:
    """Return the identifiers referred to, those of other senders left out: nobody cancels another's warning."""
    return tuple(one.identifier for one in references if one.sender in ("", sender))


def are_joined(one: Link, other: Link) -> bool:
    """Return whether two messages are about the same danger, whichever arrived first."""
    if (one.sender, one.purpose) != (other.sender, other.purpose):
        return False
    earlier, later = sorted((one, other), key=lambda link: (link.sent_at, link.pk))
    return earlier.identifier in later.references or _follows_silently(later, earlier)


def _follows_silently(later: Link, earlier: Link) -> bool:
    """A text names no earlier message; it takes the place of its issuer's last one of the same kind while that holds."""
    if not (later.replaces_silently and earlier.replaces_silently) or earlier.action == Action.CANCEL:
        return False
    held_until = max(earlier.ends_at or earlier.sent_at, earlier.sent_at + UNSTATED)
    same = (earlier.kind, earlier.event) == (later.kind, later.event)
    return same and later.sent_at <= held_until


def newest(links: Sequence[Link]) -> Link:
    """Return the message that holds: the one sent last, in whatever order they arrived.

    A cancellation and an update of the same second leave the cancellation.
    """
    return max(links, key=lambda link: (link.sent_at, link.action == Action.CANCEL, link.pk))
