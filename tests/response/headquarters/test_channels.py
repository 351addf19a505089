"""Turn-outs over the channels of calls: people are reached by message and voice, and what they answer counts."""

from datetime import timedelta

import pytest

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.clock import now as clock
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import close_incident
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, CallStatus, Message, Outcome, Recipient
from linan.response.headquarters.actions.channels import call_over_channels
from linan.response.headquarters.actions.turnouts import answer_turnout
from linan.response.headquarters.models import MemberStatus, Turnout, TurnoutMember
from linan.response.models import CloseReason, Mode
from tests.build import NOW, a_community, a_person
from tests.builders.calls import a_line
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
PHONE = "13800000001"


def _called(*, kinds=("sms", "voice"), mode=Mode.REAL):
    """Return the turn-out of a fire in a community with lines, and the responder whom it asks."""
    community = a_community()
    [a_line(org=community, kind=kind) for kind in kinds]
    responder = a_person(role=Role.RESPONDER, org=community, phone=PHONE)
    an_incident(org=community, mode=mode, opened_at=clock())
    deliver_announcements()
    return Turnout.objects.get(), responder


def _answer(responder, words, *, refuses=False):
    recipient = Recipient.objects.get(person=responder)
    bearer = Bearer(recipient_id=recipient.pk, person_id=responder.pk)
    answer_call(bearer=bearer, answer=words, refuses=refuses, needs_help=False, now=clock())
    deliver_announcements()


def test_the_first_tier_is_called_by_message_at_once_and_by_voice_when_the_minute_for_an_answer_is_over():
    turnout, responder = _called()

    call = Call.objects.get()
    assert (turnout.call, call.level, call.incident_id, call.people) == (call, 1, turnout.incident_id, 1)
    assert [(one.channel, one.person) for one in Message.objects.all()] == [("sms", responder)]
    assert [(one["channels"][-1], one["wait_s"]) for one in call.waves] == [("ntfy", 60), ("voice", 60)]
    assert call.dead_line_at - call.released_at == timedelta(minutes=5)


def test_a_unit_without_a_line_makes_no_call_the_screens_ask_by_themselves():
    turnout, _responder = _called(kinds=())

    assert (turnout.call, Call.objects.count(), TurnoutMember.objects.count()) == (None, 0, 1)


def test_a_turnout_is_called_once_however_often_it_is_told():
    turnout, _responder = _called()

    assert call_over_channels(turnout_id=turnout.pk, now=NOW) is False
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("我来，马上出发", MemberStatus.ANSWERED), ("已在路上", MemberStatus.ON_THE_WAY), ("已到现场", MemberStatus.ON_SITE),
        ("两分钟", MemberStatus.ANSWERED),
    ],
)
def test_what_is_answered_to_the_message_counts_as_turning_out(words, status):
    turnout, responder = _called()

    _answer(responder, words)

    assert TurnoutMember.objects.get().status == status
    assert (Turnout.objects.get(pk=turnout.pk).first_on_site_at is None) == (status != MemberStatus.ON_SITE)


def test_whoever_refuses_by_message_cannot_come_and_the_reason_stays():
    _turnout, responder = _called()

    _answer(responder, "在外地", refuses=True)

    member = TurnoutMember.objects.get()
    assert (member.status, member.reason) == (MemberStatus.UNABLE, "在外地")


def test_a_late_message_does_not_take_back_who_is_on_site():
    _turnout, responder = _called()
    member = TurnoutMember.objects.get()
    answer_turnout(member_id=member.pk, to=MemberStatus.ON_SITE, by=responder, now=clock())

    _answer(responder, "我来，马上出发")

    assert TurnoutMember.objects.get().status == MemberStatus.ON_SITE


def test_whoever_answers_on_a_screen_is_not_called_by_voice_any_more():
    _turnout, responder = _called()

    answer_turnout(member_id=TurnoutMember.objects.get().pk, to=MemberStatus.ON_THE_WAY, by=responder, now=clock())
    deliver_announcements()

    recipient = Recipient.objects.get()
    assert (recipient.outcome, recipient.answer, recipient.next_wave_at) == (Outcome.ACTED, "已在路上", None)


def test_whoever_cannot_come_by_their_screen_is_not_called_any_more_either():
    _turnout, responder = _called()

    answer_turnout(
        member_id=TurnoutMember.objects.get().pk, to=MemberStatus.UNABLE, reason="在外地", by=responder, now=clock()
    )
    deliver_announcements()

    assert (Recipient.objects.get().outcome, Recipient.objects.get().answer) == (Outcome.REFUSED, "在外地")


def test_the_call_ends_with_its_incident():
    turnout, _responder = _called()

    close_incident(incident_id=turnout.incident_id, reason=CloseReason.SETTLED, summary="误报", by=SYSTEM, now=clock())
    deliver_announcements()

    assert Call.objects.get().status == CallStatus.ENDED


def test_the_turnout_of_a_drill_is_called_as_a_drill():
    turnout, _responder = _called(mode=Mode.DRILL)

    assert (turnout.incident.mode, Call.objects.get().mode) == (Mode.DRILL, Mode.DRILL)
