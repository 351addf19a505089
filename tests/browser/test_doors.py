"""Two people work their door lists on phones, one of them without a line, until nobody is left and the gate opens."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from linan.command.evacuations.models import DoorChange, DoorEntry, Evacuation
from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.people.models import Person, Role
from linan.response.models import Task
from tests.browser.line import Line, a_line_to
from tests.browser.looking import ARGUMENTS, PC, PHONE, WAIT_MS, faults, new_page
from tests.build import PASSWORD, a_community, a_person, with_password
from tests.builders.doors import a_home, an_ordered_evacuation
from tests.builders.registry import a_building
from tests.builders.response import an_incident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REST_MS = 900


@dataclass(frozen=True, slots=True)
class Night:
    """An ordered evacuation of two staircases with three doors each, and those who bring it to an end."""

    evacuation: Evacuation
    desk: Person
    walkers: tuple[Person, Person]


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    """Make the people and the orders."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        org = a_community(name="梧桐里社区")
        building = a_building(org=org, name="3号楼")
        homes = [
            a_home(building=building, unit=unit, floor=floor, names=[f"演示{unit}{floor}"]) for unit in (1, 2) for floor in (1, 2, 3)
        ]
        evacuation = an_ordered_evacuation(org=org, homes=homes, incident=an_incident(org=org))
        now = timezone.now()
        Evacuation.objects.filter(pk=evacuation.pk).update(asked_at=now, ordered_at=now, starts_at=now)
        people = [
            with_password(a_person(role=role, org=org, username=name))
            for role, name in ((Role.DUTY_OFFICER, "desk"), (Role.GRID_MEMBER, "xu"), (Role.VOLUNTEER, "gao"))
        ]
    return Night(evacuation, people[0], (people[1], people[2]))


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


@pytest.fixture
def line(live_server) -> Iterator[Line]:
    """The line of the phone that will lose it."""
    with a_line_to(live_server.url) as line:
        yield line


def test_two_phones_empty_two_staircases_and_one_has_no_line_for_a_while(live_server, line, night, chromium):
    desk = signed_in(chromium, PC, live_server.url, night.desk)
    board = f"{live_server.url}/evacuations/{night.evacuation.pk}/board/"
    desk.goto(f"{live_server.url}/evacuations/{night.evacuation.pk}/doors/")
    desk.get_by_role("button", name="生成清单并分派").click()
    expect(desk.get_by_text("已敲门0户，共3户")).to_have_count(2)
    near = on_the_list(chromium, live_server.url, night.walkers[0])
    far = on_the_list(chromium, line.base, night.walkers[1])

    for _ in range(3):
        tap(near, "已到达")
    expect(near.get_by_text("已全部发送")).to_be_visible(timeout=WAIT_MS)
    line.cut()
    far.context.set_offline(True)
    far.reload()  # the list that was loaded once opens without a line
    expect(far.get_by_text("2单元")).to_be_visible(timeout=WAIT_MS)
    tap(far, "已到达")
    tap(far, "拒绝撤离")
    expect(far.get_by_text("2条已存手机，尚未发送")).to_be_visible(timeout=WAIT_MS)
    far.reload()  # and what was tapped is still there after the page was closed
    expect(far.get_by_text("2条已存手机，尚未发送")).to_be_visible(timeout=WAIT_MS)
    while_cut = faults(far)
    desk.goto(board)
    expect(desk.get_by_text("应转移6人 = 已到达3 + 投亲靠友等0 + 拒绝撤离0 + 未落实3")).to_be_visible(timeout=WAIT_MS)
    line.mend()
    far.context.set_offline(False)
    expect(far.get_by_text("已全部发送")).to_be_visible(timeout=WAIT_MS)
    tap(far, "投亲靠友")
    expect(far.locator("[data-door-sent]", has_text="已发送")).to_have_count(3, timeout=WAIT_MS)
    desk.goto(board)

    expect(desk.get_by_text("应转移6人 = 已到达4 + 投亲靠友等1 + 拒绝撤离1 + 未落实0")).to_be_visible(timeout=WAIT_MS)
    expect(desk.get_by_text("应转移6人已全部落实")).to_be_visible()
    with everywhere():
        said = sorted(DoorChange.objects.values_list("to", "by__username"))
        waited = DoorChange.objects.filter(by=night.walkers[1], to="refused").get()
    assert said == [("arrived", "gao"), ("arrived", "xu"), ("arrived", "xu"), ("arrived", "xu"), ("elsewhere", "gao"), ("refused", "gao")]
    assert waited.at < waited.received_at
    assert while_cut == []


