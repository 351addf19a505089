"""What is proposed for a warning, and on which clause it rests: data, read from responses.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml

from linan.monitoring.domain.warnings.levels import Title
from linan.monitoring.domain.warnings.message import Action, Level


class Response(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One proposal. kinds: empty for all; levels: {scheme: ordinals}; verified: compared with the primary text."""

    key: str
    text: Title
    clause: Title
    verified: bool
    kinds: list[str] = []
    levels: dict[str, list[int]] = {}
    actions: tuple[str, ...] = (Action.ALERT, Action.UPDATE)


@cache
def responses() -> Mapping[str, Response]:
    """Return {key: proposal}."""
    text = (Path(__file__).parent / "responses.yaml").read_text(encoding="utf-8")
    return {one.key: one for one in msgspec.convert(yaml.safe_load(text), list[Response])}


def proposed(*, kind: str, level: Level, action: str) -> Response:
    """Return the proposal for a warning: the one for its kind before the one for all."""
    fitting = [one for one in responses().values() if _fits(one, kind, level, action)]
    return min(fitting, key=lambda one: not one.kinds)


def _fits(one: Response, kind: str, level: Level, action: str) -> bool:
    if action not in one.actions:
        return False
    if action == Action.CANCEL:
        return True
    return (not one.kinds or kind in one.kinds) and level.ordinal in one.levels.get(level.scheme, [])
