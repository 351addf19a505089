"""The alarm that one hears: allowed once, it sounds by itself when an alarm is raised."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.looking import ARGUMENTS, PC, WAIT_MS, new_page, sign_in
from tests.running import House, running_demo

pytestmark = pytest.mark.browser

# Listens where the browser itself would send sound to the loudspeaker, and counts what was started.
EAR = """
window.ear = { started: 0, loudest: 0, contexts: [] };
const startTone = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { window.ear.started += 1; return startTone.apply(this, at); };
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...more) {
  if (to === this.context.destination) listen(this);
  return connect.call(this, to, ...more);
};
function listen(node) {
  if (!window.ear.contexts.includes(node.context)) window.ear.contexts.push(node.context);
  const tap = node.context.createAnalyser();
  const heard = new Float32Array(tap.fftSize);
  connect.call(node, tap);
  const reading = setInterval(() => {
    tap.getFloatTimeDomainData(heard);
    window.ear.loudest = Math.max(window.ear.loudest, ...heard.map(Math.abs));
  }, 20);
  setTimeout(() => clearInterval(reading), 3000);
}
"""
TONES = 4  # of one ringing
RINGS_WITHIN_MS = 5000
ALARM = "#desk .notice[data-alarm-sound]"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_demo(tmp_path_factory.mktemp("sound"), "--story", "fire", "--speed", "1", "--paused") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--autoplay-policy=user-gesture-required"]
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)


def test_a_new_alarm_sounds_by_itself_after_the_one_permission(house: House, browser: Browser) -> None:
    page = new_page(browser, PC)
    page.add_init_script(EAR)
    sign_in(page, house, "duty")
    read_the_warnings(page, house)
    page.goto(f"{house.base}/alarms/")
    page.locator("button.sound").click()
    page.locator("button.sound[data-state=on]").wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(2000)
    before = (page.locator(ALARM).all_inner_texts(), ear(page)["started"])

    other = page.context.new_page()
    steer(other, house, "resume")
    other.locator("button[name=speed][value='10.0']").click()
    page.locator(ALARM).wait_for(timeout=3 * WAIT_MS)
    page.wait_for_timeout(RINGS_WITHIN_MS)
    heard = ear(page)

    assert before == ([], 0)
    assert heard["started"] >= TONES
    assert heard["loudest"] > 0.1
    assert page.evaluate("window.ear.contexts.map((context) => context.state)") == ["running"]


def test_without_the_permission_an_alarm_is_seen_and_nothing_sounds(house: House, browser: Browser) -> None:
    page = new_page(browser, PC)
    page.add_init_script(EAR)
    sign_in(page, house, "director")

    page.goto(f"{house.base}/alarms/")
    page.locator(ALARM).wait_for(timeout=3 * WAIT_MS)
    page.wait_for_timeout(2000)

    assert ear(page) == {"started": 0, "loudest": 0}


def ear(page: Page) -> dict[str, float]:
    """Return how many tones were started, and the largest amplitude on its way to the loudspeaker."""
    heard: dict[str, float] = page.evaluate("({ started: window.ear.started, loudest: window.ear.loudest })")
    return heard


def steer(page: Page, house: House, step: str) -> None:
    page.goto(f"{house.base}/demo/")
    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=WAIT_MS):
        page.locator(f"button[name=step][value={step}]").click()
    page.wait_for_load_state()


def read_the_warnings(page: Page, house: House) -> None:
    """Say of every warning that waits that it was read, so that none of them rings."""
    page.goto(f"{house.base}/alarms/")
    page.locator("main a[href^='/warnings/']").first.wait_for(timeout=WAIT_MS)
    for path in {link.get_attribute("href") for link in page.locator("main a[href^='/warnings/']").all()}:
        page.goto(f"{house.base}{path}")
        with page.expect_response(lambda answer: answer.url.endswith("/seen/"), timeout=WAIT_MS):
            page.locator("form[action$='/seen/'] button").click()
