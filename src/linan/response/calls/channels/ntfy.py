"""ntfy topic. Source: docs.ntfy.sh, "Publishing", publish as JSON."""

from linan.ground.text import noop
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings, accepted, refused

TITLE = noop("ntfy topic")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = None
ASKS = (
    Asked("url", noop("Address of the server"), default="https://ntfy.sh/"),
    Asked("topic", noop("Topic")),
    Asked("token", noop("Access token"), is_secret=True, must=False),
)
PRIORITIES = {1: 5, 2: 4, 3: 3, 4: 2}


class NtfyLine(HttpLine):
    """Publishes a call to one topic."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=4)

    async def send(self, letter: Letter) -> Result:
        """Publish it."""
        body = {
            "topic": self._settings["topic"], "title": letter.title, "message": letter.text,
            "priority": PRIORITIES[letter.level], "tags": ["rotating_light"],
        }
        token = self._settings.get("token")
        headers = {"Authorization": f"Bearer {token}"} if token else None
        return await self.post(self._settings["url"], body=body, headers=headers, read=_read)


def open_line(settings: Settings) -> NtfyLine:
    """Return a line to the topic."""
    return NtfyLine(settings)


def _read(answer: Answer) -> Result:
    found = answer.word("id")
    return accepted(found) if found else refused("no id")
