"""The gas main in a real browser, from the zone around fourteen buildings to everybody at home again.

A few doors are worked by hand on two phones, one of which loses its line; the hundreds that are left are sent as a
phone sends them. A way is blocked in the middle, by a touch on the map. At a shelter the registrar's phone takes one
household by the code of its refuge card and one by name; the shelter and the board count the same people.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.line import Line, a_line_to
from tests.browser.looking import ARGUMENTS, PASSWORD, PC, PHONE, WAIT_MS, faults, new_page, sign_in
from tests.running import House, running_demo

pytestmark = pytest.mark.browser
ZONE = "燃气干管泄漏危险区（演示）"
REST_MS = 900  # how long a page overhears a second touch
NEAR_THE_MIDDLE = (0.52, 0.55)  # of the map's width and height: a way that dozens of households leave by
PEOPLE, HOUSEHOLDS = 2447, 743
SHELTER = "南京市五老村小学"
BUILDING = "23号楼"  # the first of the zone


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_demo(tmp_path_factory.mktemp("gas"), "--story", "gas") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)


@dataclass(frozen=True, slots=True)
class Scene:
    """The desk and two walkers; the line of the second can be cut. place: the evacuation's address."""

    desk: Page
    near: Page
    far: Page
    line: Line
    place: str


@pytest.fixture
def scene(house: House, browser: Browser) -> Iterator[Scene]:
    """Sign everybody in, and look at the plan of the zone."""
    with ExitStack() as held:
        line = held.enter_context(a_line_to(house.base))
        desk, near, far = new_page(browser, PC), new_page(browser, PHONE), new_page(browser, PHONE)
        sign_in(desk, house, "duty")
        sign_in(near, house, "grid")
        sign_in_over(line, far, "responder")
        open_evacuation(desk, house)
        yield Scene(desk, near, far, line, desk.url.rstrip("/"))


def test_a_gas_main_breaks_and_fourteen_buildings_are_emptied_until_everybody_is_home(
    scene: Scene, house: House, browser: Browser
) -> None:
    desk, near, far = scene.desk, scene.near, scene.far
    found = faults(desk)

    desk.get_by_role("button", name="立即下令").click()
    expect(desk.locator("#evacuation")).to_contain_text(f"{HOUSEHOLDS}户已有指令", timeout=WAIT_MS)
    assert order_of_first_household(desk, browser) == "立即转移"
    share_out_doors(scene)
    for phone in (near, far):
        open_list(phone)
    tap(near, "已到达")
    scene.line.cut()
    far.context.set_offline(True)
    far.reload()
    tap(far, "已到达")
    tap(far, "拒绝撤离")
    expect(far.get_by_text("2条已存手机，尚未发送")).to_be_visible(timeout=WAIT_MS)

    concerned = block_a_way(scene, found)
    expect(desk.locator("#evacuation")).to_contain_text("户已更换指令", timeout=WAIT_MS)
    changed = number_before("户已更换指令", desk)
    expect(desk.locator("#evacuation")).to_contain_text("按变更时各人所在位置", timeout=WAIT_MS)
    scene.line.mend()
    far.context.set_offline(False)
    expect(far.get_by_text("已全部发送")).to_be_visible(timeout=WAIT_MS)

    came = register_at_shelter(scene, house, browser, found)
    desk.goto(f"{scene.place}/board/")
    row = desk.locator(".list__item", has=desk.get_by_text(SHELTER, exact=True))
    expect(row).to_contain_text(f"{came}人", timeout=WAIT_MS)

    for number in lists_of(scene):
        work_the_rest(scene, number)
    desk.goto(f"{scene.place}/board/")
    expect(desk.get_by_text(f"应转移{PEOPLE}人已全部落实")).to_be_visible(timeout=WAIT_MS)
    found += faults(desk)
    refused = int(re.search(r"拒绝撤离(\d+) \+ 未落实0", desk.locator("#board").inner_text())[1])
    sign_the_gate(scene)
    found += faults(desk)
    bring_everybody_home(scene)

    expect(desk.locator(".figure").first).to_have_text(re.compile(rf"^\s*{HOUSEHOLDS}\b"), timeout=WAIT_MS)
    assert 0 < changed <= concerned < HOUSEHOLDS
    assert refused in range(1, 10)
    assert found == []


