"""Voice notes: what the recorders of browsers and phones make, told from its content, with its length."""

import struct
from dataclasses import dataclass

from linan.ground.files.aac import aac_seconds, is_aac
from linan.ground.files.contents import Content, FileNotAccepted, FileTooLarge
from linan.ground.files.mp4 import is_mp4, mp4_seconds, without_places
from linan.ground.files.webm import webm_seconds
from linan.ground.refusals import Refused
from linan.ground.text import noop

MOST_BYTES = 2_000_000  # a minute at 128 kbit/s is half of it
LONGEST_S = 65          # the recorder stops at a minute


class VoiceNotAccepted(Refused):
    """It is no recording that a browser or a phone makes."""

    code = "voice_not_accepted"
    status = 415
    msgid = noop("The recording could not be read. Record it again, or write what you see.")


class VoiceTooLong(Refused):
    """Longer than one voice note may be."""

    code = "voice_too_long"
    status = 413
    msgid = noop("A voice note lasts a minute at most. Record it again, shorter.")


@dataclass(frozen=True, slots=True)
class Voice:
    """A checked recording. seconds: how long it lasts, rounded."""

    content: Content
    seconds: int


def checked_voice(given: bytes) -> Voice:
    """Return a recording with its length: WebM with Opus, MP4 or plain frames with AAC, whatever its name says.

    What an MP4 keeps beside the sound, such as the place of recording, is blotted out.
    Raises: VoiceNotAccepted, VoiceTooLong.
    """
    if len(given) > MOST_BYTES:
        raise VoiceTooLong
    try:
        content, seconds = _read(given)
    except (IndexError, ValueError, struct.error, FileNotAccepted, FileTooLarge) as broken:
        raise VoiceNotAccepted from broken
    if seconds > LONGEST_S:
        raise VoiceTooLong
    return Voice(content, max(1, round(seconds)))


def _read(given: bytes) -> tuple[Content, float]:
    """Return what is stored, and how many seconds it lasts."""
    if is_mp4(given):
        return Content("audio/mp4", ".m4a", without_places(given)), mp4_seconds(given)
    if is_aac(given):
        return Content("audio/aac", ".aac", given), aac_seconds(given)
    return Content("audio/webm", ".webm", given), webm_seconds(given)
