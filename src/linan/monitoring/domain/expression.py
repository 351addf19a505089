"""The small language in which a profile says how a value is read from a message.

    a34004.Rtd                              a field; a list is counted from 0: items[2]
    this['3200_0_5750'].value               a field whose name is no word
    (raw - 400) / 16 * 0.01                 + - * / % on numbers
    status == 'on' and level >= 3           == != < <= > >= and or not
    bit(alarm, 2) if version > 1 else fire  bit, min, max, abs, round, first, has, number, any_of,
                                            base64, hex, u8, u16le, u32be, s16le, f32be …

It reads; it cannot write, loop, define, import or call anything but the functions named here. What is missing gives
nothing (None), and whatever is computed from nothing is nothing: a sensor that was not mentioned is never 0.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from linan.monitoring.domain._functions import FUNCTIONS, Value, as_number

LONGEST = 400   # characters
DEEPEST = 24    # operators inside operators
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[^\W\d]\w*)|(?P<sign>==|!=|<=|>=|[-+*/%<>()\[\],.]))"
)
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "%": math.fmod,
}
_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}
_CONSTANTS: Mapping[str, Value] = {"true": True, "false": False, "none": None}
_RESERVED = frozenset({"and", "or", "not", "if", "else", *_CONSTANTS})
_LEVELS = (("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"))

Node = Callable[[Value], Value]


class BadExpression(ValueError):
    """A text that is no expression; says where."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that can be read from messages. `text` as written."""

    text: str
    _node: Node

    def __call__(self, fields: Mapping[str, object]) -> float | bool | str | None:
        """Return the value that the fields give; None where one is missing or the sum is impossible."""
        try:
            found = self._node(fields)
        except (ArithmeticError, ValueError, TypeError):
            return None
        if isinstance(found, float) and not math.isfinite(found):
            return None
        return found if isinstance(found, (bool, int, float, str)) else None


def parse_expression(text: str) -> Expression:
    """Return the expression that a text writes. Raises: BadExpression."""
    if len(text) > LONGEST:
        raise BadExpression(f"longer than {LONGEST} characters")
    parser = _Parser(list(_tokens(text)))
    node = parser.conditional(0)
    if parser.peek:
        raise BadExpression(f"not expected: {parser.peek}")
    return Expression(text, node)


def _tokens(text: str) -> Iterator[str]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise BadExpression(f"not understood: {text[at : at + 10].strip()}")
        yield found.group().strip()
        at = found.end()


