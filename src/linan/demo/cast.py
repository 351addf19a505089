"""The cast of an unattended night: a duty officer and responders who read pages and press their buttons."""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from django.urls import reverse

from linan.demo.neighbourhood.accounts import PASSWORD
from linan.demo.visitor import Form, Page, Visitor

ACKNOWLEDGE = re.compile(r"/alarms/(\d+)/acknowledge/?$")
VERIFY = re.compile(r"/alarms/(\d+)/verify/?$")
ACTIVATE = re.compile(r"/proposals/(\d+)/activate/?$")
CLOSE = re.compile(r"/incidents/(\d+)/close/?$")
MOVE = re.compile(r"/tasks/(\d+)/move/?$")
TURNOUT = re.compile(r"/turnout/(\d+)/answer/?$")
ROLL = re.compile(r"/roll/(\d+)/answer/?$")
INCIDENT = re.compile(r"^/incidents/(\d+)/$")
ONWARD = ("accepted", "on_the_way", "on_site", "done")
COMING = ("answered", "on_the_way", "on_site")
LOOK_ANYWAY_S = 2.0
FIRE_SEEN = "现场确认：电动自行车棚起火，有明火和浓烟。"
FIRE_OUT = "明火已扑灭，无人员伤亡，车棚已封闭看守。"
DONE_NOTE = "已按预案完成。"


@dataclass(slots=True)
class Steps:
    """When the duty officer's screen showed what, in wall-clock seconds since the epoch."""

    seen: dict[str, float] = field(default_factory=dict)

    def note(self, step: str) -> None:
        """Note the first time of a step."""
        self.seen.setdefault(step, time.time())


def _form(page: Page, pattern: re.Pattern[str]) -> Form | None:
    return next((form for form in page.forms if pattern.search(form.action)), None)


class DutyOfficer:
    """Looks whenever the screen says that something changed, and presses what stands there."""

    def __init__(self, visitor: Visitor, steps: Steps) -> None:
        self.visitor = visitor
        self.steps = steps

    async def stand_duty(self) -> None:
        """Answer alarms, activate the plan, close the incident when every task is done."""
        changes: asyncio.Queue[str] = asyncio.Queue()
        listening = asyncio.create_task(self.visitor.changes(changes))
        try:
            while "closed" not in self.steps.seen:
                await _next_change(changes)
                # Pages may be away for a moment: whoever is on duty looks again.
                with suppress(aiohttp.ClientError):
                    await self._answer_alarms()
                    await self._lead_incidents()
        finally:
            listening.cancel()

    async def _answer_alarms(self) -> None:
        desk = await self.visitor.open(reverse("monitoring:desk"))
        alarm_ids = sorted({int(found) for found in re.findall(r"/alarms/(\d+)/", desk.text)})
        if alarm_ids:
            self.steps.note("alarm_on_screen")
        for alarm_id in alarm_ids:
            await self._answer(alarm_id)

    async def _answer(self, alarm_id: int) -> None:
        page = await self.visitor.open(reverse("monitoring:alarm", args=[alarm_id]))
        acknowledge = _form(page, ACKNOWLEDGE)
        if acknowledge is not None:
            await self.visitor.press(page, acknowledge)
            page = await self.visitor.open(reverse("monitoring:alarm", args=[alarm_id]))
        verify = _form(page, VERIFY)
        if verify is not None:
            await self.visitor.press(page, verify, verdict="real", note=FIRE_SEEN)

    async def _lead_incidents(self) -> None:
        incidents = await self.visitor.open(reverse("response:incidents"))
        for path in sorted({link for link in incidents.links if INCIDENT.match(link)}):
            await self._lead(path)

    async def _lead(self, path: str) -> None:
        incident_id = int(path.strip("/").split("/")[-1])
        proposal = await self.visitor.open(reverse("planning:proposal-of-incident", args=[incident_id]))
        activate = _form(proposal, ACTIVATE)
        if activate is not None:
            await self.visitor.press(proposal, activate)
            return
        if await self._all_tasks_done(incident_id):
            await self._close(incident_id)

    async def _close(self, incident_id: int) -> None:
        page = await self.visitor.open(reverse("response:closing", args=[incident_id]))
        form = _form(page, CLOSE)
        if form is None:
            return
        after = await self.visitor.press(page, form, reason="settled", summary=FIRE_OUT)
        if urlsplit(after.url).path == reverse("response:report", args=[incident_id]):
            self.steps.note("closed")

    async def _all_tasks_done(self, incident_id: int) -> bool:
        answer = await self.visitor.open(f"/api/v1/incidents/{incident_id}/tasks")
        return bool(re.search(r'"status"', answer.text)) and not re.search(
            r'"status":\s*"(assigned|accepted|on_the_way|on_site)"', answer.text
        )


