"""What a channel is given and what it answers."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Reach(StrEnum):
    """By what somebody is reached over a channel."""

    APP = "app"            # a signed-in screen
    PUSH = "push"          # a browser that agreed to pushes
    PHONE = "phone"        # a phone number
    MAIL = "mail"          # an e-mail address
    EVERYBODY = "everybody"  # a group, a place, a printer: nobody by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message as it leaves. key: the same for every try, so that a gateway can drop a repeat.

    address: phone number, e-mail address or the push subscription as JSON; empty for everybody.
    text: at most 70 characters before the mark of a drill. link: the answer page of this one recipient.
    """

    key: str
    address: str
    title: str
    text: str
    spoken: str
    poster: str
    link: str
    level: int
    is_drill: bool


class Verdict(StrEnum):
    """What became of handing a letter over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"    # for good: trying again changes nothing
    RETRY = "retry"        # certainly not taken; may be tried again
    UNKNOWN = "unknown"    # perhaps taken: the answer got lost


@dataclass(frozen=True, slots=True)
class Result:
    """A gateway's answer. code: as the gateway said it. after: when it asked to be tried again."""

    verdict: Verdict
    code: str = ""
    provider_id: str = ""
    after: timedelta | None = None


def accepted(provider_id: str = "", *, code: str = "") -> Result:
    """Return that the gateway took the letter."""
    return Result(Verdict.ACCEPTED, code=code, provider_id=provider_id)


def refused(code: str) -> Result:
    """Return that the gateway will never take it."""
    return Result(Verdict.REFUSED, code=code)


def retry(code: str, *, after: timedelta | None = None) -> Result:
    """Return that it was not taken and may be tried again."""
    return Result(Verdict.RETRY, code=code, after=after)


def unknown(code: str) -> Result:
    """Return that nobody knows whether it was taken."""
    return Result(Verdict.UNKNOWN, code=code)


class Came(StrEnum):
    """How far a receipt says a message came."""

    DELIVERED = "delivered"
    READ = "read"
    ACTED = "acted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's word on one message, named by the provider's id or by ours. answer: what was answered."""

    came: Came
    provider_id: str = ""
    key: str = ""
    code: str = ""
    answer: str = ""


class ForgedReceipt(Exception):
    """A receipt that does not carry the signature agreed with the provider."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One value that a line of a kind needs. is_secret: kept sealed and never shown again."""

    name: str
    label: str
    is_secret: bool = False
    default: str = ""
    must: bool = True


class OpenLine(Protocol):
    """A line that letters can be handed to."""

    async def send(self, letter: Letter) -> Result:
        """Hand one letter over; every fault of the way is a Result, never an exception."""

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class HearsReceipts(Protocol):
    """A line over which receipts come back."""

    def receipts(self) -> AsyncIterator[Receipt]:
        """Yield receipts as they come."""


Settings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Push:
    """What a provider sent to the address for receipts. query, headers: by lower-case name."""

    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
