"""A voice note is told from its content: one track of Opus, a minute at most."""

import pytest

from linan.ground.files.audio import MOST_BYTES, VoiceNotAccepted, VoiceTooLong, checked_voice
from tests.builders.voices import a_voice


def test_the_length_is_read_from_the_last_block():
    voice = checked_voice(a_voice(seconds=12))

    assert (voice.seconds, voice.content.content_type, voice.content.suffix) == (12, "audio/webm", ".webm")


@pytest.mark.parametrize("given", [a_voice(seconds=70), a_voice() + b"\0" * MOST_BYTES])
def test_a_recording_of_more_than_a_minute_or_two_megabytes_is_refused(given):
    with pytest.raises(VoiceTooLong):
        checked_voice(given)


@pytest.mark.parametrize(
    "given",
    [
        b"", b"\0", b"<script>", b"\x89PNG\r\n\x1a\n", a_voice()[:20], a_voice(seconds=0), a_voice(track=b"\x01"),
        a_voice(codec=b"A_VORBIS"), a_voice()[4:], a_voice() + b"\xa3\x1f\xff\xff\xff",
    ],
    ids=["empty", "zero", "script", "picture", "cut", "no sound", "video", "other codec", "no head", "size beyond the end"],
)
def test_what_is_no_recording_is_refused(given):
    with pytest.raises(VoiceNotAccepted):
        checked_voice(given)