def sign_in_over(line: Line, page: Page, name: str) -> None:
    """Sign in by way of a line that can be cut."""
    page.goto(f"{line.base}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url, timeout=WAIT_MS)


def open_evacuation(page: Page, house: House) -> None:
    """Go from the list of zones to the evacuation whose plan stands."""
    page.goto(f"{house.base}/zones/")
    page.get_by_role("link", name=ZONE).click()
    page.get_by_role("link", name="查看转移行动").click()
    expect(page.get_by_role("button", name="立即下令")).to_be_enabled(timeout=2 * WAIT_MS)
    expect(page.locator("#evacuation .figure").nth(2)).to_have_text(f"{PEOPLE} / {PEOPLE}", timeout=WAIT_MS)


def order_of_first_household(page: Page, browser: Browser) -> str:
    """Open the page of the first household on a phone that nobody signed in on, and return its heading."""
    page.get_by_role("link", name="全部指令").click()
    address = page.get_by_role("link", name="本户页面").first.get_attribute("href") or ""
    phone = new_page(browser, PHONE)
    phone.goto(re.sub(r"(https?://[^/]+).*", r"\1", page.url) + address)
    expect(phone.locator(".sketch")).to_be_visible()
    assert faults(phone) == []
    heading = phone.locator("h1").inner_text()
    phone.context.close()
    return heading


def share_out_doors(scene: Scene) -> None:
    """Give every door to one of those who knock."""
    scene.desk.goto(f"{scene.place}/doors/")
    scene.desk.get_by_role("button", name="生成清单并分派").click()
    expect(scene.desk.get_by_text("已敲门0户")).to_have_count(3, timeout=WAIT_MS)


def open_list(phone: Page) -> None:
    """Open one's own list, and wait until the phone keeps it."""
    phone.goto(re.sub(r"(https?://[^/]+).*", r"\1/doors/", phone.url))
    phone.get_by_role("link", name="打开清单").click()
    expect(phone.get_by_text("清单已存入手机")).to_be_visible(timeout=WAIT_MS)


def tap(phone: Page, word: str) -> None:
    """Say something of the door whose card is open."""
    phone.locator("details.door[open]").get_by_role("button", name=word).first.click()
    phone.wait_for_timeout(REST_MS)


def register_at_shelter(scene: Scene, house: House, browser: Browser, found: list[str]) -> int:
    """Register a household by its refuge card and one by name on a phone at the shelter, and return how many came."""
    code = refuge_card(scene.desk, house)
    name = scene.near.locator("details.door:not([data-outside]) .door__who > span:first-child").nth(-1).inner_text().split("、")[0].strip()
    phone = new_page(browser, PHONE)
    sign_in(phone, house, "duty")
    phone.goto(f"{house.base}/shelters/card/{code}/")
    phone.get_by_role("link", name=SHELTER).click()
    before = int(phone.locator(".filling .figure").inner_text())
    by_card = all_are_here(phone)
    phone.fill("input[name=q]", name)
    phone.get_by_role("button", name="查询").click()
    found += faults(phone)
    came = by_card + all_are_here(phone)
    expect(phone.locator(".filling .figure")).to_have_text(str(before + came), timeout=WAIT_MS)
    phone.context.close()
    return came


def refuge_card(desk: Page, house: House) -> str:
    """Have the refuge cards of a building of the zone made, and return the code of the last one."""
    desk.goto(f"{house.base}/registry/buildings/?q={BUILDING}")
    address = desk.get_by_role("link", name=BUILDING, exact=True).first.get_attribute("href") or ""
    desk.goto(f"{house.base}/shelters/buildings/{re.findall(r'[0-9]+', address)[-1]}/cards/")
    desk.get_by_role("button", name="制作缺少的明白卡").click()
    return desk.locator(".refuge-cards strong").last.inner_text().replace("-", "").strip()


def all_are_here(phone: Page) -> int:
    """Say that the whole household found first has come, and return how many that are."""
    button = phone.get_by_role("button", name=re.compile(r"全户\d+人已到")).first
    people = int(re.findall(r"\d+", button.inner_text())[0])
    with phone.expect_navigation(timeout=WAIT_MS):
        button.click()
    return people


def block_a_way(scene: Scene, found: list[str]) -> int:
    """Touch a way on the map, see which one is meant, report it, and return how many households had yet to pass."""
    desk = scene.desk
    desk.goto(f"{scene.place}/blocked/")
    expect(desk.locator("[data-drawn=yes]")).to_be_visible(timeout=WAIT_MS)
    box = desk.locator("[data-drawn=yes]").bounding_box()
    assert box
    right, down = NEAR_THE_MIDDLE
    desk.mouse.click(box["x"] + right * box["width"], box["y"] + down * box["height"])
    expect(desk.locator("#touched-words")).to_contain_text("将得到新指令", timeout=WAIT_MS)
    found += faults(desk)
    said = desk.locator("#touched-words").inner_text()
    desk.fill("[name=note]", "围墙倒塌")
    desk.get_by_role("button", name="报告此处不通").click()
    return int(re.findall(r"(\d+)户", said)[0])


def number_before(words: str, page: Page) -> int:
    """Return the number that stands before these words."""
    return int(re.findall(rf"(\d+)\s*{words}", page.locator("#evacuation").inner_text())[0])


def lists_of(scene: Scene) -> list[str]:
    """Return the addresses of the door lists."""
    scene.desk.goto(f"{scene.place}/doors/")
    links = scene.desk.get_by_role("link", name="打开", exact=True).all()
    return [link.get_attribute("href") or "" for link in links]


def work_the_rest(scene: Scene, address: str) -> None:
    """Say of every door of a list at which nobody knocked that all arrived, as a phone sends it."""
    base = re.sub(r"(https?://[^/]+).*", r"\1", scene.desk.url)
    page = scene.desk.request.get(f"{base}{address}").text()
    clock = int(time.time() * 1000)
    doors = re.findall(r'data-entry="(\d+)" data-state="to_tell"', page)
    changes = [{"key": str(uuid4()), "entry": int(door), "to": "arrived", "at": clock} for door in doors]
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    answer = scene.desk.request.post(
        f"{base}{address}changes/", data={"clock": clock, "changes": changes}, headers={"X-CSRFToken": token}
    )
    assert len(answer.json()["held"]) == len(doors)


def sign_the_gate(scene: Scene) -> None:
    """Sign that the danger is over."""
    desk = scene.desk
    desk.goto(f"{scene.place}/returns/")
    expect(desk.get_by_text("险情未解除，任何人不得返回")).to_be_visible()
    desk.fill("input[name=authority]", "演示区应急管理局")
    desk.fill("input[name=official]", "演示工程师 科长")
    desk.fill("textarea[name=finding]", "泄漏点已修复，复测为零")
    desk.get_by_role("button", name="险情解除").click()
    expect(desk.get_by_text("险情已解除，居民可以返回")).to_be_visible(timeout=WAIT_MS)


def bring_everybody_home(scene: Scene) -> None:
    """Mark one staircase on the page, and the others as the same form sends them."""
    desk = scene.desk
    desk.get_by_role("button", name="将勾选的住户登记为已返回").first.click()
    expect(desk.locator(".figure").first).not_to_have_text(re.compile(r"^\s*0\b"), timeout=WAIT_MS)
    away = desk.locator("input[name=entries]").evaluate_all("found => found.map(one => one.value)")
    token = desk.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    fields = urlencode([("csrfmiddlewaretoken", token), *(("entries", one) for one in away)])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    desk.request.post(f"{scene.place}/returns/returned/", data=fields, headers=kind)
    desk.reload()
