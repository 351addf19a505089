"""Messages that are nearly right: real ones, spoilt a little, are read or refused, and nothing else happens."""

import json
import random
from pathlib import Path

import pytest

from linan.config.commands.decode import json_line, said_of
from linan.monitoring.decoders import open_decoder
from linan.monitoring.domain.mapping import values_of
from linan.monitoring.domain.reading import BadReading, Channel
from linan.monitoring.gateways._hj212_packets import crc
from linan.monitoring.profiles import load_profiles

ROUNDS = 300
HEX = frozenset({"gb26875", "sl651"})
LIES = ["NaN", "1e999", "-1", "99999999999999999999", "null", "[[[[", "\\u0000", "\ud800", "true", '""', "{}", "&&", ";", "="]
FAULTS = ("IndexError", "KeyError", "TypeError", "AttributeError", "ValueError", "OverflowError", "RecursionError")


def _seeds() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, name in (("gb26875", "hex"), ("sl651", "hex"), ("hj212", "raw")):
        for line in Path(f"tests/samples/{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            found.setdefault(kind, []).append(json.loads(line)[name])
    for profile in load_profiles().values():
        if profile.gateway != "manual":
            kind = "thingsboard" if profile.gateway == "thingsboard" else profile.gateway
            found.setdefault(kind, []).extend(
                one.sent if isinstance(one.sent, str) else json.dumps(one.sent, ensure_ascii=False) for one in profile.samples
            )
    return found


SEEDS = _seeds()


def spoilt(line: str, chance: random.Random) -> str:
    """Return the line with one to four pieces cut, doubled, changed or put in."""
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(line) + 1)
        match chance.randrange(4):
            case 0:
                line = line[:at] + line[at + chance.randrange(1, 12) :]
            case 1:
                line = line[:at] + line[max(0, at - chance.randrange(1, 30)) :]
            case 2:
                line = line[:at] + chance.choice("0123456789abcdef,:{}[]\"\0é") + line[at + 1 :]
            case _:
                line = line[:at] + chance.choice(LIES) + line[at:]
    return line


def right_again(kind: str, line: str) -> str:
    """Return the line with its check sum put right, so that it is read beyond it."""
    if kind == "hj212" and line.startswith("##"):
        segment = line[6:].rstrip("\r\n")[:-4].encode("utf-8", "replace")
        return f"##{len(segment):04d}{segment.decode()}{crc(segment):04X}\r\n"
    if kind == "gb26875":
        try:
            raw = bytearray.fromhex(line)
        except ValueError:
            return line
        if len(raw) > 30:
            raw[24:26] = (len(raw) - 30).to_bytes(2, "little")
            raw[-3] = sum(raw[2:-3]) & 0xFF
            return bytes(raw).hex()
    return line


@pytest.mark.parametrize("kind", SEEDS)
@pytest.mark.parametrize("seed", range(2))
def test_a_message_that_is_nearly_right_is_read_or_refused(kind: str, seed: int) -> None:
    chance, faults = random.Random(seed), set()
    for _ in range(ROUNDS):
        line = right_again(kind, spoilt(chance.choice(SEEDS[kind]), chance))
        said = said_of(kind, open_decoder(kind), line)
        assert json.loads(json_line(said))["kind"] == kind
        if said.get("reason", "").startswith(FAULTS):
            faults.add((said["reason"], line))

    assert faults == set()


@pytest.mark.parametrize("profile", load_profiles().values(), ids=lambda one: one.key)
def test_the_expressions_of_a_model_read_or_refuse_whatever_fields_hold(profile) -> None:
    chance = random.Random(profile.key)
    channels: dict[str, Channel] = {key: one.channel(place) for place, (key, one) in enumerate(profile.series.items())}
    odd = [None, "", "x" * 500, -1, 1e308, float("inf"), True, [], [[]], {}, {"a": {}}, "0x", 10**400]
    names = sorted({key for one in profile.samples if isinstance(one.sent, dict) for key in one.sent} | set(channels))
    for _ in range(ROUNDS):
        fields = {name: chance.choice(odd) for name in names}
        try:
            found = values_of(channels, fields)
        except BadReading:
            continue
        assert all(isinstance(value, float) and abs(value) < float("inf") for value in found.values())
