"""What a visitor may do with the story."""

from datetime import datetime

from linan.demo.models import Story
from linan.ground.refusals import Refused
from linan.ground.text import noop

FIRE = "fire"
SPEEDS = (1.0, 4.0, 10.0)


class NoSuchSpeed(Refused):
    """The story runs at the speeds its pages offer."""

    code = "no_such_speed"
    msgid = noop("The story runs at 1, 4 or 10 times. Choose one of them.")


def the_story() -> Story:
    """Return the story, made at its first use."""
    return Story.objects.get_or_create(name=FIRE)[0]


def pause_story() -> None:
    """Hold the story where it is; the quiet sensors go on."""
    Story.objects.filter(pk=the_story().pk).update(is_paused=True)


def resume_story() -> None:
    """Let the story go on."""
    Story.objects.filter(pk=the_story().pk).update(is_paused=False)


def restart_story(*, is_paused: bool = False) -> None:
    """Begin the story anew, or lay it ready to begin."""
    story = the_story()
    Story.objects.filter(pk=story.pk).update(run=story.run + 1, position_s=0.0, is_paused=is_paused)


def set_speed(speed: float) -> None:
    """Play the story at another speed. Raises: NoSuchSpeed."""
    if speed not in SPEEDS:
        raise NoSuchSpeed(field="speed")
    Story.objects.filter(pk=the_story().pk).update(speed=speed)


def note_position(*, position_s: float, length_s: float, now: datetime) -> None:
    """Note how far the simulator has played."""
    Story.objects.filter(name=FIRE).update(position_s=position_s, length_s=length_s, heard_at=now)
