"""The JSON API of warnings: sources push files in, people read the cards."""

from datetime import datetime
from hmac import compare_digest
from typing import Any, cast

from django.http import HttpRequest
from ninja import Router, Schema

from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import NotFound
from linan.ground.text import noop
from linan.ground.web import Request
from linan.monitoring.access import access_warning
from linan.monitoring.actions.warning_cards import Answer, answer_warning
from linan.monitoring.actions.warning_sources import hash_of_secret, note_heard
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.domain.warnings.documents import LIMIT_MB
from linan.monitoring.domain.warnings.refusals import BadWarning
from linan.monitoring.models import WarningCard, WarningFile, WarningRoute, WarningSource
from linan.monitoring.warning_queries import with_warning

router = Router(tags=["monitoring"])
MOST = 200


class UnknownSource(NotFound):
    """Source and secret do not belong together; which of them is wrong is nobody's business."""

    code = "warning_source_unknown"
    msgid = noop("No source has this secret. Copy both from the page of the sources, or have the secret renewed there.")


class PushRefused(BadWarning):
    """Nothing in the file could be taken; the first reason is said."""

    code = "warning_refused"
    msgid = noop("No warning was taken from the file: %(problem)s")


class FaultOut(Schema):
    """Why an entry was refused."""

    code: str
    field: str | None
    sentence: dict[str, Any]


class TakenOut(Schema):
    """What was taken. warnings: identifiers in the file; faults: entries refused."""

    file_id: int
    sha256: str
    warnings: list[str]
    faults: list[FaultOut]


class AnswerIn(Schema):
    """What is decided: adopted, changed (response and reason) or declined (reason)."""

    status: str
    response: str = ""
    reason: str = ""


class WarningOut(Schema):
    """A warning as it touches a community. ordinal: 1 is the worst of its scheme; lag_s: seconds to the decision."""

    id: int
    org_id: int
    identifier: str
    issuer: str
    kind: str
    event: str
    scheme: str
    ordinal: int
    action: str
    purpose: str
    headline: str
    sent_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    status: str
    opened_at: datetime
    answered_at: datetime | None
    lag_s: float | None

    @staticmethod
    def of(card: WarningCard) -> "WarningOut":
        """Return what is told of a card."""
        of_warning = (
            "identifier", "issuer", "kind", "event", "scheme", "ordinal", "action", "purpose", "headline", "sent_at",
            "starts_at", "ends_at",
        )
        return WarningOut(
            id=card.pk, org_id=card.org_id, status=card.status, opened_at=card.opened_at, answered_at=card.answered_at,
            lag_s=card.lag.total_seconds() if card.lag else None,
            **{name: getattr(card.warning, name) for name in of_warning},
        )


@router.get("/warnings", response=list[WarningOut], url_name="warnings")
def warnings(request: HttpRequest) -> list[WarningOut]:
    """List the warnings that touch us, the last first."""
    require(cast(Request, request).standing, Right.SEE)
    return [WarningOut.of(one) for one in with_warning(WarningCard.objects.all())[:MOST]]


@router.post("/warnings/{int:card_id}/answer", response=WarningOut, url_name="warning-answer")
def answer(request: HttpRequest, card_id: int, said: AnswerIn) -> WarningOut:
    """Adopt, change or decline what is proposed."""
    asked = cast(Request, request)
    card = access_warning(asked.standing, card_id, to=Right.COMMAND)
    decided = Answer(status=said.status, response=said.response, reason=said.reason)
    answer_warning(decided, card_id=card.pk, by=asked.person, now=now())
    return WarningOut.of(access_warning(asked.standing, card_id, to=Right.SEE))


@router.post("/warnings/sources/{int:source_id}", response=TakenOut, auth=None, url_name="warning-push")
def push(request: HttpRequest, source_id: int) -> TakenOut:
    """Take a file of warnings from a source: the bytes as body, `Authorization: Bearer <secret>`.

    200 means stored; the same file again changes nothing and is answered alike.
    """
    with everywhere():
        source = _source(source_id, request.headers.get("Authorization", ""))
        content = request.read(LIMIT_MB * 1_000_000 + 1)
        received = Received(content=content, org=source.org, source_id=source.pk)
        file = take_in(received, by=SYSTEM, now=now())
        note_heard(source, now=now())
        return _taken(file)


def _source(source_id: int, authorization: str) -> WarningSource:
    rows = WarningSource.objects.filter(pk=source_id, route=WarningRoute.PUSH, is_active=True)
    source = rows.select_related("org").first()
    given = hash_of_secret(authorization.removeprefix("Bearer ").strip())
    if source is None or not given or not compare_digest(given, source.secret_hash):
        raise UnknownSource
    return source


def _taken(file: WarningFile) -> TakenOut:
    identifiers = list(file.warnings.values_list("identifier", flat=True))
    if file.faults and not identifiers:
        first = file.faults[0]
        sentence = first["sentence"]
        raise PushRefused(field=first["field"], problem=sentence["msgid"] % sentence["values"])
    faults = [FaultOut(**one) for one in file.faults]
    return TakenOut(file_id=file.pk, sha256=file.sha256, warnings=identifiers, faults=faults)
