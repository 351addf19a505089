"""`python -m tests.fuzz [TARGET …] [--seconds 60] [--seed N] [--plain]`: look for bytes that a reader does not survive.

Where atheris is installed each target runs in a process of its own, guided by coverage, and what breaks it is written to
tests/fuzz/found/. Without it, or with --plain, real messages are spoilt at random. The seed is printed; the same seed does the same.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

FOUND = Path(__file__).with_name("found")
_GUIDED = """
import sys, atheris
with atheris.instrument_imports(include=["linan.monitoring"]):
    from tests.fuzz.targets import TARGETS
atheris.Setup(sys.argv[:1] + sys.argv[2:], TARGETS[sys.argv[1]])
atheris.Fuzz()
"""


def main() -> int:
    """Run the targets one after the other; 1 when one was broken."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("targets", nargs="*", metavar="TARGET")
    asked.add_argument("--seconds", type=int, default=60, help="for each target")
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 1 << 31))
    asked.add_argument("--plain", action="store_true", help="without atheris")
    options = asked.parse_args()
    from tests.fuzz.targets import TARGETS

    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        asked.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    run = guided if find_spec("atheris") and not options.plain else plain
    broken = [name for name in options.targets or TARGETS if not run(name, seconds=options.seconds, seed=options.seed)]
    print(f"seed {options.seed}: {'broken: ' + ', '.join(broken) if broken else 'nothing found'}")
    return 1 if broken else 0


def guided(name: str, *, seconds: int, seed: int) -> bool:
    """Run a target under atheris; False where it was broken."""
    from tests.fuzz.targets import seeds

    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, raw in enumerate(seeds(name)):
            (Path(corpus) / f"{number:04d}").write_bytes(raw)
        limits = [f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=5", "-max_len=4096", f"-artifact_prefix={FOUND}/{name}-"]
        done = subprocess.run(
            [sys.executable, "-c", _GUIDED, name, *limits, "-verbosity=0", "-print_final_stats=1", corpus],
            env=os.environ | {"PYTHONPATH": f"src{os.pathsep}.", "NUMBA_DISABLE_JIT": "0"}, capture_output=True, text=True,
        )
    runs = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
    print(f"{name}: {runs} runs in {seconds} s, {'nothing found' if done.returncode == 0 else 'BROKEN'}", flush=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-3000:], sep="\n")
    return done.returncode == 0


def plain(name: str, *, seconds: int, seed: int) -> bool:
    """Spoil real messages at random; False where the target was broken."""
    from tests.fuzz.mutating import spoilt
    from tests.fuzz.targets import TARGETS, seeds

    chance, end, runs, known = random.Random(seed), time.monotonic() + seconds, 0, seeds(name)
    while time.monotonic() < end:
        raw = spoilt(chance.choice(known), known, chance)
        try:
            TARGETS[name](raw)
        except Exception as fault:
            print(f"{name}: BROKEN after {runs} runs by {raw.hex()}: {fault!r}")
            return False
        runs += 1
    print(f"{name}: {runs} runs in {seconds} s, nothing found", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
