"""Drawing on the shared map with a finger, in a real Chromium."""

import os

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from linan.command.plotting.models import Mark
from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.people.models import Person, Role
from tests.browser.looking import ARGUMENTS, PHONE, WAIT_MS, faults, new_page
from tests.build import a_person, signed_in_client
from tests.builders.response import an_incident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _enter(page: Page, base: str, person: Person) -> None:
    session = signed_in_client(person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base}])


def test_an_area_touched_on_a_phone_is_put_on_the_map_with_its_author(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        incident = an_incident()
        responder = a_person(role=Role.RESPONDER, org=incident.org)

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PHONE)
        _enter(page, live_server.url, responder)
        page.goto(f"{live_server.url}/incidents/{incident.pk}/map/")
        page.wait_for_selector('[data-drawn="yes"]', timeout=WAIT_MS)
        page.get_by_text("已搜索区域").click()
        page.wait_for_timeout(1_000)  # the map glides into sight
        box = page.locator("#map canvas").first.bounding_box()
        for across, down in ((0.2, 0.75), (0.5, 0.75), (0.5, 0.9)):
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
        expect(page.get_by_text("已画好")).to_be_visible(timeout=WAIT_MS)
        page.get_by_label("标注文字").fill("一至三层")
        page.get_by_role("button", name="标绘到所有人的图上").click()
        expect(page.locator("#marks").get_by_text("已搜索区域 · 一至三层")).to_be_visible(timeout=WAIT_MS)
        found = faults(page)

    with everywhere():
        mark = Mark.objects.get()
        assert (mark.symbol, mark.author, mark.geometry["type"]) == ("searched", responder, "Polygon")
        assert len(mark.geometry["coordinates"][0]) == 4
    assert found == []
