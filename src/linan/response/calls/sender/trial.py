"""One message over one line to whoever asks for it: what is learnt before the night in which it matters."""

import asyncio
from dataclasses import dataclass

from django.utils.translation import gettext

from linan.ground.people.models import Person
from linan.response.calls.actions.release import rules
from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.leaving import HeldBack, Terms, gate, is_on_this_machine
from linan.response.calls.domain.letters import Letter, Reach, Result, Verdict, refused
from linan.response.calls.models import Guest, Line, PushAddress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the gateway said to a trial."""

    result: Result

    @property
    def tone(self) -> str:
        """Colour of the verdict."""
        return {Verdict.ACCEPTED: "green", Verdict.REFUSED: "red"}.get(self.result.verdict, "orange")


def try_line(line: Line, *, person: Person) -> Outcome:
    """Send one message of the lowest level to the person over the line, through the same gate as every other."""
    settings = line.opened()
    is_guest = line.may_drill or Guest._base_manager.filter(person=person).exists()
    terms = Terms(is_drill=False, is_test=rules().is_test, is_guest=is_guest, stays_here=is_on_this_machine(settings))
    letter = gate(_letter(line, person), terms)
    if isinstance(letter, HeldBack):
        return Outcome(refused(letter.code))
    return Outcome(asyncio.run(_sent(line.kind, settings, letter)))


async def _sent(kind: str, settings: dict[str, str], letter: Letter) -> Result:
    opened = channel_kinds()[kind].open_line(settings)
    try:
        return await opened.send(letter)  # type: ignore[no-any-return]
    finally:
        await opened.close()


def _letter(line: Line, person: Person) -> Letter:
    text = gettext("Trial of a line of Lin'an. Nobody has to do anything.")
    return Letter(
        key=f"linan-trial-{line.uid}", address=_address(line.kind, person), title=gettext("Trial"), text=text, spoken=text,
        poster=text, link="", level=4, is_drill=False,
    )


def _address(kind: str, person: Person) -> str:
    reach = channel_kinds()[kind].REACHES
    if reach == Reach.PUSH:
        newest = PushAddress.objects.filter(person=person).order_by("-added_at").first()
        return newest.opened() if newest else ""
    return {Reach.PHONE: person.phone or "", Reach.MAIL: person.email}.get(reach, "")
