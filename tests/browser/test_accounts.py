"""Passkeys and one-time codes as a member of staff meets them, with Chromium's own authenticator."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.looking import ARGUMENTS, PASSWORD, PC, PHONE, WAIT_MS, faults, new_page, path_of, sign_in
from tests.running import House, running_demo

pytestmark = pytest.mark.browser
STEP_S = 30  # RFC 6238
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}
ACCOUNT_PAGES = [
    "/profile/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/activate/",
    "/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/",
]
OFFICE_PAGES = {
    "sysadmin": ["/office/", "/office/organisations/", "/office/organisations/new/", "/office/people/", "/office/people/new/", "/office/people/1/"],
    "audit": ["/office/", "/office/log/", "/office/dead-letters/"],
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_demo(tmp_path_factory.mktemp("accounts"), "--story", "none") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def test_a_member_of_staff_registers_a_passkey_and_signs_in_with_it_alone(house: House, browser: Browser) -> None:
    page = new_page(browser, PC)
    with_authenticator(page)
    sign_in(page, house, "director")

    add_passkey(page, house)
    sign_out(page, house)
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/" not in url, timeout=WAIT_MS)

    page.goto(f"{house.base}/profile/")
    expect(page.locator("main")).to_contain_text("社区主任")


def test_a_device_without_the_passkey_does_not_get_in(house: House, browser: Browser) -> None:
    page = new_page(browser, PC)
    with_authenticator(page)
    page.goto(f"{house.base}/accounts/login/")

    page.locator("#passkey_login").click()
    page.wait_for_timeout(1500)

    assert path_of(page) == "/accounts/login/"


def test_who_turned_on_codes_is_asked_for_one_at_the_next_sign_in(house: House, browser: Browser) -> None:
    page = new_page(browser, PHONE)
    sign_in(page, house, "street")
    secret = turn_on_codes(page, house)
    sign_out(page, house)

    sign_in(page, house, "street")
    asked_at = path_of(page)
    page.fill("input[name=code]", code_of(secret, time.time() + STEP_S))
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url, timeout=WAIT_MS)

    assert asked_at == "/accounts/2fa/authenticate/"


@pytest.mark.parametrize("size", [PC, PHONE], ids=["pc", "phone"])
def test_no_account_page_has_a_serious_accessibility_fault(house: House, browser: Browser, size: dict[str, int]) -> None:
    page = new_page(browser, size)
    sign_in(page, house, "property")

    found = {path: look_at(page, house, path) for path in ACCOUNT_PAGES}

    assert found == dict.fromkeys(ACCOUNT_PAGES, ([], 0))


@pytest.mark.parametrize("size", [PC, PHONE], ids=["pc", "phone"])
@pytest.mark.parametrize("name", list(OFFICE_PAGES))
def test_no_office_page_has_a_serious_accessibility_fault(
    house: House, browser: Browser, name: str, size: dict[str, int]
) -> None:
    page = new_page(browser, size)
    sign_in(page, house, name)

    found = {path: look_at(page, house, path) for path in OFFICE_PAGES[name]}

    assert found == dict.fromkeys(OFFICE_PAGES[name], ([], 0))


def look_at(page: Page, house: House, path: str) -> tuple[list[str], int]:
    """Return the faults of a page, and by how many pixels it is wider than the window."""
    page.goto(f"{house.base}{path}")
    confirm(page)
    wide: int = page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
    return faults(page), wide


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def add_passkey(page: Page, house: House) -> None:
    page.goto(f"{house.base}/accounts/2fa/webauthn/add/")
    confirm(page)
    page.fill("input[name=name]", "值班室电脑")
    page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"), timeout=WAIT_MS)


def turn_on_codes(page: Page, house: House) -> str:
    """Turn one-time codes on as an authenticator app would; return its secret."""
    page.goto(f"{house.base}/accounts/2fa/totp/activate/")
    confirm(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", code_of(secret, time.time()))
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url(lambda url: "/activate/" not in url, timeout=WAIT_MS)
    return secret


def confirm(page: Page) -> None:
    """Say the password again where a page asks for it."""
    if path_of(page) == "/accounts/reauthenticate/":
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button").first.click()
        page.wait_for_url(lambda url: "reauthenticate" not in url, timeout=WAIT_MS)


def sign_out(page: Page, house: House) -> None:
    page.goto(f"{house.base}/accounts/logout/")
    page.locator("form[action*=logout] button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" in url, timeout=WAIT_MS)


def code_of(secret: str, at: float) -> str:
    """Return the six digits of that moment. Source: RFC 6238 with HMAC-SHA-1, RFC 4226 for the truncation."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // STEP_S), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
