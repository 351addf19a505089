"""What happened before the night: judged alarms of the last weeks, a report upward, and places where people are persuaded."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from linan.demo.neighbourhood import FIRE_SHED
from linan.demo.reports import remember_report
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.ground.text import noop, say
from linan.monitoring.models import Alarm, AlarmStatus, Condition, Device, Series, Verdict
from linan.registry.models import Building
from linan.response.ladders.actions import Seen, Step, note_occurrence, take_step
from linan.response.ladders.models import Ladder, Outcome

DAYS = 60
QUIET_DEVICES = 6
LASTED = timedelta(minutes=9)
JUDGED_AFTER = timedelta(minutes=4)
RESTLESS = ("炒菜油烟", "炒菜油烟", "浴室水汽", "炒菜油烟", "装修扬尘")  # what was found at the device that cries wolf
FOUND = ("炒菜油烟", "检修测试", "烧纸", "检测器积灰", "烧水蒸汽", "点蚊香")
VERDICTS = (Verdict.FALSE, Verdict.TEST, Verdict.REAL, Verdict.FALSE, Verdict.FALSE, Verdict.FALSE)
# Place, kind, what was seen, and how the steps so far ended; days ago that it began.
LADDERS = (
    ("1单元", "ebike", "电梯识别到电动自行车上楼", (), 0.1),
    ("2单元", "ebike", "电梯识别到电动自行车上楼", (Outcome.REFUSED,), 3),
    ("3单元", "ebike", "楼道内飞线充电", (Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED), 16),
    ("1单元 烟感", "repeat", "同一烟感本月第三次误报", (Outcome.REFUSED,), 2),
    ("4单元", "ebike", "电池拿上楼充电", (Outcome.SETTLED,), 21),
)
SAID = "已联系住户，讲明充电起火的危险，约定车和电池停放车棚。"
NOT_SAID = "住户表示车棚插座不够，暂未答应，已转物业增设插座。"


def remember(*, now: datetime) -> None:
    """Write the weeks before the night where the shed burns; a second call changes nothing."""
    with everywhere():
        community = Building.objects.select_related("org").get(code=FIRE_SHED).org
        remember_report(community, now=now)
        if Ladder.objects.filter(org=community).exists():
            return
        Alarm.objects.bulk_create(_past_alarms(community, now))
        _past_ladders(community, now)


def _past_alarms(community: Org, now: datetime) -> Iterator[Alarm]:
    condition = Condition.objects.filter(org=community, quantity="smoke", kind="threshold").first()
    rows = Series.objects.filter(device__org=community, quantity="smoke", device__floor__gte=2).select_related("device")
    series = list(rows.order_by("pk")[: QUIET_DEVICES + 1])
    if condition is None or not series:
        return
    officer = Person.objects.get(username="duty")
    dice = random.Random(DAYS)
    restless = [(series[0], note, Verdict.FALSE) for note in RESTLESS]
    others = [(one, FOUND[place % 6], VERDICTS[place % 6]) for place, one in enumerate(series[1:] * 3)]
    for one, note, verdict in restless + others:
        at = now - timedelta(days=dice.uniform(0.5, DAYS))
        yield _judged(one, condition, officer, at=at, note=note, verdict=verdict)


def _judged(series: Series, condition: Condition, by: Person, *, at: datetime, note: str, verdict: Verdict) -> Alarm:
    device: Device = series.device
    level = float(condition.parameters.get("above", 0.1))
    return Alarm(
        org_id=device.org_id, device=device, series=series, building_id=device.building_id, condition=condition,
        condition_version=condition.version, status=AlarmStatus.CLEARED, verdict=verdict, severity=condition.severity,
        value=round(level * 1.3, 3), source_at=at, raised_at=at, cleared_at=at + LASTED, acknowledged_at=at + JUDGED_AFTER,
        acknowledged_by=by, verified_at=at + JUDGED_AFTER, verified_by=by, note=note,
        because=say(noop("Before the night: above %(level)s"), level=level).as_json(),
    )


def _past_ladders(community: Org, now: datetime) -> None:
    person = Person.objects.get(username="director")
    houses = list(Building.objects.select_related("org").filter(org=community, use="residential").order_by("pk")[:len(LADDERS)])
    for house, (place, kind, note, outcomes, days) in zip(houses, LADDERS, strict=False):
        began = now - timedelta(days=days)
        seen = Seen(
            org=house.org, kind=kind, building=house, place=f"{house.name} · {place}",
            place_key=f"building-{house.pk}-{place}", note=note,
        )
        ladder = note_occurrence(seen, by=person, now=began)
        for number, outcome in enumerate(outcomes, 1):
            said = SAID if outcome == Outcome.SETTLED else NOT_SAID
            step = Step(outcome=outcome, note=said)
            take_step(step, ladder_id=ladder.pk, by=person, now=began + number * timedelta(days=1))
