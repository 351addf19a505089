"""What the pages of roll-calls show: the latest one, who was silent for how long, in words and colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.response.headquarters.domain.roll_call import Rules, Silence, silence_of
from linan.response.headquarters.models import Answer, RollCall, RollCallEntry
from linan.response.headquarters.queries import entries_of, latest_roll_call
from linan.response.headquarters.rulebook import rulebook
from linan.response.models import Incident

ANSWERS = {Answer.WELL: "green", Answer.HELP: "red"}
SILENT = {Silence.FRESH: "grey", Silence.AMBER: "orange", Silence.RED: "red"}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """Somebody on a roll-call. state: well, help, fresh, amber or red."""

    entry: RollCallEntry
    state: str
    tone: str
    waited_min: int


@dataclass(frozen=True, slots=True)
class RollBoard:
    """The latest roll-call; roll_call is None before the first. next_at: when the interval calls the next one."""

    roll_call: RollCall | None
    next_at: datetime
    lines: Sequence[EntryLine]
    rules: Rules

    @property
    def well(self) -> int:
        """How many said that they are well."""
        return sum(one.state == Answer.WELL for one in self.lines)

    @property
    def silent(self) -> int:
        """How many have been silent for so long that they are looked for."""
        return sum(one.state == Silence.RED for one in self.lines)


def roll_board(incident: Incident, *, now: datetime) -> RollBoard:
    """Return the latest roll-call of an incident, those who need somebody first."""
    roll_call, rules = latest_roll_call(incident.pk), rulebook().roll_call(incident.org.path)
    lines = [entry_line(one, now=incident.closed_at or now, rules=rules) for one in entries_of(roll_call)] if roll_call else []
    order: list[str] = [Answer.HELP, Silence.RED, Silence.AMBER, Silence.FRESH, Answer.WELL]
    since = roll_call.asked_at if roll_call else incident.opened_at
    return RollBoard(
        roll_call=roll_call, next_at=since + rules.every, rules=rules,
        lines=sorted(lines, key=lambda one: order.index(one.state)),
    )


def entry_line(entry: RollCallEntry, *, now: datetime, rules: Rules) -> EntryLine:
    """Return somebody on a roll-call with what a page says about them."""
    waited = round((now - entry.asked_at).total_seconds() // 60)
    if entry.answer != Answer.ASKED:
        return EntryLine(entry=entry, state=entry.answer, tone=ANSWERS[Answer(entry.answer)], waited_min=waited)
    silence = silence_of(asked_at=entry.asked_at, now=now, rules=rules)
    return EntryLine(entry=entry, state=silence, tone=SILENT[silence], waited_min=waited)
