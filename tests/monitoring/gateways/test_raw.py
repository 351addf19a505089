"""The notebook of the gateways: what is kept, what is dropped, and how it becomes rows."""

from hashlib import sha256

import pytest

from linan.monitoring.actions.raw import trim_raw_messages, write_notes
from linan.monitoring.domain.reading import BadReading
from linan.monitoring.gateways._raw import MOST, RAW_CHARS, Notebook, text_of
from linan.monitoring.models import Oddity, RawMessage, Stranger
from tests.build import a_community
from tests.builders.monitoring import a_device


def test_of_taken_messages_one_in_a_second_is_kept_and_of_refused_ones_all():
    notes = Notebook()

    for text in ("一", "二", "三"):
        notes.keep_raw(7, text)
        notes.keep_refused(7, text, BadReading(problem="NaN"))

    assert [(one.text, one.code) for one in notes.take().raw] == [
        ("一", ""), ("一", "bad_reading"), ("二", "bad_reading"), ("三", "bad_reading"),
    ]


def test_a_flood_of_strangers_does_not_grow_the_notebook():
    notes = Notebook()

    for number in range(MOST + 10):
        notes.stranger("gb26875", f"{number}", "40 40")

    assert len(notes.take().strangers) == MOST
    assert notes.take().strangers == {}


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("{\"烟\": 1}".encode(), "{\"烟\": 1}"),
        (bytes.fromhex("4040000102"), "40 40 00 01 02"),
        (b"\xff\xfe", "ff fe"),
        ("雨".encode() * 9_000, "雨" * RAW_CHARS),
    ],
)
def test_a_message_is_shown_as_text_where_it_is_text_and_in_hexadecimal_elsewhere(payload, shown):
    assert text_of(payload) == shown


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_a_sender_that_nobody_owns_is_listed_once_as_belonging_to_nobody():
    notes = Notebook()
    notes.stranger("hj212", "88888880000001", "##0101", name="扬尘站")
    write_notes(notes.take())
    notes.stranger("hj212", "88888880000001", "##0102")

    write_notes(notes.take())

    listed = Stranger.objects.get()
    assert (listed.org, listed.heard, listed.name) == (None, 2, "扬尘站")
    assert [text for _at, text in listed.messages] == ["##0101", "##0102"]


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_a_stranger_that_goes_on_speaking_stays_one_line_with_its_last_messages():
    org = a_community()
    notes = Notebook()
    for number in range(9):
        notes.stranger("token", sha256(b"x").hexdigest(), str(number), org_id=org.pk)
        write_notes(notes.take())

    listed = Stranger.objects.get()

    assert (listed.heard, [text for _at, text in listed.messages]) == (9, ["4", "5", "6", "7", "8"])


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_the_odd_keys_and_the_clock_of_a_device_are_remembered_together():
    device = a_device()
    notes = Notebook()
    notes.odd_keys(device.pk, {"rssi": -71, "nul\0": "a\0b"})
    notes.odd_clock(device.pk, 172_800_000_000)
    write_notes(notes.take())
    notes.odd_keys(device.pk, {"snr": 7.5})

    write_notes(notes.take())

    odd = Oddity.objects.get()
    assert {key: value for key, (value, _at) in odd.unknown_keys.items()} == {"rssi": "-71", "nul␀": "a␀b", "snr": "7.5"}
    assert odd.clock_off_s == 172_800


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_the_ring_keeps_the_newest_fifty_of_each_device():
    device = a_device()
    notes = Notebook()
    for number in range(60):
        notes.keep_refused(device.pk, str(number), BadReading(problem="x"))
    write_notes(notes.take())

    deleted = trim_raw_messages()

    assert (deleted, RawMessage.objects.order_by("pk").first().text) == (10, "10")


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_what_postgresql_cannot_store_is_noted_all_the_same():
    device = a_device()
    notes = Notebook()
    notes.keep_refused(device.pk, "a\0b \ud800", BadReading(problem="c\0d \ud800"))
    notes.stranger("name", "e\0f", "g\0h", org_id=device.org_id, name="i\0j")

    write_notes(notes.take())

    assert RawMessage.objects.get().text == "a␀b ?"
    assert RawMessage.objects.get().refusal["values"] == {"problem": "c␀d ?"}
    assert Stranger.objects.get().address == "e␀f"