def test_a_customer_noted_without_a_line_is_counted_once_and_found_again_when_the_line_is_back(live_server, line, night, chromium):
    desk = signed_in(chromium, PC, live_server.url, night.desk)
    desk.goto(f"{live_server.url}/evacuations/{night.evacuation.pk}/doors/")
    desk.get_by_role("button", name="生成清单并分派").click()
    expect(desk.get_by_text("已敲门0户，共3户")).to_have_count(2)
    phone = on_the_list(chromium, line.base, night.walkers[1])
    card = phone.locator("details.door", has_text="红太阳超市")

    line.cut()
    phone.context.set_offline(True)
    phone.reload()
    outside = phone.locator("form[action$='/met/']")
    outside.locator("[name=name]").fill("不详，穿红外套的老人")
    outside.locator("[name=place]").fill("红太阳超市")
    outside.get_by_role("button").click()
    phone.wait_for_timeout(REST_MS)
    at_door = phone.locator("details.door[open] form.door__met")
    at_door.locator("[name=name]").fill("保姆 小陈")
    at_door.get_by_role("button").click()
    expect(phone.get_by_text("2条已存手机，尚未发送")).to_be_visible(timeout=WAIT_MS)
    phone.reload()  # both are still there after the page was closed
    expect(phone.locator("details.door[open]")).to_contain_text("保姆 小陈", timeout=WAIT_MS)
    expect(card).to_contain_text("不详，穿红外套的老人")
    expect(card.locator("[data-badge-place]")).to_contain_text("已通知")
    card.locator("summary").click()
    card.get_by_role("button", name="已到达").click()
    expect(phone.get_by_text("3条已存手机，尚未发送")).to_be_visible(timeout=WAIT_MS)
    while_cut = faults(phone)
    line.mend()
    phone.context.set_offline(False)
    expect(phone.get_by_text("已全部发送")).to_be_visible(timeout=WAIT_MS)
    desk.goto(f"{live_server.url}/evacuations/{night.evacuation.pk}/board/")
    phone.reload()

    expect(desk.get_by_text("应转移8人 = 已到达1 + 投亲靠友等0 + 拒绝撤离0 + 未落实7")).to_be_visible(timeout=WAIT_MS)
    expect(desk.get_by_text("其中2人不在册")).to_be_visible()
    expect(card).to_have_count(1, timeout=WAIT_MS)
    expect(card).to_contain_text("已到达")
    expect(phone.locator("[data-knocked]")).to_have_text("0")
    assert while_cut == []


def test_the_gate_is_shut_until_it_is_signed_and_an_early_return_sends_somebody(live_server, night, chromium):
    desk = signed_in(chromium, PC, live_server.url, night.desk)
    desk.goto(f"{live_server.url}/evacuations/{night.evacuation.pk}/doors/")
    desk.get_by_role("button", name="生成清单并分派").click()
    expect(desk.get_by_text("已敲门0户，共3户")).to_have_count(2)
    gate = f"{live_server.url}/evacuations/{night.evacuation.pk}/returns/"
    with everywhere():
        entry_id = DoorEntry.objects.order_by("pk")[0].pk

    desk.goto(f"{live_server.url}/doors/at/{entry_id}/")
    desk.get_by_role("button", name="已擅自返回").click()
    desk.goto(gate)
    shut = faults(desk)
    expect(desk.get_by_text("险情未解除，任何人不得返回")).to_be_visible()
    expect(desk.get_by_role("button", name="将勾选的住户登记为已返回")).to_have_count(0)
    desk.fill("input[name=authority]", "演示区应急管理局")
    desk.fill("input[name=official]", "演示工程师 科长")
    desk.fill("textarea[name=finding]", "泄漏点已修复，复测为零")
    desk.get_by_role("button", name="险情解除").click()
    expect(desk.get_by_text("险情已解除，居民可以返回")).to_be_visible(timeout=WAIT_MS)
    desk.get_by_role("button", name="将勾选的住户登记为已返回").first.click()

    expect(desk.get_by_text(re.compile("/ 6户"))).to_be_visible(timeout=WAIT_MS)
    expect(desk.locator(".figure").first).to_have_text(re.compile(r"^\s*3\b"))
    with everywhere():
        assert Task.objects.get().owner == night.walkers[0]
        assert DoorEntry.objects.exclude(returned_at=None).count() == 3
    assert shut == []


def signed_in(chromium: Browser, size: dict[str, int], base: str, person: Person) -> Page:
    """Return a page of a browser in which the person signed in."""
    page = new_page(chromium, size)
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", person.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)
    return page


def on_the_list(chromium: Browser, base: str, walker: Person) -> Page:
    """Return a phone on which the walker opened the list, and which now keeps it."""
    page = signed_in(chromium, PHONE, base, walker)
    page.goto(f"{base}/doors/")
    page.get_by_role("link", name="打开清单").click()
    expect(page.get_by_text("清单已存入手机")).to_be_visible(timeout=WAIT_MS)
    return page


def tap(page: Page, word: str) -> None:
    """Say something of the door whose card is open, and wait as long as the page overhears a second touch."""
    page.locator("details.door[open]").get_by_role("button", name=word).first.click()
    page.wait_for_timeout(REST_MS)
