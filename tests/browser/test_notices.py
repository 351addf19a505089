"""A notice on the phone: found unread, read, confirmed; and its pages without faults."""

import os

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.notices.models import Receipt
from linan.ground.people.models import Role
from tests.browser.looking import ARGUMENTS, PASSWORD, PHONE, WAIT_MS, faults, new_page
from tests.build import a_community, a_person, with_password
from tests.builders.notices import a_notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_finds_a_notice_unread_and_confirms_it_on_the_phone(live_server, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    ensure_secrets(settings.DATA)
    with everywhere():
        community = a_community()
        person = with_password(a_person(role=Role.DUTY_OFFICER, org=community, username="zhao"), PASSWORD)
        notice = a_notice(org=community, title="冬季值班", must_confirm=True, is_public=True)
    seen = []

    with sync_playwright() as playwright:
        page = new_page(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS), PHONE)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", "zhao")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.get_by_text("1 条通知待阅").click(timeout=WAIT_MS)
        seen += faults(page)
        page.get_by_role("link", name="冬季值班").click()
        page.get_by_role("button", name="已阅知").click()
        expect(page.get_by_text("您已确认")).to_be_visible(timeout=WAIT_MS)
        for path in ("/notices/", "/notices/new/", f"/notices/{notice.pk}/", f"/notices/{notice.pk}/edit/", "/news/"):
            page.goto(live_server.url + path, wait_until="domcontentloaded")
            seen += faults(page)
        width = page.evaluate("document.documentElement.scrollWidth")

    with everywhere():
        assert Receipt.objects.values_list("person_id", "confirmed_version").get() == (person.pk, 1)
    assert (seen, width) == ([], PHONE["width"])
