"""Sending a report: numbered, frozen, and answered for."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.upward.actions.drafting import draft_to_change
from linan.response.upward.actions.dues import ANSWERS, meet_dues
from linan.response.upward.announcements import FilingSent, LevelSkipped
from linan.response.upward.domain.deadlines import Kind, Way
from linan.response.upward.domain.figures import change_of, leap_rule
from linan.response.upward.domain.freezing import content_hash
from linan.response.upward.domain.wording import UNCLEAR, document_number, title_of
from linan.response.upward.models import Figure, Filing, FilingStatus
from linan.response.upward.queries import last_sent, level_above, levels_above


class TextMissing(Refused):
    """A report says what happened."""

    code = "filing_text_missing"
    msgid = noop("Say what happened before the report is sent.")


class SentenceMissing(Refused):
    """A figure that fell or leapt is explained."""

    code = "figure_sentence_missing"
    status = 409
    msgid = noop("%(name)s was %(before)s in the report before and is %(after)s now. Write a sentence that explains it.")


class FirstReportFirst(Refused):
    """Nothing follows what was never sent."""

    code = "first_report_first"
    status = 409
    msgid = noop("Nothing was reported about this incident yet. Send the first report first.")


class FirstReportSent(Refused):
    """There is one first report only."""

    code = "first_report_sent"
    status = 409
    msgid = noop("The first report was sent already. Choose follow-up: what is to be corrected belongs in the next report.")


class SomethingChanged(Refused):
    """A zero report says that nothing changed."""

    code = "something_changed"
    status = 409
    msgid = noop("%(name)s changed since the report before, so this is no zero report. Choose follow-up report.")


class SkipReasonMissing(Refused):
    """A level is left out only as an exception."""

    code = "skip_reason_missing"
    msgid = noop("Say why the level between is left out. It will be told of the report and of the reason.")


class NoSuchLevel(Refused):
    """Reports go up the tree."""

    code = "no_such_level"
    msgid = noop("This unit does not stand above yours. Choose one that does.")


@transaction.atomic
def send_filing(
    *, filing_id: int, by: Actor, now: datetime, to_org_id: int | None = None, skip_reason: str = ""
) -> Filing:
    """Send a report to the level above, or with a reason past it: it gets its numbers, freezes, and stops its clocks.

    to_org_id: None for the level above. Raises: MoveNotAllowed (sent already) and the refusals of this file.
    """
    filing = draft_to_change(filing_id)
    Org.objects.select_for_update().get(pk=filing.org_id)
    check_filing(filing)
    _address(filing, to_org_id, skip_reason)
    _number(filing, now=now)
    frozen = content_of(filing, sent_at=now)
    sent = move(
        Filing, filing.pk, to=FilingStatus.SENT, sent_at=now, sent_by_id=by.pk, number=filing.number, serial=filing.serial,
        year=filing.year, to_org=filing.to_org, to_name=filing.to_name, skipped_org=filing.skipped_org,
        skip_reason=filing.skip_reason, frozen=frozen, content_hash=content_hash(frozen),
    )
    kinds = ANSWERS[Kind(filing.kind)]
    meet_dues(incident=filing.incident, org=filing.org, kinds=kinds, way=Way.WRITTEN, at=now, by=by, now=now)
    _tell(sent, by=by, now=now)
    return sent


def check_filing(filing: Filing) -> None:
    """Refuse what may not be sent. Raises: the refusals of this file."""
    before = last_sent(filing.org_id, filing.incident_id)
    if not filing.happened.strip():
        raise TextMissing(field="happened")
    if before is None and filing.kind not in (Kind.INITIAL, Kind.FINAL):
        raise FirstReportFirst(field="kind")
    if before is not None and filing.kind == Kind.INITIAL:
        raise FirstReportSent(field="kind")
    for figure in filing.figures.all():
        _check_figure(figure, is_zero=filing.kind == Kind.ZERO)


def content_of(filing: Filing, *, sent_at: datetime) -> dict[str, Any]:
    """Return what a report says, whole and by itself, as it is frozen."""
    number = document_number(unit=filing.org.name, year=filing.year, serial=filing.serial) if filing.year and filing.serial else ""
    title = title_of(
        unit=filing.org.name, title=filing.incident.title, kind=filing.kind, number=filing.number, is_drill=filing.is_drill
    )
    return {
        "title": title, "document_number": number, "kind": filing.kind, "number": filing.number, "unit": filing.org.name,
        "to": filing.to_name, "sent_at": _local(sent_at), "as_of": _local(filing.as_of), "is_drill": filing.is_drill,
        "happened": filing.happened, "harm": filing.harm, "done": filing.done, "next_steps": filing.next_steps,
        "needs": filing.needs, "signer": filing.signer, "contact": filing.contact,
        "skipped": filing.skipped_org.name if filing.skipped_org else "", "skip_reason": filing.skip_reason,
        "figures": [_shown(one) for one in filing.figures.all()],
    }


def _check_figure(figure: Figure, *, is_zero: bool) -> None:
    if is_zero and figure.value != figure.before:
        raise SomethingChanged(field="kind", name=figure.name)
    if change_of(figure.before, figure.value, rule=leap_rule()) and not figure.explanation.strip():
        raise SentenceMissing(
            field=f"explanation_{figure.key}", name=figure.name, before=amount(figure.before), after=amount(figure.value)
        )


def amount(value: Decimal | None) -> str:
    """Return a figure without empty decimals; 正在核实 where it is unknown."""
    if value is None:
        return UNCLEAR
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _address(filing: Filing, to_org_id: int | None, reason: str) -> None:
    nearest = level_above(filing.org)
    if to_org_id is None or (nearest and to_org_id == nearest.pk):
        return
    chosen = next((one for one in levels_above(filing.org) if one.pk == to_org_id), None)
    if chosen is None:
        raise NoSuchLevel(field="to")
    if not reason.strip():
        raise SkipReasonMissing(field="skip_reason")
    filing.to_org, filing.to_name, filing.skipped_org, filing.skip_reason = chosen, chosen.name, nearest, reason.strip()


def _number(filing: Filing, *, now: datetime) -> None:
    rows = Filing._base_manager.filter(org_id=filing.org_id)
    filing.year = timezone.localtime(now).year
    filing.number = (rows.filter(incident_id=filing.incident_id).aggregate(most=Max("number"))["most"] or 0) + 1
    filing.serial = (rows.filter(year=filing.year).aggregate(most=Max("serial"))["most"] or 0) + 1


def _shown(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key, "name": figure.name, "value": amount(figure.value), "unit": figure.unit,
        "definition": figure.definition, "source": figure.source, "at": _local(figure.at),
        "before": amount(figure.before) if figure.before is not None else "", "explanation": figure.explanation,
    }


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _tell(filing: Filing, *, by: Actor, now: datetime) -> None:
    about = [f"filing-{filing.pk}", f"incident-{filing.incident_id}", "upward"]
    assert filing.number is not None  # move() has just written it
    event = FilingSent(
        filing_id=filing.pk, incident_id=filing.incident_id, filing_kind=filing.kind, number=filing.number,
        to_org_id=filing.to_org_id,
    )
    announce(event, by_id=by.pk, org_id=filing.org_id, about=about, now=now, mode=filing.mode)
    if filing.skipped_org_id:
        skipped = LevelSkipped(filing_id=filing.pk, skipped_org_id=filing.skipped_org_id)
        announce(skipped, by_id=by.pk, org_id=filing.skipped_org_id, about=about, now=now, mode=filing.mode)
