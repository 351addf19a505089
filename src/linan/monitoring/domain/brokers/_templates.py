"""The part of Home Assistant's templates that is read: a path and a few filters. Nothing from the network is run.

    {{ value }}   {{ value_json.a.b }}   {{ value_json['x y'][0] }}   … | float | int | round(1) | is_defined
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from linan.ground.refusals import Refused
from linan.ground.text import noop

_WHOLE = re.compile(r"\s*\{\{-?\s*(value_json|value)((?:\.\w+|\[\s*(?:'[^']*'|\"[^\"]*\"|\d+)\s*\])*)\s*((?:\|\s*\w+(?:\([^()]*\))?\s*)*)-?\}\}\s*")
_STEP = re.compile(r"\.(\w+)|\[\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))\s*\]")
_FILTER = re.compile(r"\|\s*(\w+)(?:\(([^()]*)\))?")
_FILTERS = frozenset({"float", "int", "round", "is_defined", "default", "string"})
LONGEST = 400


class BadTemplate(Refused):
    """A template that is more than a path."""

    code = "bad_template"
    msgid = noop("The template “%(template)s” is not understood. A path with float, int or round is.")


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template. path: names and numbers into the JSON value; None: the text itself."""

    path: tuple[str | int, ...] | None
    digits: int | None = None

    def __call__(self, payload: bytes) -> Any:
        """Return the value in a payload, None where it is not there."""
        text = payload.decode(errors="replace")
        if self.path is None:
            return text
        try:
            found = json.loads(text)
            for step in self.path:
                found = found[step]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            return None
        return round(found, self.digits) if self.digits is not None and isinstance(found, float) else found


def parse_template(text: object) -> Template:
    """Return a template; empty: the payload as it is. Raises: BadTemplate."""
    if text in (None, ""):
        return Template(None)
    found = _WHOLE.fullmatch(text) if isinstance(text, str) and len(text) <= LONGEST else None
    if found is None:
        raise BadTemplate(template=str(text)[:80])
    root, path, filters = found.groups()
    named = _FILTER.findall(filters)
    if any(name not in _FILTERS for name, _ in named) or (root == "value" and path):
        raise BadTemplate(template=str(text)[:80])
    digits = next((int(given) if given.isdecimal() else 0 for name, given in named if name == "round"), None)
    return Template(None if root == "value" else _steps(path), digits)


def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(
        int(number) if number else dotted or single or double for dotted, single, double, number in _STEP.findall(path)
    )
