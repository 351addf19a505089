"""The short run: real messages spoilt at random, for every reader of what comes from outside."""

import os
import random
import time

import pytest

from tests.fuzz.mutating import spoilt
from tests.fuzz.targets import TARGETS, seeds

ROUNDS = 150
LONGEST_S = 2.0  # of one message, on a busy machine; the longest takes milliseconds
SEED = int(os.environ.get("LINAN_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_do_anything_but_be_read_or_refused_in_time(name: str) -> None:
    chance, known, longest_s = random.Random(SEED), seeds(name), 0.0
    TARGETS[name](known[0])  # whatever has to be compiled or loaded is

    for number in range(ROUNDS):
        raw = spoilt(chance.choice(known), known, chance)
        print(f"LINAN_FUZZ_SEED={SEED} {name} number {number}: {raw.hex()}")
        begin = time.perf_counter()
        TARGETS[name](raw)
        longest_s = max(longest_s, time.perf_counter() - begin)

    assert longest_s < LONGEST_S
