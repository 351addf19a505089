"""Taking warnings in: kept as received, normalised, chained, and put before the communities they touch."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypedDict

from django.db import connection, transaction
from django.db.models import Q

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound
from linan.ground.text import Sentence, noop
from linan.monitoring.announcements import (
    WarningCancelled,
    WarningFileRefused,
    WarningFileTaken,
    WarningReceived,
    WarningUpdated,
)
from linan.monitoring.domain.warnings import BadWarning, WarningMessage, decode_each
from linan.monitoring.domain.warnings.chains import Link, are_joined, newest, own_references
from linan.monitoring.domain.warnings.matching import touches
from linan.monitoring.domain.warnings.message import Action, Purpose, area_from_json, area_json
from linan.monitoring.domain.warnings.responses import proposed
from linan.monitoring.models import CardStatus, EarlyWarning, WarningCard, WarningFile
from linan.monitoring.models.warnings import fault_json
from linan.monitoring.warning_queries import communities_for, territory_of

_ASKS = (Purpose.ACTUAL, Purpose.EXERCISE)  # tests of the line and system messages ask nobody for a decision
_SILENT_REACH = timedelta(days=31)  # a text that names no end but "to the 10th" can hold this long
_ENDED = Sentence(noop("It ends a warning that touched this place."))
_GONE = Sentence(noop("The newer message no longer reaches this place."))


class IdentifierTwice(BadWarning):
    """Two different warnings under one name: one of them is wrong, and nobody here can tell which."""

    code = "warning_identifier_twice"
    msgid = noop("A different warning with the identifier “%(identifier)s” is here already. Ask the issuer which holds.")


class _Said(TypedDict):
    card_id: int
    warning_id: int
    warning_kind: str
    scheme: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file with the place it came to. name: file name or address."""

    content: bytes
    org: Org
    name: str = ""
    source_id: int | None = None


@transaction.atomic
def take_in(received: Received, *, by: Actor, now: datetime) -> WarningFile:
    """Keep a file of warnings and put what it says before whom it touches.

    A file that is here already changes nothing and is returned. What cannot be read is kept with the reason in
    `faults`; a feed's other entries are taken all the same.
    """
    digest = sha256(received.content).hexdigest()
    _one_at_a_time(received.org)
    known = WarningFile.objects.filter(org=received.org, sha256=digest).first()
    if known is not None:
        return known
    file = WarningFile.objects.create(
        org=received.org, source_id=received.source_id, by=by if isinstance(by, Person) else None, sha256=digest,
        name=received.name.replace("\x00", "")[:500], content=received.content, received_at=now,
    )
    taken = _take_each(file, by=by, now=now)
    _tell_of_file(file, taken, by=by, now=now)
    return file


