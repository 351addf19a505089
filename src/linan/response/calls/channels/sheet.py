"""The printed sheet: poster, words at the door and the doors to knock at. Handed over says that it stands ready."""

from linan.ground.text import noop
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings, accepted

TITLE = noop("Printed sheet")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = None
ASKS: tuple[Asked, ...] = ()


class Sheet:
    """Is printed from the call's own page, on whatever printer is at hand."""

    async def send(self, letter: Letter) -> Result:
        """Accept: the page of the sheet is there as long as the call is."""
        return accepted(code="page")

    async def close(self) -> None:
        """There is nothing to let go of."""


def open_line(settings: Settings) -> Sheet:
    """Return the sheet."""
    return Sheet()
