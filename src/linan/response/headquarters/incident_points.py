"""What lies open in an incident, as far as tasks and turn-outs know."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from linan.ground.people.models import Person
from linan.ground.text import Sentence, noop, say
from linan.response.headquarters.actions.passings import PASSABLE, pass_task_on
from linan.response.headquarters.domain.points import Option, Point
from linan.response.headquarters.domain.roll_call import Silence
from linan.response.headquarters.domain.turnout import Tier
from linan.response.headquarters.models import Answer, MemberStatus
from linan.response.headquarters.queries import InLine, members_of, people_of_tier, turnouts_of
from linan.response.headquarters.rolls import EntryLine, RollBoard, roll_board
from linan.response.headquarters.rulebook import rulebook
from linan.response.models import Incident, Task, TaskStatus
from linan.response.queries import open_tasks_in


def open_tasks(incident: Incident, now: datetime) -> Iterator[Point]:
    """Tell of every task that still has to be done; one beyond its deadline is late."""
    tasks = open_tasks_in(incident.pk)
    passable = [one.pk for one in tasks if now > one.due_at and one.status in PASSABLE]
    line = InLine(incident, now=now) if passable else None
    for task in tasks:
        yield Point(
            key=f"task-{task.pk}", is_late=now > task.due_at, due_at=task.due_at, url=reverse("response:task", args=[task.pk]),
            text=say(noop("%(title)s · %(owner)s"), title=task.title, owner=str(task.owner)),
            rule=say(noop("Deadline of the task: %(source)s"), source=task.source or task.title),
            figures=_figures(task, now), weight=2 if task.status == TaskStatus.ASSIGNED else 1,
            options=tuple(_pass_on(task, line)) if line and task.pk in passable else (),
        )


def _pass_on(task: Task, line: InLine) -> Iterator[Option]:
    to = line.after(task)
    if to is None:
        return

    def act(by: Person, moment: datetime) -> None:
        pass_task_on(task_id=task.pk, to=to, by=by, now=moment)

    yield Option(
        key=f"to-{to.pk}", label=say(noop("Pass it on to %(person)s"), person=str(to.person)), act=act,
        cost=say(noop("%(person)s has %(count)s tasks open and begins anew"), person=str(to.person), count=line.loads[to.person_id]),
    )


def turnout_clocks(incident: Incident, now: datetime) -> Iterator[Point]:
    """Tell of every tier of which nobody is on site yet; late, it proposes the next tier."""
    called = {one.tier: one for one in turnouts_of(incident.pk)}
    members, tiers = list(members_of(incident.pk)), rulebook().tiers(incident.org.path)
    for number, turnout in called.items():
        if turnout.first_on_site_at is not None:
            continue
        mine = [one.status for one in members if one.turnout_id == turnout.pk]
        silent = mine.count(MemberStatus.ASKED)
        yield Point(
            key=f"turnout-{turnout.pk}", is_late=now > turnout.due_at, due_at=turnout.due_at, weight=3,
            text=say(noop("Tier %(tier)s: nobody on site"), tier=number),
            rule=say(noop("%(minutes)s minutes to the first on site: %(source)s"), minutes=tiers[number].arrives_in_min, source=tiers[number].source),
            figures=say(noop("%(people)s called, %(silent)s without an answer"), people=len(mine), silent=silent),
            url=reverse("headquarters:turnout", args=[incident.pk]), options=tuple(_next_tier(incident, tiers, called, now)),
        )


def roll_calls(incident: Incident, now: datetime) -> Iterator[Point]:
    """Tell of everybody on the latest roll-call who needs help, and of those out of contact together."""
    board = roll_board(incident, now=now)
    lines = board.lines
    for line in lines:
        if line.state == Answer.HELP:
            yield _of_roll(f"help-{line.entry.pk}", say(noop("%(person)s needs help"), person=str(line.entry.person)), line, board, 5)
    silent = [one for one in lines if one.state == Silence.RED]
    if silent:
        people = "、".join(str(one.entry.person) for one in silent)
        text = say(noop("%(count)s out of contact: %(people)s"), count=len(silent), people=people)
        yield _of_roll(f"silent-{silent[0].entry.roll_call_id}", text, silent[0], board, 4)


def _of_roll(key: str, text: Sentence, line: EntryLine, board: RollBoard, weight: int) -> Point:
    rules = board.rules
    return Point(
        key=key, text=text, is_late=True, weight=weight, due_at=line.entry.asked_at + rules.red_after,
        url=reverse("headquarters:roll", args=[board.roll_call.incident_id if board.roll_call else 0]),
        rule=say(
            noop("Roll-call every %(every)s minutes, out of contact after %(red)s: %(source)s"),
            every=_minutes(rules.every), red=_minutes(rules.red_after), source=rules.source,
        ),
        figures=say(
            noop("asked at %(at)s, %(minutes)s minutes ago"), at=f"{localtime(line.entry.asked_at):%H:%M}", minutes=line.waited_min
        ),
    )


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _next_tier(
    incident: Incident, tiers: Mapping[int, Tier], called: Mapping[int, object], now: datetime
) -> Iterator[Option]:
    following = next((one for one in tiers.values() if one.number not in called), None)
    if following is None:
        return
    yield Option(
        key=f"tier-{following.number}", label=say(noop("Call tier %(tier)s out"), tier=following.number),
        cost=_cost(following, incident, now), url=reverse("headquarters:turnout-calling", args=[incident.pk, following.number]),
    )


def _cost(tier: Tier, incident: Incident, now: datetime) -> Sentence:
    people = len(people_of_tier(tier, org=incident.org, now=now))
    return say(noop("%(people)s people, about %(minutes)s minutes away"), people=people, minutes=tier.arrives_in_min)


def _figures(task: Task, now: datetime) -> Sentence:
    minutes = round(abs((now - task.due_at).total_seconds()) / 60)
    due = f"{localtime(task.due_at):%H:%M}"
    if now > task.due_at:
        return say(noop("due %(due)s, %(minutes)s minutes late"), due=due, minutes=minutes)
    return say(noop("due %(due)s, in %(minutes)s minutes"), due=due, minutes=minutes)


POINTS = [roll_calls, turnout_clocks, open_tasks]