def _one_at_a_time(org: Org) -> None:
    """Let one file at a time into an organisation: two messages of one chain would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", ["monitoring.warnings", org.pk])


def _take_each(file: WarningFile, *, by: Actor, now: datetime) -> int:
    """Return how many warnings of the file are new; what is refused is noted on it."""
    faults, taken = [], 0
    try:
        found = decode_each(bytes(file.content))
    except BadWarning as refusal:
        found = [refusal]
    for one in found:
        try:
            taken += _take_one(one, file, by=by, now=now)
        except BadWarning as refusal:
            faults.append(fault_json(refusal.code, refusal.field, refusal.sentence))
    if faults:
        file.faults = faults
        file.save(update_fields=["faults"])
    return taken


def _take_one(message: WarningMessage | BadWarning, file: WarningFile, *, by: Actor, now: datetime) -> bool:
    """Return whether the message is new. Raises: BadWarning."""
    if isinstance(message, BadWarning):
        raise message
    digest = sha256(json.dumps(message.as_json() | {"format": ""}, sort_keys=True).encode()).hexdigest()
    same = EarlyWarning.objects.filter(
        org=file.org, sender=message.sender, identifier=message.identifier, sent_at=message.sent_at
    ).first()
    if same is not None and same.digest != digest:
        raise IdentifierTwice(field="identifier", identifier=message.identifier[:80])
    if same is None:
        _settle(_row(message, file, digest=digest, now=now), by=by, now=now)
    return same is None


def _row(message: WarningMessage, file: WarningFile, *, digest: str, now: datetime) -> EarlyWarning:
    words = [[one.language, one.event, one.headline, one.description, one.instruction] for one in message.words]
    row = EarlyWarning.objects.create(
        org=file.org, file=file, format=message.format, identifier=message.identifier, sender=message.sender,
        issuer=message.issuer, sent_at=message.sent_at, action=message.action, purpose=message.purpose,
        kind=message.kind, event=message.main.event[:200], scheme=message.level.scheme, ordinal=message.level.ordinal,
        headline=message.main.headline, starts_at=message.starts_at, ends_at=message.ends_at,
        references=list(own_references(message.references, sender=message.sender)),
        replaces_silently=message.replaces_silently, areas=[area_json(one) for one in message.areas], words=words,
        signature=message.signature.state, signer=message.signature.signer[:200],
        fingerprint=message.signature.fingerprint,
        remarks=[one.as_json() for one in message.remarks], digest=digest, received_at=now,
    )
    row.chain = row.pk
    return row


def _settle(row: EarlyWarning, *, by: Actor, now: datetime) -> None:
    """Join the message to its chain, let the last one sent hold, and ask for decisions if that is this one."""
    chain = _joined(row)
    links = [_link(one) for one in chain]
    head = newest(links)
    rows = EarlyWarning.objects.filter(pk__in=[one.pk for one in links])
    rows.update(chain=min(one.chain for one in chain), replaced_by_id=head.pk)
    EarlyWarning.objects.filter(pk=head.pk).update(replaced_by=None)
    row.refresh_from_db()
    if head.pk == row.pk:
        _ask(row, by=by, now=now)


def _joined(row: EarlyWarning) -> list[EarlyWarning]:
    """Return the message with every message of the chains it belongs to."""
    near = Q(identifier__in=row.references) | Q(references__contains=[row.identifier])
    if row.replaces_silently:
        while_near = (row.sent_at - _SILENT_REACH, row.sent_at + _SILENT_REACH)
        near |= Q(replaces_silently=True, kind=row.kind, event=row.event, sent_at__range=while_near)
    same = EarlyWarning.objects.filter(org=row.org, sender=row.sender, purpose=row.purpose).exclude(pk=row.pk)
    chains = {one.chain for one in same.filter(near) if are_joined(_link(one), _link(row))}
    return [row, *same.filter(chain__in=chains)]


def _link(row: EarlyWarning) -> Link:
    return Link(
        pk=row.pk, sender=row.sender, identifier=row.identifier, purpose=row.purpose, kind=row.kind, event=row.event,
        sent_at=row.sent_at, ends_at=row.ends_at, action=row.action, references=tuple(row.references),
        replaces_silently=row.replaces_silently,
    )


def _ask(row: EarlyWarning, *, by: Actor, now: datetime) -> None:
    """Open a card for every community the message touches; older open cards of the chain are overtaken.

    Whoever was asked before and is touched no more is asked to stand down.
    """
    before = list(WarningCard.objects.filter(warning__chain=row.chain).select_related("org"))
    for card in before:
        if card.status == CardStatus.OPEN:
            move(WarningCard, card.pk, to=CardStatus.OVERTAKEN)
    if row.purpose not in _ASKS or (not row.is_cancel and now >= row.holds_until):
        return
    asked = {card.org_id: card.org for card in before}
    touched = {} if row.is_cancel else _touched(row)
    for org, because in touched.values():
        _open_card(row, org, because, action=row.action, by=by, now=now)
    why = _ENDED if row.is_cancel else _GONE
    for org in (one for pk, one in asked.items() if pk not in touched):
        _open_card(row, org, why, action=Action.CANCEL, by=by, now=now)


def _touched(row: EarlyWarning) -> dict[int, tuple[Org, Sentence]]:
    """Return the communities that the message touches, with why."""
    areas = [area_from_json(one) for one in row.areas]
    found = [(org, touches(areas, territory_of(org))) for org in communities_for(row.org)]
    return {org.pk: (org, because) for org, because in found if because is not None}


def _open_card(
    row: EarlyWarning, org: Org, because: Sentence, *, action: str, by: Actor, now: datetime
) -> None:
    """Ask a community once about a message, from however many sides it arrives."""
    key = sha256(f"{row.sender},{row.identifier},{row.sent_at.isoformat()},{row.digest}".encode()).hexdigest()
    card, is_new = WarningCard.objects.get_or_create(
        org=org, key=key,
        defaults={
            "warning": row, "because": because.as_json(), "opened_at": now,
            "proposal": proposed(kind=row.kind, level=row.level, action=action).key,
        },
    )
    if is_new:
        announce(
            _event(row, card), by_id=by.pk, org_id=org.pk, about=[f"warning-{card.pk}", "warnings"], now=now,
            mode=row.mode,
        )


def _event(row: EarlyWarning, card: WarningCard) -> Announcement:
    said = _Said(
        card_id=card.pk, warning_id=row.pk, warning_kind=row.kind, scheme=row.scheme, ordinal=row.ordinal
    )
    match Action(row.action):
        case Action.ALERT:
            return WarningReceived(**said)
        case Action.UPDATE:
            return WarningUpdated(**said)
    return WarningCancelled(**said)


def _tell_of_file(file: WarningFile, taken: int, *, by: Actor, now: datetime) -> None:
    is_refused = taken == 0 and bool(file.faults)
    event: Announcement = (
        WarningFileRefused(file_id=file.pk, code=file.faults[0]["code"])
        if is_refused else WarningFileTaken(file_id=file.pk, taken=taken, refused=len(file.faults))
    )
    about = [f"warning-file-{file.pk}", "warning-files", "warnings"]
    announce(event, by_id=by.pk, org_id=file.org_id, about=about, now=now)


def org_for_files(code: str = "") -> Org:
    """Return the organisation of a code, or the root of the tree, for files given on the command line.

    Raises: NotFound.
    """
    rows = Org.objects.filter(code=code) if code else Org.objects.filter(parent=None)
    org = rows.order_by("pk").first()
    if org is None:
        raise NotFound(field="org")
    return org
