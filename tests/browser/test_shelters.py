"""The registrar's phone loses the line: arrivals wait on it in their order, and each counts once."""

import os

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.logistics.shelters.models import Stay
from tests.browser.looking import ARGUMENTS, PASSWORD, PHONE, WAIT_MS, faults, new_page
from tests.build import a_person
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.shelters import an_open_shelter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_arrivals_without_a_line_wait_on_the_phone_and_count_once(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        shelter = an_open_shelter()
        home = a_resident(household=a_household(building=a_building(org=shelter.org, name="3号楼"))).household
        registrar = a_person(org=shelter.org, username="registrar", password=make_password(PASSWORD))

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PHONE)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", registrar.username)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button").first.click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)
        page.goto(f"{live_server.url}/shelters/{shelter.pk}/desk/?q=3号楼", wait_until="networkidle")
        page.context.set_offline(True)
        page.get_by_role("button", name="全户1人已到").dblclick()
        page.fill("#id_names", "周行远")
        page.get_by_role("button", name="登记", exact=True).last.click()
        expect(page.get_by_text("2条登记暂存在本机")).to_be_visible(timeout=WAIT_MS)
        while_cut = faults(page)
        page.context.set_offline(False)
        expect(page.locator(".filling .figure")).to_have_text("2", timeout=WAIT_MS)

    with everywhere():
        assert sorted(Stay.objects.values_list("household_id", "people"), key=str) == sorted([(home.pk, 1), (None, 1)], key=str)
    assert while_cut == []
