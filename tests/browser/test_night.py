"""The whole night in a real Chromium: the duty officer at a PC, the grid member at a phone, in Chinese."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.running import House, running_demo

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
]
PC = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_demo(tmp_path_factory.mktemp("night"), "--story", "fire", "--speed", "10") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


def test_the_duty_officer_and_the_grid_member_bring_the_fire_to_an_end(house: House, browser: Browser) -> None:
    desk = signed_in(browser, house, "duty", PC)
    phone = signed_in(browser, house, "grid", PHONE)
    assert faults(desk) == []

    alarm_id = answer_the_alarm(desk, house)
    incident = lead_the_incident(desk, house)
    finish_my_tasks(phone, house)

    assert alarm_id > 0
    assert faults(phone) == []
    desk.goto(f"{house.base}{incident}")
    expect(desk.locator("main")).to_contain_text("预案")
    assert faults(desk) == []


@pytest.mark.parametrize(
    "path",
    [
        "/alarms/", "/incidents/", "/plans/", "/devices/", "/conditions/", "/map/", "/wall/", "/warnings/", "/registry/buildings/",
        "/registry/residents/", "/demo/",
    ],
)
@pytest.mark.parametrize("size", [PC, PHONE], ids=["pc", "phone"])
def test_no_page_has_a_serious_accessibility_fault(
    house: House, browser: Browser, path: str, size: dict[str, int]
) -> None:
    page = signed_in(browser, house, "director", size)

    response = page.goto(f"{house.base}{path}")

    assert response is not None
    assert response.status == 200
    assert faults(page) == []
    assert sideways(page) == 0


def signed_in(browser: Browser, house: House, name: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto(f"{house.base}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "linan-demo")
    page.locator("form:has(input[name=password]) button[type=submit], form:has(input[name=password]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)
    return page


def answer_the_alarm(page: Page, house: House) -> int:
    """Wait for an alarm to appear by itself, take it, say that it is real; return its id."""
    page.goto(f"{house.base}/alarms/")
    link = page.locator("main a[href*='/alarms/']").filter(has_not_text=re.compile(r"^$")).first
    link.wait_for(timeout=WAIT_MS)
    href = link.get_attribute("href") or ""
    alarm_id = int(re.findall(r"/alarms/(\d+)/", href)[0])
    page.goto(f"{house.base}/alarms/{alarm_id}/")
    page.locator(f"form[action='/alarms/{alarm_id}/acknowledge/'] button").first.click()
    verify = f"form[action='/alarms/{alarm_id}/verify/']"
    page.locator(verify).first.wait_for(timeout=WAIT_MS)
    assert faults(page) == []
    note = page.locator(f"{verify} textarea, {verify} input[name=note]").first
    note.fill("现场确认起火")
    with page.expect_response(lambda answer: "/verify/" in answer.url, timeout=WAIT_MS):
        page.locator(f"{verify} button[value=real], {verify} button").first.click()
    return alarm_id


def lead_the_incident(page: Page, house: House) -> str:
    """Wait for the incident, activate the proposed plan, return the incident's path."""
    page.goto(f"{house.base}/incidents/")
    link = page.locator("main a[href^='/incidents/']").filter(has_text=re.compile("火|棚")).first
    link.wait_for(timeout=WAIT_MS)
    path = link.get_attribute("href") or ""
    page.goto(f"{house.base}{path}")
    page.locator("form[action*='/activate/'] button").first.click(timeout=WAIT_MS)
    page.wait_for_load_state()
    return path


def finish_my_tasks(page: Page, house: House) -> None:
    """Press the one next button of the first task until it is reported done."""
    page.goto(f"{house.base}/tasks/")
    first = page.locator("form[action*='/move/']").first
    first.wait_for(timeout=WAIT_MS)
    path = (first.get_attribute("action") or "").removesuffix("move/")
    for to in ("accepted", "on_the_way", "on_site", "done"):
        page.goto(f"{house.base}{path}")
        press_next(page, path, to)
    page.goto(f"{house.base}{path}")
    expect(page.locator("main")).to_contain_text("完成")


def press_next(page: Page, path: str, to: str) -> None:
    form = page.locator(f"form[action='{path}move/']:has(button[value={to}])").first
    for note in form.locator("textarea[name=note]").all():
        note.fill("已完成，无异常")
    form.locator(f"button[value={to}]").click()
    page.wait_for_load_state()


def faults(page: Page) -> list[str]:
    """Return the serious and critical accessibility faults of the page as axe-core finds them."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    wide: int = page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
    return wide

