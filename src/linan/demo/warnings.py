"""Two exercise warnings of the first community: one decided some days ago, one that waits for whoever is on duty."""

from datetime import datetime, timedelta

from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.monitoring.actions.warning_cards import Answer, Exercise, answer_warning, begin_exercise
from linan.monitoring.models import WarningCard
from linan.registry.models import Building

EARLIER = timedelta(days=3)
DECIDED_AFTER = timedelta(minutes=6)
RAIN = "【演练】预计未来 24 小时有雷雨，累计雨量 50 毫米左右，低洼处可能积水。此为邻安演示，不是真实预警。"
DECLINED = "小区内无高空作业和临时搭建，按日常巡查处理，不启动响应。（演示）"
WIND = "【演练】预计未来 6 小时阵风 7 级左右。此为邻安演示，不是真实预警。"


def practise_warnings(*, now: datetime) -> None:
    """Begin the exercises where the shed burns; a second call changes nothing."""
    with everywhere():
        community = Building.objects.select_related("org").get(code=FIRE_SHED).org
        if WarningCard.objects.filter(org=community).exists():
            return
        _practise("11B06", WIND, community, lasting=timedelta(hours=6), now=now - EARLIER)
        _decide(community, now=now - EARLIER + DECIDED_AFTER)
        _practise("11B03", RAIN, community, lasting=timedelta(hours=24), now=now)


def _practise(kind: str, description: str, org: Org, *, lasting: timedelta, now: datetime) -> None:
    exercise = Exercise(kind=kind, ordinal=4, description=description, ends_at=now + lasting)
    begin_exercise(exercise, org=org, by=SYSTEM, now=now)


def _decide(org: Org, *, now: datetime) -> None:
    officer = Person.objects.get(username="duty")
    card = WarningCard.objects.get(org=org)
    answer_warning(Answer(status="declined", reason=DECLINED), card_id=card.pk, by=officer, now=now)
