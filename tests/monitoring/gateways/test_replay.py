"""Recordings of storms, smog and floods come in as their stations would have sent them, and the shipped rules judge."""

import asyncio
import csv
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.reading import Sender
from linan.monitoring.gateways import hj212, sl651
from linan.monitoring.gateways._gb26875_readings import CHINA
from linan.monitoring.gateways._hj212_packets import Framer as PacketFramer
from linan.monitoring.gateways._hj212_packets import write_packet
from linan.monitoring.gateways._sl651_frames import Frame, Framer, write_frame
from linan.monitoring.profiles import Profile, load_profiles
from tests.monitoring.gateways.fakes import Known, Store

NOW = datetime.fromtimestamp(time.time() // 3600 * 3600, CHINA)
Recording = list[tuple[datetime, float]]


class Mute:
    """A line that nobody reads."""

    def send(self, raw: bytes) -> None:
        """Send nothing."""

    def when_stored(self, raw: bytes) -> None:
        """Send nothing later either."""


class NoAlbum:
    """Keeps no picture."""

    async def keep(self, content: bytes, *, device_id: int, key: str, at_us: int) -> bool:
        return False


def recording(name: str) -> Recording:
    """Return a recording, moved so that it ends in this hour."""
    with Path("tests/samples", name).open(encoding="utf-8") as lines:
        rows = [(datetime.fromisoformat(one["time"]), float(one["value"])) for one in csv.DictReader(lines)]
    moved = NOW - rows[-1][0]
    return [(at + moved, value) for at, value in rows]


def bcd(value: float, *, size: int, places: int) -> str:
    """Return a number as SL 651 writes it, FF in front for a minus."""
    digits = f"{abs(round(value * 10**places)):0{2 * size}d}"
    return f"FF{digits[2:]}" if value < 0 else digits


def sl651_report(at: datetime, element: str) -> bytes:
    text = bytes.fromhex(f"0001{NOW:%y%m%d%H%M%S}F1F1001234567848F0F0{at.astimezone(CHINA):%y%m%d%H%M}{element}")
    return write_frame(Frame(
        is_ascii=False, is_down=False, centre=1, station="0012345678", password="A000", function=0x32, end=3, text=text
    ))


def hj212_packet(at: datetime, data: str) -> bytes:
    moment = f"{at.astimezone(CHINA):%Y%m%d%H%M%S}"
    return write_packet(f"QN={NOW:%Y%m%d%H%M%S}000;ST=22;CN=2061;PW=1;MN=A1;Flag=5;CP=&&DataTime={moment};{data}&&")


def sender_of(profile: Profile) -> Sender:
    channels = {key: one.channel(place) for place, (key, one) in enumerate(profile.series.items())}
    return Sender(device_id=1, org_id=1, name="", channels=channels, options=profile.options)


def taken(profile: Profile, raws: Iterable[bytes]) -> Store:
    """Let a station's gateway take messages, and return what it would store."""
    directory, sink = Known(), Store()
    sink.holds = True
    sender = sender_of(profile)
    directory.senders = {("sl651", "0012345678"): sender, ("hj212", "A1"): sender}
    asyncio.run(_take(profile, directory, sink, raws))
    return sink


async def _take(profile: Profile, directory: Known, sink: Store, raws: Iterable[bytes]) -> None:
    session, framer = (
        (sl651.Station(directory, sink, Mute(), NoAlbum()), Framer()) if profile.gateway == "sl651"
        else (hj212.Station(directory, sink, Mute()), PacketFramer())
    )
    for message in (one for raw in raws for one in framer.feed(raw)):
        assert await session.take(message)


def alarms(profile: Profile, sink: Store) -> list[tuple[str, datetime]]:
    """Return which shipped conditions begin to hold, and when."""
    found = []
    for condition in profile.conditions:
        if condition.kind == "silence":
            continue
        rule = parse(condition.kind, condition.parameters)
        for place, channel in enumerate(profile.series.values()):
            if channel.quantity != condition.quantity:
                continue
            memory, held = rule.begin(holds=False), False
            for _, at_us, value in sorted(row for row in sink.rows if row[0] == place):
                verdict = rule.judge(memory, at_us / 1e6, value, channel.unit)
                if verdict.holds and not held:
                    found.append((condition.title.en, datetime.fromtimestamp(at_us / 1e6, CHINA)))
                memory, held = verdict.memory, verdict.holds
    return found


def replay(key: str, name: str, message: Callable[[datetime, float], bytes]) -> tuple[list[tuple[str, datetime]], Recording]:
    """Play a recording to a model; return its alarms, and the recording as it was moved."""
    profile, rows = load_profiles()[key], recording(name)
    return alarms(profile, taken(profile, [message(at, value) for at, value in rows])), rows


def test_the_rain_of_july_2016_raises_its_signals_in_order_and_never_the_red_one() -> None:
    total = 0.0

    def counter(at: datetime, fallen: float) -> bytes:
        nonlocal total
        total += fallen
        return sl651_report(at, f"2619{bcd(total, size=3, places=1)}")

    found, rows = replay("rain_station", "rain_dongsi_2016_07.csv", counter)

    began = rows[0][0]
    first = {title: (at - began) / timedelta(hours=1) for title, at in reversed(found)}
    assert first == {
        "heavy rain within an hour": 58, "rainstorm, orange": 59, "rainstorm, yellow": 58, "rainstorm, blue": 58,
    }


def test_the_underpass_of_busan_warns_at_twelve_centimetres_and_not_at_four() -> None:
    found, rows = replay(
        "flood_station", "underpass_busan_2021_06.csv",
        lambda at, depth_cm: sl651_report(at, f"3923{bcd(depth_cm / 100, size=4, places=3)}"),
    )

    flooded = [at for at, depth_cm in rows if depth_cm >= 10]
    assert [title for title, _ in found] == ["water at the entrance of a garage"]
    assert found[0][1] == flooded[0]


def test_the_river_in_typhoon_kong_rey_rises_too_fast_once() -> None:
    found, rows = replay(
        "river_level", "river_nakdong_2018_10.csv",
        lambda at, level_m: sl651_report(at, f"3923{bcd(level_m, size=4, places=3)}"),
    )

    levels = dict(rows)
    assert {title for title, _ in found} == {"river rises fast"}
    assert all(levels[at] - levels[at - timedelta(hours=1)] >= 0.5 for _, at in found)


def test_the_smog_of_december_2016_is_an_alarm_after_a_whole_day() -> None:
    found, rows = replay(
        "air_station", "pm25_dongsi_2016_12.csv",
        lambda at, value: hj212_packet(at, f"a34004-Avg={value:g},a34004-Flag=N"),
    )

    begins = next(at for at, _ in rows if all(value >= 75 for t, value in rows if at <= t <= at + timedelta(days=1)))
    assert found == [("PM2.5 high", begins + timedelta(days=1))]


@pytest.mark.parametrize("mark", ["D", "B", "F", "T"])
def test_the_same_smog_from_a_broken_instrument_is_only_a_fault(mark: str) -> None:
    found, _ = replay(
        "air_station", "pm25_dongsi_2016_12.csv",
        lambda at, value: hj212_packet(at, f"a34004-Avg={value:g},a34004-Flag={mark}"),
    )

    assert [title for title, _ in found] == ["instrument fault"]
