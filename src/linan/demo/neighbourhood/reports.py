"""What residents reported during the last day: made up, one of each state, and one thing told by two people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from linan.demo.neighbourhood.rows import Settled
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.registry.models import Building
from linan.response.reports.actions import (
    Said,
    check_report,
    forward_report,
    own_report,
    receive_report,
    tell_result,
)
from linan.response.reports.models import Channel, Report, ReportKind

NAMES = uuid5(NAMESPACE_URL, "linan:demo:reports")
ANSWERED_AFTER = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class _Told:
    kind: ReportKind
    text: str
    minutes_ago: int
    at: int  # which of the settled buildings
    floor: int | None = None
    place: str = ""
    phone: str = ""


BLOCKED = _Told(ReportKind.HAZARD, "一楼楼道停了三辆电动自行车，还在充电", 1310, 0, floor=1, place="进门左手边")
PIPE = _Told(ReportKind.WATER, "小区道路自来水管漏水，路面有积水", 640, 1, place="楼前道路")
LIGHT = _Told(ReportKind.POWER, "楼道灯一闪一闪，有焦糊味", 95, 2, floor=3, phone="12000000302")
GAS = _Told(ReportKind.GAS, "四楼楼道有燃气味，越来越重", 7, 3, floor=4, phone="12000000417")
GAS_AGAIN = _Told(ReportKind.GAS, "上楼闻到煤气味，不知道哪家", 4, 3, floor=5)


def add_reports(community: Org, settled: Sequence[Settled], *, now: datetime) -> None:
    """Add the reports of a day, each as far as it has come."""
    homes = [one.building for one in settled if one.households][:4]
    officer = Person.objects.get(username="duty")
    blocked, pipe, light, *_new = [
        _received(community, homes, told, number, now=now)
        for number, told in enumerate((BLOCKED, PIPE, LIGHT, GAS, GAS_AGAIN))
    ]
    _answered(blocked, officer)
    forward_report(report_id=pipe.pk, to="自来水公司", by=officer, now=pipe.received_at + ANSWERED_AFTER)
    check_report(report_id=light.pk, by=officer, now=light.received_at + timedelta(minutes=3))
    own_report(report_id=light.pk, owner=officer, by=officer, now=light.received_at + ANSWERED_AFTER)


def _answered(report: Report, officer: Person) -> None:
    at = report.received_at + ANSWERED_AFTER
    own_report(report_id=report.pk, owner=officer, by=officer, now=at)
    result = "物业已联系车主把车推到车棚充电，楼道已清空，网格员复查过。"
    tell_result(report_id=report.pk, result=result, by=officer, now=at + timedelta(hours=1))


def _received(community: Org, homes: Sequence[Building], told: _Told, number: int, *, now: datetime) -> Report:
    said = Said(
        key=uuid5(NAMES, str(number)), kind=told.kind, text=told.text, building=homes[told.at % len(homes)],
        floor=told.floor, place=told.place, phone=told.phone,
    )
    at = now - timedelta(minutes=told.minutes_ago)
    return receive_report(said, org=community, channel=Channel.WEB, by=SYSTEM, now=at)
