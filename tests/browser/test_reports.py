"""A report sent while the line is cut: kept on the phone with its age, and sent once when the line is back."""

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.response.reports.models import Report
from tests.browser.looking import ARGUMENTS, PHONE, WAIT_MS, faults, new_page
from tests.builders.registry import a_building

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_report_without_a_line_is_kept_on_the_phone_and_sent_once(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        door = a_building(name="3号楼")

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PHONE)
        page.goto(f"{live_server.url}/report/{door.code}/", wait_until="networkidle")
        page.get_by_text("燃气味").click()
        page.fill("textarea[name=text]", "四楼楼道有燃气味")
        page.context.set_offline(True)
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=WAIT_MS)
        while_cut = faults(page)
        page.context.set_offline(False)
        page.wait_for_url(re.compile("/report/receipt/"), timeout=WAIT_MS)
        page.goto(f"{live_server.url}/report/", wait_until="networkidle")

    with everywhere():
        assert list(Report.objects.values_list("text", "building_id")) == [("四楼楼道有燃气味", door.pk)]
    assert while_cut == []


def test_a_report_kept_from_an_earlier_visit_that_is_refused_stands_in_the_form_again(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    ensure_secrets(settings.DATA)
    with everywhere():
        door = a_building(name="3号楼")

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PHONE)
        page.goto(f"{live_server.url}/report/{door.code}/", wait_until="networkidle")
        page.fill("textarea[name=text]", "没有选类型")
        page.context.set_offline(True)
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=WAIT_MS)
        page.goto("about:blank")
        page.context.set_offline(False)
        page.goto(f"{live_server.url}/report/{door.code}/")

        expect(page.locator("#kind_error")).to_be_visible(timeout=WAIT_MS)
        expect(page.locator("textarea[name=text]")).to_have_value("没有选类型")

    with everywhere():
        assert Report.objects.count() == 0
