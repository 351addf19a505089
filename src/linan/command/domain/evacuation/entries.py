"""Entries into arcs: who enters which arc at which step, the currency between plans."""

from dataclasses import dataclass

import numpy as np

from linan.command.domain.evacuation.kernels import Ints


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of people who enter an arc of the network at a step of the day."""

    arc: Ints
    step: Ints
    people: Ints

    @classmethod
    def none(cls) -> "Entries":
        """Return no rows."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))

    def joined(self, other: "Entries") -> "Entries":
        """Return the rows of both."""
        return Entries(
            np.concatenate([self.arc, other.arc]),
            np.concatenate([self.step, other.step]),
            np.concatenate([self.people, other.people]),
        )
