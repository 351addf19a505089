"""The screens of this house: a call rings on every signed-in screen of the one it is for."""

from linan.ground.text import noop
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings, accepted

TITLE = noop("Screens of Lin'an")
REACHES = Reach.APP
PER_SECOND: float | None = None
ASKS: tuple[Asked, ...] = ()


class Screens:
    """Hands over by letting the message stand: screens ask for what is addressed to them."""

    async def send(self, letter: Letter) -> Result:
        """Accept the letter; it counts as delivered once a screen has shown it."""
        return accepted()

    async def close(self) -> None:
        """There is nothing to let go of."""


def open_line(settings: Settings) -> Screens:
    """Return the line to the screens."""
    return Screens()
