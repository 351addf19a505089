"""A voice note is told from its content, whatever its name says: Opus in WebM, AAC in MP4 or plain; a minute at most."""

import pytest
from hypothesis import given as examples_of
from hypothesis import strategies

from linan.ground.files.audio import MOST_BYTES, VoiceNotAccepted, VoiceTooLong, checked_voice
from tests.builders.voices import a_voice, an_aac, an_mp4, box


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


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (an_mp4(seconds=12), ("audio/mp4", ".m4a")), (an_mp4(seconds=12, is_in_fragments=True), ("audio/mp4", ".m4a")),
        (an_aac(seconds=12), ("audio/aac", ".aac")),
    ],
    ids=["mp4", "mp4 in fragments", "plain aac"],
)
def test_what_an_iphone_records_is_taken_for_what_it_is(given, told):
    voice = checked_voice(given)

    assert (voice.seconds, voice.content.content_type, voice.content.suffix) == (12, *told)


@pytest.mark.parametrize(
    "given", [an_mp4(seconds=70), an_mp4(seconds=70, is_in_fragments=True), an_aac(seconds=70)], ids=["mp4", "fragments", "aac"]
)
def test_a_recording_of_a_phone_of_more_than_a_minute_is_refused(given):
    with pytest.raises(VoiceTooLong):
        checked_voice(given)


def test_what_a_phone_tells_of_the_place_of_recording_is_blotted_out():
    place = b"\xa9xyz+32.0500+118.7800/"

    voice = checked_voice(an_mp4(said=place))

    assert b"+32.05" not in voice.content.stored
    assert b"udta" not in voice.content.stored
    assert len(voice.content.stored) == len(an_mp4(said=place))


NESTED = b"".join((8 * (4000 - depth)).to_bytes(4, "big") + b"moov" for depth in range(4000))


@pytest.mark.parametrize(
    "given",
    [
        an_mp4(handler=b"vide"), an_mp4(codec=0x20), an_mp4()[:60], an_mp4(seconds=0), an_mp4() + box("html", b"<script>alert(1)</script>"),
        an_mp4() + an_mp4(), b"\0\0\0\x18ftypisom" + b"MZ" * 200, box("ftyp", b"isom") + NESTED, an_aac()[:-3],
        an_aac() + b"<script>", b"\xff\xf1" + bytes(40), b"ID3" + bytes(20) + an_aac(),
    ],
    ids=[
        "film", "pictures", "cut", "no sound", "script behind it", "two of them", "program", "nested without end", "frame cut",
        "script behind the frames", "frames without length", "with a title",
    ],
)
def test_what_only_looks_like_a_phones_recording_is_refused(given):
    with pytest.raises(VoiceNotAccepted):
        checked_voice(given)


@examples_of(
    at=strategies.integers(0, len(an_mp4(is_in_fragments=True)) - 1), byte=strategies.integers(0, 255),
    whole=strategies.sampled_from([an_mp4(is_in_fragments=True), an_mp4(), an_aac(), a_voice()]),
)
def test_a_recording_with_a_broken_byte_is_taken_or_refused_and_nothing_else(at, byte, whole):
    broken = bytearray(whole)
    broken[at % len(whole)] = byte

    try:
        voice = checked_voice(bytes(broken))
    except (VoiceNotAccepted, VoiceTooLong) as refused:
        assert refused.status in (413, 415)
    else:
        assert voice.seconds in range(1, 66)
