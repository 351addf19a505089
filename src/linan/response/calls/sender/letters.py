"""A message as a letter: its texts, its address and its signed link, and the terms under which it may leave."""

from collections.abc import Sequence

from linan.ground.crypto.sealing import SealBroken
from linan.response.calls.channels import IN_APP
from linan.response.calls.domain.leaving import Terms
from linan.response.calls.domain.letters import Letter, Reach
from linan.response.calls.links import Bearer, link_of
from linan.response.calls.models import Guest, Line, Message, PushAddress


def letter_of(message: Message, reach: Reach, pushes: dict[int, str]) -> Letter:
    """Return the letter of a message. pushes: {person id: subscription as JSON}."""
    call = message.call
    bearer = Bearer(recipient_id=message.recipient_id, person_id=message.person_id) if message.recipient_id else None
    return Letter(
        key=f"linan-message-{message.pk}", address=_address(message, reach, pushes), title=call.title,
        text=call.short_text, spoken=call.spoken_text, poster=call.poster_text, link=link_of(bearer) if bearer else "",
        level=call.level, is_drill=call.is_drill,
    )


def guests_of(messages: Sequence[Message]) -> set[tuple[int | None, int | None]]:
    """Return who of the messages' receivers is on the white list: (person, household) pairs, one of them None."""
    people = {one.person_id for one in messages if one.person_id}
    households = {one.recipient.household_id for one in messages if one.recipient and one.recipient.household_id}
    rows = Guest._base_manager.filter(person_id__in=people) | Guest._base_manager.filter(household_id__in=households)
    return set(rows.values_list("person_id", "household_id"))


def terms_of(
    message: Message, line: Line | None, guests: set[tuple[int | None, int | None]], *, is_test: bool, stays_here: bool
) -> Terms:
    """Return the terms under which a message may leave."""
    return Terms(
        is_drill=message.call.is_drill, is_test=is_test, stays_here=stays_here, is_guest=_is_guest(message, line, guests)
    )


def pushes_of(messages: Sequence[Message]) -> dict[int, str]:
    """Return {person id: subscription} of the people whose browsers take pushes, the newest of each."""
    people = {one.person_id for one in messages if one.person_id}
    rows = PushAddress.objects.filter(person_id__in=people).order_by("added_at")
    return {row.person_id: row.opened() for row in rows}


def _is_guest(message: Message, line: Line | None, guests: set[tuple[int | None, int | None]]) -> bool:
    if message.recipient is None:
        return line is not None and line.may_drill
    if message.channel == IN_APP and message.person is not None and message.person.is_demo:
        return True
    return (message.person_id, None) in guests or (None, message.recipient.household_id) in guests


def _address(message: Message, reach: Reach, pushes: dict[int, str]) -> str:
    person, resident = message.person, message.recipient.resident if message.recipient else None
    if reach == Reach.PUSH:
        return pushes.get(message.person_id or 0, "")
    if person is not None:
        return {Reach.PHONE: person.phone or "", Reach.MAIL: person.email}.get(reach, "")
    return _phone_of(resident) if resident is not None and reach == Reach.PHONE else ""


def _phone_of(resident: object) -> str:
    """Return a resident's phone, empty where its seal is broken: one bad row holds up nobody else."""
    try:
        return str(resident.opened("phone"))  # type: ignore[attr-defined]
    except SealBroken:
        return ""
