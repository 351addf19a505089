"""What calls do when something happens elsewhere."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.logistics.duty.announcements import SpotCheckCalled
from linan.response.calls.announcements import CallAnswered
from linan.response.calls.spot_checks import call_for_check, note_answer_of_check


@on(SpotCheckCalled)
def call_whoever_is_checked(event: SpotCheckCalled) -> None:
    with everywhere():
        call_for_check(event.check_id, now=now())


@on(CallAnswered)
def note_answer_at_check(event: CallAnswered) -> None:
    with everywhere():
        note_answer_of_check(event.recipient_id, call_id=event.call_id, now=now())