class _Parser:
    """Descends through the levels of precedence; `depth` counts how deep the tree has become."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def peek(self) -> str:
        """The next token, empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self.peek
        if not token:
            raise BadExpression("ends too early")
        self._at += 1
        return token

    def _accept(self, *tokens: str) -> str:
        return self._take() if self.peek and self.peek in tokens else ""

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise BadExpression(f"{token} expected before {self.peek or 'the end'}")

    def conditional(self, depth: int) -> Node:
        """Read `a if b else c`, or what is simpler."""
        if depth > DEEPEST:
            raise BadExpression(f"nested deeper than {DEEPEST}")
        then = self._either(depth)
        if not self._accept("if"):
            return then
        condition = self._either(depth)
        self._expect("else")
        return _choice(condition, then, self.conditional(depth + 1))

    def _either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self._accept("or"):
            parts.append(self._both(depth))
        return _any(parts) if len(parts) > 1 else parts[0]

    def _both(self, depth: int) -> Node:
        parts = [self._negation(depth)]
        while self._accept("and"):
            parts.append(self._negation(depth))
        return _all(parts) if len(parts) > 1 else parts[0]

    def _negation(self, depth: int) -> Node:
        negated = False
        while self._accept("not"):
            negated = not negated
        inner = self._chain(0, depth)
        return _negated(inner) if negated else inner

    def _chain(self, level: int, depth: int) -> Node:
        if level == len(_LEVELS):
            return self._signed(depth)
        first, rest = self._chain(level + 1, depth), list[tuple[str, Node]]()
        while sign := self._accept(*_LEVELS[level]):
            rest.append((sign, self._chain(level + 1, depth)))
        return _folded(first, rest) if rest else first

    def _signed(self, depth: int) -> Node:
        negative = False
        while sign := self._accept("-", "+"):
            negative ^= sign == "-"
        inner = self._path(depth)
        return _folded(_constant(0.0), [("-", inner)]) if negative else inner

    def _path(self, depth: int) -> Node:
        node, steps = self._atom(depth), list[str | int]()
        while sign := self._accept(".", "["):
            steps.append(self._take() if sign == "." else self._step())
        return _followed(node, steps) if steps else node

    def _step(self) -> str | int:
        token = self._take()
        self._expect("]")
        if token[0] in "'\"":
            return token[1:-1]
        if token.isascii() and token.isdigit():
            return int(token)
        raise BadExpression(f"neither a name in quotes nor a number: {token}")

    def _atom(self, depth: int) -> Node:
        token = self._take()
        if token == "(":
            inner = self.conditional(depth + 1)
            self._expect(")")
            return inner
        if token[0] in "'\"":
            return _constant(token[1:-1])
        if token[0].isascii() and token[0].isdigit():
            return _constant(float(token))
        return self._word(token, depth)

    def _word(self, word: str, depth: int) -> Node:
        if word in _CONSTANTS:
            return _constant(_CONSTANTS[word])
        if word in _RESERVED or not (word[0] == "_" or word[0].isalpha()):
            raise BadExpression(f"not expected: {word}")
        if not self._accept("("):
            return _whole if word == "this" else _followed(_whole, [word])
        if word not in FUNCTIONS:
            raise BadExpression(f"no such function: {word}")
        return _call(word, self._arguments(depth))

    def _arguments(self, depth: int) -> list[Node]:
        arguments: list[Node] = []
        while not self._accept(")"):
            if arguments:
                self._expect(",")
            arguments.append(self.conditional(depth + 1))
        return arguments


def _whole(fields: Value) -> Value:
    return fields


def _constant(value: Value) -> Node:
    return lambda _: value


def _choice(condition: Node, then: Node, other: Node) -> Node:
    def choose(fields: Value) -> Value:
        holds = condition(fields)
        return None if holds is None else (then if holds else other)(fields)

    return choose


def _any(parts: Sequence[Node]) -> Node:
    return lambda fields: _truth([part(fields) for part in parts], decisive=True)


def _all(parts: Sequence[Node]) -> Node:
    return lambda fields: _truth([part(fields) for part in parts], decisive=False)


def _truth(values: Sequence[Value], *, decisive: bool) -> Value:
    """One decisive value settles it; otherwise nothing is known while one is missing."""
    if any(one is not None and bool(one) is decisive for one in values):
        return decisive
    return None if any(one is None for one in values) else not decisive


def _negated(inner: Node) -> Node:
    def negate(fields: Value) -> Value:
        value = inner(fields)
        return None if value is None else not value

    return negate


def _folded(first: Node, rest: Sequence[tuple[str, Node]]) -> Node:
    def fold(fields: Value) -> Value:
        value = first(fields)
        for sign, part in rest:
            value = _joined(value, sign, part(fields))
        return value

    return fold


def _joined(left: Value, sign: str, right: Value) -> Value:
    if left is None or right is None:
        return None
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    a, b = as_number(left), as_number(right)
    if sign in _ORDER:
        return _ORDER[sign](a, b)
    return _ARITHMETIC[sign](a, b)


def _followed(node: Node, steps: Sequence[str | int]) -> Node:
    def follow(fields: Value) -> Value:
        value = node(fields)
        for step in steps:
            value = _inside(value, step)
        return value

    return follow


def _inside(value: Value, step: str | int) -> Value:
    if isinstance(step, str):
        return value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, (list, tuple)) and step < len(value):
        found: Value = value[step]
        return found
    return None


def _call(name: str, arguments: Sequence[Node]) -> Node:
    function = FUNCTIONS[name]
    if not function.least <= len(arguments) <= function.most:
        raise BadExpression(f"{name}: wrong number of arguments")
    return lambda fields: function(*(one(fields) for one in arguments))
