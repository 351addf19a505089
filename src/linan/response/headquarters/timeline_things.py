"""What the room's announcements are about, in words for the timeline."""

from collections.abc import Iterable

from linan.ground.text import Sentence
from linan.response.headquarters.models import Choice


def choices(ids: Iterable[int]) -> dict[int, str]:
    """Return in words what was chosen about which matter, and why not."""
    return {one.pk: _words(one) for one in Choice._base_manager.filter(pk__in=list(ids))}


def _words(choice: Choice) -> str:
    said = [Sentence.from_json(one) for one in (choice.text, choice.figures, choice.option) if one]
    return " · ".join([*(str(one) for one in said), *([choice.reason] if choice.reason else [])])


THINGS = {"choice_id": choices}
