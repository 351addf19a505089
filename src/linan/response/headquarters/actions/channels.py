"""Turn-outs over the channels of calls: whoever was called out is reached by message and voice, and the answer counts."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from linan.ground.moves import MovedMeanwhile, MoveNotAllowed
from linan.ground.people.models import SYSTEM
from linan.response.actions import IncidentIsClosed
from linan.response.calls.actions.answers import CallIsOver, answer_call
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.release import end_call, let_go
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.texts import SHORT_CHARACTERS, SPOKEN_CHARACTERS
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.links import Bearer
from linan.response.calls.models import CallStatus, Level, Outcome, Recipient
from linan.response.calls.sending import ways_of
from linan.response.headquarters.actions.turnouts import answer_turnout
from linan.response.headquarters.domain.turnout import Tier
from linan.response.headquarters.models import COMING, MemberStatus, Turnout, TurnoutMember
from linan.response.headquarters.rulebook import rulebook
from linan.response.models import Mode

# The screens of this house show a turn-out by themselves, with sound: the call is for those who do not look at one.
MESSAGES = ("web_push", "sms", "smpp", "webhook", "dingtalk", "wecom", "feishu", "ntfy")
VOICE = ("voice",)
COMES, ON_THE_WAY, ON_SITE = "我来，马上出发", "已在路上", "已到现场"
ANSWERS = {COMES: MemberStatus.ANSWERED, ON_THE_WAY: MemberStatus.ON_THE_WAY, ON_SITE: MemberStatus.ON_SITE}
SILENT = frozenset({Outcome.WAITING, Outcome.NOT_REACHED})


@transaction.atomic
def call_over_channels(*, turnout_id: int, now: datetime) -> bool:
    """Call everybody of a turn-out who has not answered over the lines of the unit; return whether there was any line.

    First every way of writing, then voice, each for as long as the tier gives for an answer; once.
    """
    rows = Turnout._base_manager.select_for_update(of=("self",)).select_related("incident__building", "org")
    turnout = rows.get(pk=turnout_id)
    if turnout.call_id is not None or not turnout.incident.is_open or not ways_of(turnout.org, (*MESSAGES, *VOICE)):
        return False
    asked = TurnoutMember._base_manager.filter(turnout=turnout, status=MemberStatus.ASKED)
    audience = Audience(people=tuple(asked.values_list("person_id", flat=True)))
    seen = 0 if audience.is_empty else count(audience, org=turnout.org, now=now).people
    if not seen:
        return False
    call = draft_call(org=turnout.org, draft=_draft(turnout, audience), by=SYSTEM, now=now)
    let_go(call, seen=seen, by=SYSTEM, now=now)
    Turnout._base_manager.filter(pk=turnout.pk).update(call=call)
    return True


@transaction.atomic
def note_answer_to_call(recipient_id: int, *, call_id: int, now: datetime) -> bool:
    """Take what somebody answered to the call of a turn-out as their answer to it; return whether it was one.

    Only their own word counts, and only while it leads further: who is on site already does not go back.
    """
    recipient = Recipient._base_manager.filter(pk=recipient_id, call_id=call_id, person__isnull=False).first()
    if recipient is None or recipient.person_id is None or recipient.answered_by_id not in (None, recipient.person_id):
        return False
    member = TurnoutMember._base_manager.filter(turnout__call_id=call_id, person_id=recipient.person_id).first()
    if member is None:
        return False
    is_refused = recipient.outcome == Outcome.REFUSED
    to = MemberStatus.UNABLE if is_refused else ANSWERS.get(recipient.answer.split(" · ")[0], MemberStatus.ANSWERED)
    reason = recipient.answer if is_refused else ""
    try:
        answer_turnout(member_id=member.pk, to=to, reason=reason, by=member.person, now=recipient.answered_at or now)
    except (MoveNotAllowed, MovedMeanwhile, IncidentIsClosed):
        return False  # answered on a screen before, or the incident is over
    return True


@transaction.atomic
def settle_call_of(*, turnout_id: int, person_id: int, now: datetime) -> bool:
    """Let nobody be called any more who answered the turn-out on a screen or by radio; return whether somebody was."""
    member = TurnoutMember._base_manager.select_related("turnout").get(turnout_id=turnout_id, person_id=person_id)
    recipient = Recipient._base_manager.filter(
        call_id=member.turnout.call_id, person_id=person_id, outcome__in=SILENT
    ).first() if member.turnout.call_id else None
    if recipient is None:
        return False
    comes = member.status in COMING
    words = next(text for text, status in ANSWERS.items() if status == member.status) if comes else member.reason
    try:
        answer_call(
            bearer=Bearer(recipient_id=recipient.pk, person_id=person_id), answer=words or gettext("cannot come"),
            refuses=not comes, needs_help=False, now=now,
        )
    except (MoveNotAllowed, MovedMeanwhile, CallIsOver):
        return False  # the message was answered in the same instant, or the call was stopped
    return True


@transaction.atomic
def end_calls_of(*, incident_id: int, now: datetime) -> int:
    """End the calls of an incident's turn-outs that still go on; return how many."""
    running = Turnout._base_manager.filter(incident_id=incident_id, call__status=CallStatus.CALLING)
    ids = list(running.values_list("call_id", flat=True))
    for call_id in ids:
        end_call(call_id=call_id, by=SYSTEM, now=now)
    return len(ids)


def _draft(turnout: Turnout, audience: Audience) -> Draft:
    incident, tier = turnout.incident, rulebook().tiers(turnout.org.path)[turnout.tier]
    place = incident.building.name if incident.building else incident.place
    due = timezone.localtime(turnout.due_at)
    text = gettext("Turn out: %(incident)s, %(place)s. First on site by %(at)s. Answer at once.") % {
        "incident": incident.title[:20], "place": place[:16], "at": f"{due:%H:%M}",
    }
    return Draft(
        title=gettext("Turn-out"), level=Level.RED, mode=Mode(incident.mode), short_text=text[:SHORT_CHARACTERS],
        spoken_text=text[:SPOKEN_CHARACTERS], poster_text=text, door_text=text, wanted=gettext("Come, or say that you cannot"),
        choices=tuple(ANSWERS), audience=audience, waves=_waves(tier), lasting_min=tier.arrives_in_min,
        incident_id=incident.pk,
    )


def _waves(tier: Tier) -> tuple[Wave, ...]:
    wait_s = round(tier.answers_in.total_seconds())
    return (Wave(To.RECIPIENT, MESSAGES, wait_s), Wave(To.RECIPIENT, VOICE, wait_s))
