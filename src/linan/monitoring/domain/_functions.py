"""The functions of the expression language; each bounded in time and space by its arguments."""

import base64
import binascii
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Value = Any  # what JSON can hold, or bytes
MANY = 16    # arguments at most
_LARGEST = 1 << 64


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many arguments it takes. takes_missing: whether it wants to see None."""

    _body: Callable[..., Value]
    least: int = 1
    most: int = 1
    takes_missing: bool = False

    def __call__(self, *arguments: Value) -> Value:
        """Return its value, None when an argument is missing."""
        if not self.takes_missing and any(one is None for one in arguments):
            return None
        return self._body(*arguments)


def as_number(value: Value) -> float:
    """Return a number or truth value as float. Raises: TypeError."""
    if not isinstance(value, (bool, int, float)):
        raise TypeError(type(value).__name__)
    return float(value)


def _bit(value: Value, place: Value) -> bool:
    word, at = int(as_number(value)), int(as_number(place))
    if not -_LARGEST < word < _LARGEST or not 0 <= at < 64:
        raise ValueError("bit")
    return bool(word >> at & 1)


def _number(value: Value) -> float:
    return float(value.strip()) if isinstance(value, str) and len(value) < 40 else as_number(value)


def _round(value: Value, places: Value = 0.0) -> float:
    return round(as_number(value), int(as_number(places)))


def _first(*values: Value) -> Value:
    return next((one for one in values if one is not None), None)


def _hex(text: Value) -> bytes:
    return binascii.unhexlify("".join(_said(text).split()))


def _base64(text: Value) -> bytes:
    return base64.b64decode(_said(text), validate=True)


def _said(text: Value) -> str:
    if not isinstance(text, str):
        raise TypeError(type(text).__name__)
    return text


def _reader(form: str) -> Function:
    layout = struct.Struct(form)

    def read(raw: Value, offset: Value = 0.0) -> Value:
        at = int(as_number(offset))
        if not isinstance(raw, bytes) or not 0 <= at <= len(raw) - layout.size:
            return None
        (value,) = layout.unpack_from(raw, at)
        return value

    return Function(read, 1, 2)


FUNCTIONS: Mapping[str, Function] = MappingProxyType({
    "bit": Function(_bit, 2, 2),
    "min": Function(lambda *some: min(as_number(one) for one in some), 1, MANY),
    "max": Function(lambda *some: max(as_number(one) for one in some), 1, MANY),
    "abs": Function(lambda one: abs(as_number(one))),
    "round": Function(_round, 1, 2),
    "number": Function(_number),
    "lower": Function(lambda text: _said(text).lower()),
    "first": Function(_first, 1, MANY, takes_missing=True),
    "has": Function(lambda one: one is not None, takes_missing=True),
    "any_of": Function(lambda one, *others: one in others, 2, MANY),
    "count": Function(lambda some: float(len(some)) if isinstance(some, (list, tuple)) else None),
    "hex": Function(_hex),
    "base64": Function(_base64),
    "u8": _reader("B"), "s8": _reader("b"),
    **{
        f"{letter}{bits}{order}": _reader(sign + code)
        for order, sign in (("le", "<"), ("be", ">"))
        for letter, bits, code in (
            ("u", 16, "H"), ("s", 16, "h"), ("u", 32, "I"), ("s", 32, "i"), ("f", 32, "f"), ("f", 64, "d"),
        )
    },
})
