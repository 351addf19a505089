"""The signed link of one recipient: short enough for a text message, worth nothing to who guesses."""

import base64
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

PATH = "c/"  # of answer pages; known here, so that the sender need not load every page of the site
SALT = "linan.calls.answer"
SIGNATURE_BYTES = 9  # 72 bits: a guess a second meets one in no lifetime


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a link: the recipient it is about, and the person it was sent to (None for a resident)."""

    recipient_id: int
    person_id: int | None


def code_of(bearer: Bearer) -> str:
    """Return the code in a bearer's link."""
    body = f"{int_to_base36(bearer.recipient_id)}-{int_to_base36(bearer.person_id or 0)}"
    return f"{body}.{_signature(body)}"


def bearer_of(code: str) -> Bearer | None:
    """Return who holds a code; None when nobody was given it."""
    body, _, signature = code.rpartition(".")
    if not body or not constant_time_compare(signature, _signature(body)):
        return None
    recipient, _, person = body.partition("-")
    try:
        return Bearer(recipient_id=base36_to_int(recipient), person_id=base36_to_int(person) or None)
    except ValueError:
        return None


def link_of(bearer: Bearer) -> str:
    """Return the whole address of a bearer's answer page."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/{PATH}{code_of(bearer)}/"


def _signature(body: str) -> str:
    digest = salted_hmac(SALT, body, algorithm="sha256").digest()[:SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(digest).decode()