class Responder:
    """Takes what is given and does it, one press at a time."""

    def __init__(self, visitor: Visitor, *, pause_s: float, until: Callable[[], bool]) -> None:
        self.visitor = visitor
        self.pause_s = pause_s
        self.until = until

    async def respond(self) -> None:
        """Go on with every task of one's own until the night is over."""
        while not self.until():
            with suppress(aiohttp.ClientError):
                await self._answer_what_is_asked()
                await self._take_my_tasks_on()
            await asyncio.sleep(self.pause_s)

    async def _answer_what_is_asked(self) -> None:
        """Come where one is called out to, one step a time, and say on a roll-call that one is well."""
        asked = await self.visitor.open(reverse("headquarters:asked"))
        for form in asked.forms:
            offered = {value for name, value in form.buttons if name == "to"}
            onward = next((to for to in COMING if to in offered), None)
            if TURNOUT.search(form.action) and onward is not None:
                await self.visitor.press(asked, form, to=onward)
            elif ROLL.search(form.action):
                await self.visitor.press(asked, form, to="well")

    async def _take_my_tasks_on(self) -> None:
        mine = await self.visitor.open(reverse("response:my-tasks"))
        for form in [form for form in mine.forms if MOVE.search(form.action)]:
            await self._go_on(mine, form)

    async def _go_on(self, page: Page, form: Form) -> None:
        offered = [value for name, value in form.buttons if name == "to"] + [form.fields.get("to", "")]
        onward = next((to for to in ONWARD if to in offered), None)
        if onward is not None:
            await self.visitor.press(page, form, to=onward, note=DONE_NOTE)


async def _next_change(changes: "asyncio.Queue[str]") -> None:
    try:
        await asyncio.wait_for(changes.get(), LOOK_ANYWAY_S)
    except TimeoutError:
        return


async def play_night(
    *, base: str, live: str, duty: str | None, responders: list[str], pause_s: float, limit_s: float
) -> Steps:
    """Let the cast play until the incident is closed or the limit is over; return what the duty officer saw.

    duty: the duty officer's sign-in name, None when a visitor stands duty. limit_s: seconds, may be infinite.
    """
    steps = Steps()
    ends = time.monotonic() + limit_s

    def is_over() -> bool:
        return "closed" in steps.seen or time.monotonic() > ends

    cast = [_as_responder(base, live, name, pause_s, is_over) for name in responders]
    if duty is not None:
        cast.append(_as_duty_officer(base, live, duty, steps, limit_s))
    await asyncio.gather(*cast)
    return steps


async def _sign_in(visitor: Visitor, name: str) -> None:
    """Sign in, again after a moment while the pages are away."""
    while True:
        try:
            return await visitor.sign_in(name, PASSWORD)
        except aiohttp.ClientError:
            await asyncio.sleep(LOOK_ANYWAY_S)


async def _as_duty_officer(base: str, live: str, name: str, steps: Steps, limit_s: float) -> None:
    async with aiohttp.ClientSession() as session:
        visitor = Visitor(base=base, live=live, session=session)
        await _sign_in(visitor, name)
        try:
            async with asyncio.timeout(limit_s):
                await DutyOfficer(visitor, steps).stand_duty()
        except TimeoutError:
            return


async def _as_responder(base: str, live: str, name: str, pause_s: float, is_over: Callable[[], bool]) -> None:
    async with aiohttp.ClientSession() as session:
        visitor = Visitor(base=base, live=live, session=session)
        await _sign_in(visitor, name)
        await Responder(visitor, pause_s=pause_s, until=is_over).respond()
