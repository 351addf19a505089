"""When a swap of shifts needs a leader's word, and until when it may be asked for: shipped in swapping.yaml, or as set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "swapping.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapping:
    """is_confirmed: a leader has to confirm what both agreed on. ahead: so long before either shift it is settled."""

    is_confirmed: bool
    ahead: timedelta


@cache
def shipped() -> dict[str, Any]:
    """Return the rule as it is shipped."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def swapping_from(content: Mapping[str, Any]) -> Swapping:
    """Return the rule that stands in a mapping."""
    return Swapping(is_confirmed=content["is_confirmed"], ahead=timedelta(hours=content["ahead_h"]))


def is_too_late(*, begins_at: datetime, now: datetime, rule: Swapping) -> bool:
    """Return whether a shift begins too soon to be swapped, or has begun."""
    return begins_at - now < rule.ahead
