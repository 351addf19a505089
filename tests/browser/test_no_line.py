"""The report page with no line at all: it opens, keeps what is written over a closed page, and sends each report once."""

import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.registry.models import Building
from linan.response.reports.models import Report
from tests.browser.line import Line, a_line_to
from tests.browser.looking import ARGUMENTS, PHONE, WAIT_MS, faults, new_page
from tests.builders.registry import a_building

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Building:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        return a_building(name="3号楼")


@pytest.fixture
def line(live_server) -> Iterator[Line]:
    with a_line_to(live_server.url) as held:
        yield held


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def seen_once(chromium: Browser, line: Line, door: Building) -> Page:
    """Return a phone on which the page of a door was opened once, and which has since lost its line."""
    page = new_page(chromium, PHONE)
    page.goto(f"{line.base}/report/{door.code}/")
    expect(page.locator("[data-outbox-ready]")).to_be_visible(timeout=WAIT_MS)
    line.cut()
    page.context.set_offline(True)
    return page


def write(page: Page, kind: str, text: str) -> None:
    """Write a report and press the button."""
    page.get_by_text(kind, exact=True).click()
    page.fill("textarea[name=text]", text)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=WAIT_MS)


def test_two_reports_written_with_no_line_at_all_are_each_sent_once_when_it_is_back(chromium, line, door):
    page = seen_once(chromium, line, door)

    page.goto("about:blank")
    page.goto(f"{line.base}/report/{door.code}/")
    expect(page.get_by_text("现在没有网络，照样可以填写")).to_be_visible(timeout=WAIT_MS)
    write(page, "燃气味", "四楼楼道有燃气味")
    page.get_by_role("button", name="再报一件事").click()
    write(page, "电梯困人", "一单元电梯停了")
    expect(page.locator("[data-outbox-list] li")).to_have_count(2)
    while_cut = faults(page)
    page.reload()
    expect(page.locator("[data-outbox-list] li").first).to_have_text(re.compile("燃气味 · 四楼楼道有燃气味 · (刚刚|1 ?分钟前)"))
    line.mend()
    page.context.set_offline(False)
    expect(page.get_by_text("2件报事已发送")).to_be_visible(timeout=WAIT_MS)
    codes = page.locator("[data-outbox-list] a").all_inner_texts()
    page.goto(f"{line.base}/report/{door.code}/")
    expect(page.locator("[data-outbox-state]")).to_be_hidden()

    with everywhere():
        taken = Report.objects.order_by("pk").values_list("text", "building_id", "code")
    assert list(taken) == [("四楼楼道有燃气味", door.pk, codes[0]), ("一单元电梯停了", door.pk, codes[1])]
    assert while_cut == []


def test_the_code_of_another_door_opens_the_page_for_any_place(chromium, line, door):
    with everywhere():
        a_building(org=door.org, name="5号楼")
    page = seen_once(chromium, line, door)

    page.goto(f"{line.base}/report/another-door/")

    expect(page.locator("select[name=building] option", has_text="5号楼")).to_have_count(1)
    assert page.url == f"{line.base}/report/"


def test_a_phone_whose_cookie_was_lost_meanwhile_sends_what_it_kept_all_the_same(chromium, line, door):
    page = seen_once(chromium, line, door)
    page.reload()
    write(page, "着火、冒烟", "三楼冒烟")

    page.context.clear_cookies()
    line.mend()
    page.context.set_offline(False)
    page.wait_for_url(re.compile("/report/receipt/"), timeout=WAIT_MS)

    with everywhere():
        assert Report.objects.values_list("text", flat=True).get() == "三楼冒烟"


def test_a_place_is_marked_on_the_map_and_without_the_map_described(chromium, live_server, door):
    page = new_page(chromium, PHONE)
    page.goto(f"{live_server.url}/report/{door.code}/")

    page.get_by_text("在地图上标出位置").click()
    expect(page.locator(".map canvas")).to_be_visible(timeout=WAIT_MS)
    page.locator(".map canvas").click(position={"x": 200, "y": 90})
    expect(page.get_by_text("位置已标出")).to_be_visible(timeout=WAIT_MS)
    page.get_by_text("燃气味", exact=True).click()
    seen = faults(page)
    page.get_by_role("button", name="发送").click()
    page.wait_for_url(re.compile("/report/receipt/"), timeout=WAIT_MS)

    with everywhere():
        report = Report.objects.get()
    assert (report.lon, report.lat) != (door.lon, door.lat)
    assert abs(report.lon - door.lon) < 0.01
    assert seen == []
