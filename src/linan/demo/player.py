"""The simulator's process: plays the story's recording and keeps the quiet sensors breathing."""

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, close_old_connections  # noqa: E402

from linan.demo.actions import note_position, the_story  # noqa: E402
from linan.demo.models import Story  # noqa: E402
from linan.demo.recordings import bedroom_fire  # noqa: E402
from linan.demo.simulator import (  # noqa: E402
    CALM_S,
    HEARTBEAT_S,
    Client,
    Equipment,
    Journal,
    Night,
    fading_values,
    fire_values,
    quiet_values,
    read_equipment,
)
from linan.demo.wires import Platform  # noqa: E402
from linan.ground.clock import now  # noqa: E402

TICK_S = 0.1
LOOK_AT_STORY_S = 0.5
SEED = 20241101


class Player:
    """All devices and the night they live through."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.dice = random.Random(SEED)
        self.night = Night(bedroom_fire())
        self.journal = Journal(folder / "journal.jsonl")
        self.journal.path.write_text("", encoding="utf-8")
        equipment = read_equipment(folder / "equipment.json")
        self.clients = [Client(one, port=port, journal=self.journal) for one in equipment]
        self.heartbeats = {client: time.monotonic() + self.dice.uniform(1, HEARTBEAT_S) for client in self.clients}
        self.platform = Platform(folder, port=settings.INTAKE_HTTP_PORT)
        self.story = Story(run=0, is_paused=True)
        self._looked_at = 0.0

    def play(self, stop: threading.Event) -> None:
        """Play until told to stop."""
        last = time.monotonic()
        while not stop.wait(TICK_S):
            self._look_at_story()
            moment = time.monotonic()
            if not self.story.is_paused:
                self._play_recording((moment - last) * self.story.speed)
            last = moment
            self._play_heartbeats(moment)
            self.platform.speak(moment)
        for client in self.clients:
            client.stop()

    def _look_at_story(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_AT_STORY_S:
            return
        self._looked_at = time.monotonic()
        try:
            close_old_connections()
            story = the_story()
            if story.run != self.story.run:
                self._begin_anew()
            self.story = story
            note_position(position_s=self.night.position_s, length_s=self.night.length_s, now=now())
        except DatabaseError:
            # The database may be away for some seconds: the devices of a real night would not wait for it.
            return

    def _begin_anew(self) -> None:
        """Go back to the calm, which the devices at the fire tell at once."""
        self.night.restart()
        self.heartbeats |= {client: 0.0 for client in self.clients if client.equipment.room}

    def _play_recording(self, seconds: float) -> None:
        for moment in self.night.advance(seconds):
            for client in self.clients:
                if client.equipment.room:
                    client.send(fire_values(client.equipment, moment, self.dice))

    def _play_heartbeats(self, moment: float) -> None:
        in_fire = CALM_S < self.night.position_s < self.night.length_s
        for client, due in self.heartbeats.items():
            if due > moment:
                continue
            self.heartbeats[client] = moment + HEARTBEAT_S
            if not (in_fire and client.equipment.room):
                client.send(self._ordinary(client.equipment))

    def _ordinary(self, equipment: Equipment) -> dict[str, float | bool]:
        """Return what a device says outside the recording."""
        if self.night.after_s and equipment.room:
            return fading_values(equipment, self.night.moments[-1], self.dice, after_s=self.night.after_s)
        return quiet_values(equipment.profile, self.dice)


def play(folder: Path, *, port: int) -> None:
    """Run the simulator until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    Player(folder, port=port).play(stop)


if __name__ == "__main__":
    play(Path(sys.argv[1]), port=int(sys.argv[2]))
