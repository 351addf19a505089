"""A call of yesterday's evening drill, so that the boards are not empty, and test mode, so that nobody real is reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from linan.demo.neighbourhood.rows import Settled
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.registry.models import Building
from linan.response.calls.actions.answers import answer_call, note_nobody_home, tell_at_door
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.handing import Handed, Lane, claim_messages, note_shown, settle_messages
from linan.response.calls.actions.lines import set_guests, set_rules
from linan.response.calls.actions.release import approve_call, end_call, rules, submit_call
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import accepted
from linan.response.calls.domain.texts import four_lengths
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, Recipient
from linan.response.models import Mode

AGO = timedelta(hours=21)
DOORS = 10  # about as many households as a helper reaches in a quarter of an hour
ON_SCREENS = (Wave(To.RECIPIENT, ("in_app",), 120),)
CHOICES = ("收到，马上行动", "已经做到")
# Who answered what, and after how many seconds.
ANSWERS = (
    ("duty", "收到，马上行动", 9, False), ("grid", "收到，马上行动 · 两分钟到楼下", 31, False),
    ("responder", "收到，马上行动", 48, False), ("property", "在外取件，十分钟后到", 66, True),
)


def add_call(community: Org, settled: Sequence[Settled], *, now: datetime) -> Call:
    """Play a drill's call of one building: screens answer, doors are knocked at, one household stays unreached."""
    at = now - AGO
    usual, people = rules(), {one.username: one for one in Person.objects.filter(is_demo=True)}
    set_rules(
        is_test=True, mass_from=usual.mass_from, quiet_from=usual.quiet_from, quiet_to=usual.quiet_to, org=community,
        by=SYSTEM, now=at,
    )
    set_guests(org=community, people=list(people.values()), by=SYSTEM, now=at)
    home = min((one for one in settled if one.households), key=lambda one: abs(one.households - DOORS))
    call = _released(community, home.building, people, at=at)
    _answered(call, people, at=at)
    _knocked(call, people["grid"], at=at + timedelta(minutes=4))
    return end_call(call_id=call.pk, by=people["duty"], now=at + timedelta(minutes=26))


def _released(org: Org, building: Building, people: dict[str, Person], *, at: datetime) -> Call:
    wanted = "走楼梯下楼到集合点"
    texts = four_lengths(place=building.name, happening="举行夜间疏散演练", wanted=wanted, signed=org.name)
    audience = Audience(
        on_duty=True, roles=(Role.GRID_MEMBER, Role.PROPERTY_STAFF, Role.RESPONDER), buildings=(building.pk,)
    )
    draft = Draft(
        title=f"{building.name} 夜间疏散演练", level=2, mode=Mode.DRILL, short_text=texts.short, spoken_text=texts.spoken,
        poster_text=texts.poster, door_text=texts.door, wanted=wanted, choices=CHOICES, audience=audience, waves=ON_SCREENS,
    )
    call = draft_call(org=org, draft=draft, by=people["duty"], now=at - timedelta(minutes=9))
    submit_call(call_id=call.pk, by=people["duty"], now=at - timedelta(minutes=6))
    seen = count(audience, org=org, now=at).people
    return approve_call(call_id=call.pk, seen=seen, by=people["director"], now=at)


def _answered(call: Call, people: dict[str, Person], *, at: datetime) -> None:
    """Hand the messages over to the screens and let those who are there answer."""
    moment = at + timedelta(seconds=1)
    messages = claim_messages(Lane("in_app", None), most=100, now=moment)
    settle_messages([Handed(one, accepted()) for one in messages], now=moment, dice=Random(1))
    for username, said, after_s, refuses in ANSWERS:
        for recipient in Recipient.objects.filter(call=call, person=people[username]):
            when = at + timedelta(seconds=after_s)
            note_shown(list(recipient.messages.all()), now=when - timedelta(seconds=5))
            bearer = Bearer(recipient_id=recipient.pk, person_id=recipient.person_id)
            answer_call(bearer=bearer, answer=said, refuses=refuses, needs_help=False, now=when)
    escalate_silence(now=at + timedelta(minutes=3))


def _knocked(call: Call, walker: Person, *, at: datetime) -> None:
    """Let the grid member tell all households but the last, where nobody opens twice."""
    rows = Recipient.objects.filter(call=call, helper=walker).order_by("household_id", "pk").distinct("household_id")
    *told, shut = list(rows)
    for number, one in enumerate(told):
        tell_at_door(recipient_id=one.pk, said="", by=walker, now=at + timedelta(seconds=75 * number))
    for minutes in (14, 20):
        note_nobody_home(recipient_id=shut.pk, by=walker, now=at + timedelta(minutes=minutes))
