"""Refusals: what a user or a device asked cannot be done, said in a sentence that tells what to do."""

from collections.abc import Mapping
from typing import Any, ClassVar

from linan.ground.text import Sentence, noop


class Refused(Exception):
    """A request that is refused.

    Subclasses set `code` (stable, snake_case), `status` (HTTP) and `msgid` (a sentence with named
    places that says what to do). `field` names the form field or JSON pointer at fault.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    msgid: ClassVar[str] = noop("This cannot be done. Check what you entered and try again.")

    def __init__(self, *, field: str | None = None, **values: str | int | float) -> None:
        self.field = field
        self.values = values
        super().__init__(self.code, values)

    @property
    def sentence(self) -> Sentence:
        """The translatable sentence with its values."""
        return Sentence(self.msgid, self.values)

    def as_problem(self) -> Mapping[str, Any]:
        """Return the problem+json body (RFC 9457) in the language now active."""
        return {
            "type": f"urn:linan:refused:{self.code}",
            "title": str(self.sentence),
            "status": self.status,
            "code": self.code,
            "field": self.field,
            "data": dict(self.values),
        }


class NotFound(Refused):
    """The row does not exist, or the person may not know that it does."""

    code = "not_found"
    status = 404
    msgid = noop("There is nothing here, or it is not for you to see. Go back and choose from the list.")


class NotAllowed(Refused):
    """The person sees the row but may not do this with it."""

    code = "not_allowed"
    status = 403
    msgid = noop("Your role does not allow this. Ask the person on duty, or an administrator for the role.")
