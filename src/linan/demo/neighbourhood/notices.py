"""Notices of the demonstration, made up: of the street and of the community, in every state of their life."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from linan.ground.notices.actions import (
    Written,
    change_notice,
    confirm_notice,
    publish_notice,
    read_notice,
    remind_missing,
    withdraw_notice,
    write_notice,
)
from linan.ground.notices.models import Notice
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

DUTY = (
    "各社区：入冬后实行24小时值班，每班一名带班领导、一名值班员，22点至次日6点不得离岗。\n\n"
    "接到预警或警情先处置、同时报街道值班室；交接班必须逐项交清未办事项。\n\n街道将不定期抽查在岗情况。（演示）"
)
CHARGING = (
    "各位居民：车棚充电口已全部更换，即日起可以使用。电动自行车及电池请勿进楼入户充电，请勿停放在楼道。\n\n"
    "充电遇到问题，请拨打物业值班电话，或用楼门口二维码报事。（演示）"
)
CHARGING_CHANGED = (
    "各位居民：车棚充电口已全部更换，即日起可以使用。每晚23点至次日5点自动断电。"
    "电动自行车及电池请勿进楼入户充电，请勿停放在楼道。\n\n"
    "充电遇到问题，请拨打物业值班电话，或用楼门口二维码报事。（演示）"
)
DRILL = "本周六9点30分在中心广场举行疏散演练，各网格按演练方案到位，8点50分集合点名。届时广播和短信均带“演练”字样。（演示）"
WATER = "因管网检修，明天9点至17点停水，请提前储水。（演示）"


def add_notices(street: Org, community: Org, *, now: datetime) -> None:
    """Add the notices with who read and who confirmed them."""
    _of_the_street(street, now=now)
    _changed_for_residents(community, now=now)
    director = Person.objects.get(username="director")
    drill = Written(
        title="周六疏散演练安排", text=DRILL, orgs=[community], must_confirm=True,
        roles=[Role.GRID_MEMBER, Role.PROPERTY_STAFF, Role.RESPONDER], publish_at=now + 14 * HOUR,
    )
    publish_notice(write_notice(drill, org=community, by=director, now=now - HOUR).pk, by=director, now=now - HOUR)
    water = Written(title="明日停水通知", text=WATER, orgs=[community], is_public=True)
    withdrawn = _published(water, org=community, by=director, now=now - 2 * DAY)
    withdraw_notice(withdrawn.pk, why="水务公司改期，新的时间另行通知。（演示）", by=director, now=now - 2 * DAY + HOUR)


def _of_the_street(street: Org, *, now: datetime) -> None:
    officer = Person.objects.get(username="street")
    roles = [Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR, Role.GRID_MEMBER, Role.PROPERTY_STAFF]
    written = Written(title="关于做好冬季值班值守的通知", text=DUTY, orgs=[street], roles=roles, must_confirm=True)
    notice = _published(written, org=street, by=officer, now=now - DAY)
    confirm_notice(notice.pk, version=1, by=Person.objects.get(username="director"), now=now - DAY + HOUR)
    _read(notice, ["grid"], now=now - 20 * HOUR)
    remind_missing(notice.pk, by=officer, now=now - 2 * HOUR)


def _changed_for_residents(community: Org, *, now: datetime) -> None:
    director = Person.objects.get(username="director")
    written = Written(title="车棚充电口恢复使用", text=CHARGING, orgs=[community], is_public=True)
    notice = _published(written, org=community, by=director, now=now - 3 * DAY)
    _read(notice, ["duty", "grid", "property"], now=now - 3 * DAY + HOUR)
    changed = Written(
        title="车棚充电口恢复使用", text=CHARGING_CHANGED, orgs=[community], is_public=True,
        what_changed="增加夜间断电时间：23点至次日5点",
    )
    change_notice(notice.pk, changed, by=director, now=now - 5 * HOUR)
    _read(notice, ["grid"], now=now - 4 * HOUR)


def _published(written: Written, *, org: Org, by: Person, now: datetime) -> Notice:
    return publish_notice(write_notice(written, org=org, by=by, now=now).pk, by=by, now=now)


def _read(notice: Notice, usernames: Sequence[str], *, now: datetime) -> None:
    for person in Person.objects.filter(username__in=usernames):
        read_notice(notice.pk, by=person, now=now)
