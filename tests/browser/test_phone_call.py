"""A phone call entered from the keyboard alone, at the speed of somebody who listens meanwhile."""

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import Keyboard, expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.people.models import Role
from linan.response.reports.models import Channel, Report
from tests.browser.looking import ARGUMENTS, PASSWORD, PC, WAIT_MS, faults, new_page
from tests.build import a_community, a_person, with_password
from tests.builders.registry import a_building

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHARACTER_S = 1.0  # a character written with pinyin by a hand that listens meanwhile: three or four keys
KEY_S = 0.25
MOST_S = 20


def test_an_officer_enters_a_phone_call_from_the_keyboard_in_under_twenty_seconds(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        community = a_community()
        with_password(a_person(role=Role.DUTY_OFFICER, org=community, username="zhao"), PASSWORD)
        door = a_building(org=community, name="3号楼")
        a_building(org=community, name="5号楼")

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PC)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", "zhao")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)
        page.goto(f"{live_server.url}/reports/call/")
        expect(page.locator("textarea[name=text]")).to_be_focused()
        found = faults(page)
        spent_s = typed(page.keyboard, ["楼道有燃气味", "Tab", "ArrowDown", "Tab", "3", "Tab", "2", "Tab", "4", "Tab", "Tab", "12000000001", "Enter"])
        page.wait_for_url(re.compile(r"/reports/\d+/"), timeout=WAIT_MS)

    with everywhere():
        report = Report.objects.get()
    assert (report.channel, report.kind, report.text, report.building_id, report.unit, report.floor) == (
        Channel.PHONE, "gas", "楼道有燃气味", door.pk, 2, 4,
    )
    assert report.opened_phone() == "12000000001"
    assert spent_s < MOST_S
    assert found == []


def typed(keys: Keyboard, strokes: list[str]) -> float:
    """Type texts and press keys, and return the seconds that a person needs for them, however slow this machine is."""
    spent_s = 0.0
    for stroke in strokes:
        if stroke in ("Tab", "ArrowDown", "Enter"):
            keys.press(stroke)
            spent_s += KEY_S
        else:
            keys.type(stroke)
            spent_s += sum(KEY_S if one.isascii() else CHARACTER_S for one in stroke)
    return spent_s
