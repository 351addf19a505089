"""Channels: one file per kind, found by this folder. They hand letters over and touch no tables.

A file has TITLE (how people call it), REACHES (by what somebody is reached), ASKS (what a line of the kind needs),
PER_SECOND (most messages a second, None without limit) and open_line(settings) -> OpenLine; where the provider sends
receipts it has read_receipts(settings, push) -> list of receipts, and RECEIVED, the answer the provider expects.
"""

from functools import cache
from types import ModuleType

from linan.ground.plugins import load_folder

IN_APP = "in_app"


@cache
def channel_kinds() -> dict[str, ModuleType]:
    """Return every kind of channel by name."""
    return load_folder(__name__)
