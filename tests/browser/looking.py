"""Signing in and looking for faults in a real Chromium."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.running import House

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
]
PC = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 60_000
PASSWORD = "linan-demo"


def new_page(browser: Browser, size: dict[str, int], **options: Any) -> Page:
    """Return a page of a browser that nobody has used, in Chinese."""
    return browser.new_context(viewport=size, locale="zh-CN", **options).new_page()  # type: ignore[arg-type]


def sign_in(page: Page, house: House, name: str) -> None:
    """Sign in with name and password; a second factor may still be asked for."""
    page.goto(f"{house.base}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)


def faults(page: Page) -> list[str]:
    """Return the serious and critical accessibility faults of the page as axe-core finds them."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}]


def path_of(page: Page) -> str:
    """Return the path of the page's address."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)
