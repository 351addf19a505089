"""Spot checks of duty, as calls: asked by the roster, answered on the answer page, silence told to the leader."""

from datetime import datetime

from django.db import transaction

from linan.ground.people.models import SYSTEM
from linan.logistics.duty.actions.spot_checks import note_answer, note_call
from linan.logistics.duty.models import SpotCheck, SpotState
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.release import let_go
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.models import Level, Recipient
from linan.response.models import Mode

CHANNELS = ("in_app", "web_push", "sms", "smpp", "voice")
TITLE = "值班抽查（非险情）"
TEXT = "值班抽查：请立即应答，并说明您现在在哪里。"
WANTED = "应答并说明在岗位置"
PLACES = ("在值班室", "在巡查或处置现场", "在社区内其他地方", "不在岗")
LASTING_MIN = 120


@transaction.atomic
def call_for_check(check_id: int, *, now: datetime) -> bool:
    """Call the person whom a spot check names; return whether there was anybody to call."""
    check = SpotCheck._base_manager.select_related("org").get(pk=check_id)
    audience = Audience(people=(check.person_id or 0,))
    if check.call is not None or not count(audience, org=check.org, now=now).people:
        return False
    call = draft_call(org=check.org, draft=_draft(check, audience), by=SYSTEM, now=now)
    let_go(call, seen=1, by=SYSTEM, now=now)
    note_call(check.pk, call_id=call.pk)
    return True


def note_answer_of_check(recipient_id: int, *, call_id: int, now: datetime) -> bool:
    """Note the answer of a recipient at the spot check that called them; return whether it was one."""
    asked = SpotCheck._base_manager.filter(call=call_id, state__in=[SpotState.CALLED, SpotState.SILENT])
    check = asked.first()
    if check is None:
        return False
    recipient = Recipient._base_manager.select_related("answered_by").get(pk=recipient_id)
    at = recipient.answered_at or now
    note_answer(check.pk, answer=recipient.answer, answered_by=recipient.answered_by, now=at)
    return True


def _draft(check: SpotCheck, audience: Audience) -> Draft:
    # Orange, because the two lower levels wait for the end of quiet hours, and a night is what is checked.
    within_s = check.within_min * 60
    return Draft(
        title=TITLE, level=Level.ORANGE, mode=Mode.REAL, short_text=TEXT, spoken_text=TEXT, poster_text=TEXT, door_text=TEXT,
        wanted=WANTED, choices=PLACES, audience=audience, lasting_min=LASTING_MIN,
        waves=(Wave(To.RECIPIENT, CHANNELS, within_s), Wave(To.LEADER, ("in_app", "web_push", "sms", "smpp"), within_s)),
    )
