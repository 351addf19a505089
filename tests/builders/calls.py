"""Builders of calls: a text, an audience, and calls that have gone out."""

from datetime import datetime
from typing import Any

from django.conf import settings

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.registry.models import Building
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.release import release_call
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.models import Call, Guest, Line, Recipient
from linan.response.models import Incident, Mode
from tests.build import NOW, a_community, a_person

# Short waves: the person on the screen, then by text message, then the deputy, then the leader.
WAVES = (
    Wave(To.RECIPIENT, ("in_app",), 60), Wave(To.RECIPIENT, ("sms",), 60), Wave(To.DEPUTY, ("in_app",), 60),
    Wave(To.LEADER, ("in_app",), 60),
)


def a_draft(*, audience: Audience, incident: Incident | None = None, **columns: Any) -> Draft:
    """Return a call as it is written, of level orange."""
    words = {
        "title": "3幢楼道冒烟", "level": 2, "mode": Mode.REAL, "wanted": "立即走楼梯下楼",
        "short_text": "3幢楼道冒烟，请立即走楼梯下楼，到东门集合。演示社区", "spoken_text": "请注意，3幢楼道冒烟，请立即走楼梯下楼。",
        "poster_text": "紧急通知：3幢楼道冒烟。", "door_text": "您好，3幢楼道冒烟，请现在下楼。", "choices": ("收到，马上行动",),
        "waves": WAVES,
    }
    return Draft(**(words | {"audience": audience, "incident_id": incident.pk if incident else None} | columns))


def a_call(
    *, org: Org | None = None, audience: Audience | None = None, incident: Incident | None = None, now: datetime = NOW,
    is_released: bool = True, by: Person | None = None, **columns: Any,
) -> Call:
    """Return a call, sent unless said otherwise; without an audience it goes to one new grid member."""
    ensure_secrets(settings.DATA)
    org = org or a_community()
    if audience is None:
        a_person(role=Role.GRID_MEMBER, org=org)
        audience = Audience(roles=(Role.GRID_MEMBER,))
    with everywhere():
        call = draft_call(
            org=org, draft=a_draft(audience=audience, incident=incident, **columns), by=by or SYSTEM, now=now
        )
        return send(call, now=now) if is_released else call


def send(call: Call, *, now: datetime = NOW, by: Person | None = None) -> Call:
    """Send a drafted call to as many as it reaches."""
    with everywhere():
        seen = count(Audience.from_json(call.audience), org=call.org, now=now).people
        return release_call(call_id=call.pk, seen=seen, by=by or SYSTEM, now=now)


def the_recipient(call: Call) -> Recipient:
    """Return the only recipient of a call."""
    return Recipient._base_manager.select_related("call", "person").get(call=call)


def a_line(*, org: Org, kind: str = "sms", secrets: dict[str, str] | None = None, **columns: Any) -> Line:
    """Return a line of a unit that ends on this machine, unless settings say otherwise."""
    ensure_secrets(settings.DATA)
    line = Line(org=org, kind=kind, name=f"演示{kind}", changed_at=NOW, **({"settings": {}} | columns))
    line.seal(secrets or {})
    with everywhere():
        line.save()
    return line


def a_guest(*, person: Person) -> Guest:
    """Return a person on the white list of drills."""
    org = person.memberships.get().org
    with everywhere():
        return Guest.objects.create(org=org, person=person)


def everybody_in(building: Building) -> Audience:
    """Return the audience of everybody who lives in a building."""
    return Audience(buildings=(building.pk,))
