"""The gas main in a real browser: a plan at once, one confirmation, a way blocked, new orders for those concerned."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.looking import ARGUMENTS, PC, PHONE, WAIT_MS, faults, new_page, sign_in
from tests.running import House, running_demo

pytestmark = pytest.mark.browser
ZONE = "燃气干管泄漏危险区（演示）"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_demo(tmp_path_factory.mktemp("gas"), "--story", "gas") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def test_a_gas_main_breaks_and_fourteen_buildings_are_emptied(house: House, browser: Browser) -> None:
    page = new_page(browser, PC)
    sign_in(page, house, "duty")

    open_evacuation(page, house)
    expect(page.locator("#evacuation .figure").nth(2)).to_have_text("2447 / 2447", timeout=WAIT_MS)
    assert faults(page) == []
    page.get_by_role("button", name="立即下令").click()
    expect(page.locator("#evacuation")).to_contain_text("743户已有指令", timeout=WAIT_MS)

    slip = order_of_first_household(page, browser)
    block_the_busiest_way(page, house)
    expect(page.locator("#evacuation")).to_contain_text("户已更换指令", timeout=WAIT_MS)

    assert faults(page) == []
    assert slip == "立即转移"


def open_evacuation(page: Page, house: House) -> None:
    """Go from the list of zones to the evacuation whose plan stands."""
    page.goto(f"{house.base}/zones/")
    page.get_by_role("link", name=ZONE).click()
    page.get_by_role("link", name="查看转移行动").click()
    expect(page.get_by_role("button", name="立即下令")).to_be_enabled(timeout=2 * WAIT_MS)


def order_of_first_household(page: Page, browser: Browser) -> str:
    """Open the page of the first household on a phone that nobody signed in on, and return its heading."""
    page.get_by_role("link", name="全部指令").click()
    address = page.get_by_role("link", name="本户页面").first.get_attribute("href") or ""
    phone = new_page(browser, PHONE)
    phone.goto(re.sub(r"(https?://[^/]+).*", r"\1", page.url) + address)
    expect(phone.locator(".sketch")).to_be_visible()
    assert faults(phone) == []
    page.go_back()
    return phone.locator("h1").inner_text()


def block_the_busiest_way(page: Page, house: House) -> None:
    """Report the way that most people walk as blocked, by its coordinates."""
    layers = page.request.get(page.url.rstrip("/") + "/map/").json()
    line = max(layers["flow"]["ways"], key=lambda way: sum(way["people"]))["line"]
    page.get_by_role("link", name="道路不通").click()
    page.fill("[name=note]", "围墙倒塌")
    page.get_by_text("按坐标，或圈出整片区域").click()
    page.fill("[name=lon]", f"{(line[0][0] + line[-1][0]) / 2:.6f}")
    page.fill("[name=lat]", f"{(line[0][1] + line[-1][1]) / 2:.6f}")
    page.get_by_role("button", name="报告此处不通").click()
