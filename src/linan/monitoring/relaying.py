"""A stored warning as an alert of CAP 1.2, for those who pass it on."""

from linan.ground.refusals import NotFound
from linan.ground.text import noop
from linan.monitoring.domain.warnings import BadWarning, WarningMessage, decode_each
from linan.monitoring.domain.warnings.writing import Relay, write_cap
from linan.monitoring.models import EarlyWarning, WarningCard

NOTE = noop("Relayed as issued; the issuer's words are unchanged. 按原文转发")


def relayed(card: WarningCard) -> bytes:
    """Return the alert. It is read again from the file as received, so nothing is added and nothing lost."""
    message = original(card.warning)
    return write_cap(message, Relay(source=f"{card.org.name} (Lin'an)", note=NOTE))


def original(warning: EarlyWarning) -> WarningMessage:
    """Return the message as it stands in the file it came in. Raises: NotFound."""
    key = (warning.sender, warning.identifier, warning.sent_at)
    for one in decode_each(bytes(warning.file.content)):
        if not isinstance(one, BadWarning) and (one.sender, one.identifier, one.sent_at) == key:
            return one
    raise NotFound
