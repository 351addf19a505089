"""`linan decode KIND`: read messages from standard input, one a line, and say what they hold, one JSON line each.

Hexadecimal for binary protocols, text otherwise, a file's name for warnings. `--option name=value` chooses a dialect.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

import msgspec

from linan.monitoring.decoders import Decoded, Decoder, Undecodable, kinds, open_decoder


def run(arguments: Namespace) -> int:
    """Decode line after line; 2 when the kind is not known."""
    asked = _parse(arguments.rest)
    try:
        decoder = open_decoder(asked.kind, dict(one.split("=", 1) for one in asked.option if "=" in one))
    except LookupError:
        print(f"linan decode: not one of {', '.join(kinds())}: {asked.kind}", file=sys.stderr)
        return 2
    for line in sys.stdin.buffer:
        # Bytes that are no UTF-8 (old stations write GB 18030) must reach the decoder as they are, for their check sum.
        answer = said_of(asked.kind, decoder, line.decode(errors="surrogateescape").rstrip("\r\n"))
        sys.stdout.buffer.write(json_line(answer))
        sys.stdout.buffer.flush()
    return 0


def json_line(answer: Mapping[str, Any]) -> bytes:
    """Return one line of JSON; text that is no Unicode is escaped."""
    try:
        return msgspec.json.encode(answer) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer, default=str).encode() + b"\n"


def said_of(kind: str, decoder: Decoder, line: str) -> Mapping[str, Any]:
    """Return what is printed for a line; a fault of the decoder itself is said too, and the next line read."""
    try:
        decoded = decoder.decode(line)
    except Undecodable as fault:
        return {"ok": False, "kind": kind, "reason": fault.reason, **_answer(fault.answer, is_text=False)}
    except Exception as fault:  # the edge: one line must not end the others
        return {"ok": False, "kind": kind, "reason": f"{type(fault).__name__}: {fault}"}
    return _said(kind, decoded)


def _said(kind: str, decoded: Decoded) -> dict[str, Any]:
    head = {"message": decoded.head} if decoded.head else {}
    return {
        "ok": True, "kind": kind, **head, "items": decoded.items,
        **_answer(decoded.answer, is_text=decoded.is_text),
    }


def _answer(answer: bytes, *, is_text: bool) -> dict[str, str]:
    if not answer:
        return {}
    return {"answer": answer.decode(errors="replace")} if is_text else {"answer_hex": answer.hex().upper()}


def _parse(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="linan decode", description=__doc__)
    parser.add_argument("kind", metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    return parser.parse_args(words)
