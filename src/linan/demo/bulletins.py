"""What the demonstration hears from outside before its night: the weather and the traffic, made up."""

from datetime import datetime, timedelta

from linan.command.plotting.actions import Heard, note_bulletin
from linan.command.plotting.models import Bulletin
from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Person
from linan.registry.models import Building

HEARD = (
    ("weather", "西北风 3 到 4 级，今夜无雨，最低气温 4 度。", "演示气象台", "A", 2, timedelta(minutes=50)),
    ("traffic", "太平南路北段夜间占道施工，请绕行。", "演示交管大队", "B", 1, timedelta(hours=3)),
)


def hear_from_outside(*, now: datetime) -> None:
    """Note weather and traffic where the shed burns; a second call changes nothing."""
    with everywhere():
        community = Building.objects.select_related("org").get(code=FIRE_SHED).org
        if Bulletin.objects.filter(org=community).exists():
            return
        officer = Person.objects.get(username="duty")
        for kind, text, source, reliability, credibility, earlier in HEARD:
            heard = Heard(
                kind=kind, text=text, source=source, reliability=reliability, credibility=credibility, at=now - earlier
            )
            note_bulletin(heard, org=community, incident=None, by=officer, now=now)
