"""The one gate every letter passes: what may leave, and with which mark.

Drills and test mode are decided here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from linan.response.calls.domain.letters import Letter

DRILL_MARK = "【演练】"
TEST_MARK = "【测试】"
HERE = "localhost"


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which a letter would leave. is_test: of the installation. is_guest: the receiver is on the white list
    (or, for a line that reaches everybody, the line is). stays_here: the line ends on this machine."""

    is_drill: bool
    is_test: bool
    is_guest: bool
    stays_here: bool


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A letter that may not leave, and why."""

    code: str


def gate(letter: Letter, terms: Terms) -> Letter | HeldBack:
    """Return the letter as it may leave, or why it may not."""
    if terms.is_drill and not terms.is_guest:
        return HeldBack("drill: not on the white list")
    if terms.is_test and not (terms.is_guest and terms.stays_here):
        return HeldBack("test mode: reaches nobody outside")
    if terms.is_drill:
        return marked(letter, DRILL_MARK)
    return marked(letter, TEST_MARK) if terms.is_test else letter


def marked(letter: Letter, mark: str) -> Letter:
    """Return the letter with a mark before every one of its texts."""
    return replace(
        letter, title=mark + letter.title, text=mark + letter.text, spoken=mark + letter.spoken, poster=mark + letter.poster
    )


def is_on_this_machine(settings: Mapping[str, str]) -> bool:
    """Return whether a line's settings name an address and it is a loopback address."""
    hosts = [host for name in ("url", "host") if (host := _host_of(settings.get(name, "")))]
    return bool(hosts) and all(host == HERE or _is_loopback(host) for host in hosts)


def _host_of(address: str) -> str:
    return (urlsplit(address).hostname or "") if "//" in address else address


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
