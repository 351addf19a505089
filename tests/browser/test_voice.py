"""A voice note recorded on the phone without a line: kept over a closed page, and sent with the report later."""

import os
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.response.reports.models import ReportVoice
from tests.browser.looking import ARGUMENTS, PHONE, WAIT_MS, faults, new_page
from tests.builders.registry import a_building

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
RECORDED_MS = 2500


def test_a_voice_note_recorded_without_a_line_is_sent_when_the_page_is_opened_again(live_server, monkeypatch, settings, tmp_path):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    settings.MEDIA_ROOT = tmp_path
    with everywhere():
        door = a_building(name="3号楼")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *MICROPHONE])
        page = new_page(browser, PHONE, permissions=["microphone"])
        page.goto(f"{live_server.url}/report/{door.code}/", wait_until="networkidle")
        page.get_by_text("燃气味").click()
        page.get_by_role("button", name="开始录音").click()
        page.wait_for_timeout(RECORDED_MS)
        page.get_by_role("button", name="停止").click()
        expect(page.locator("[data-voice-heard]")).to_be_visible(timeout=WAIT_MS)
        found = faults(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=WAIT_MS)
        page.goto("about:blank")
        page.context.set_offline(False)
        page.goto(f"{live_server.url}/report/{door.code}/")
        page.wait_for_url(re.compile("/report/receipt/"), timeout=WAIT_MS)

    with everywhere():
        assert ReportVoice.objects.get().seconds in (2, 3)
    assert found == []
