"""What the page of one report and the receipt show."""

from dataclasses import dataclass
from datetime import datetime

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.text import Sentence, noop, say
from linan.response.models import Incident
from linan.response.reports.models import OPEN_REPORTS, Report, ReportPhoto, ReportStatus, ReportVoice
from linan.response.reports.queries import duplicates_of, incidents_to_join
from linan.response.reports.words import place_words

# Whom misrouted reports mostly concern; any other name can be typed.
ADDRESSEES = (
    noop("Property company"), noop("12345 citizens' hotline"), noop("Gas company"), noop("Power company, 95598"),
    noop("Water company"), noop("Urban management"),
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report for the duty officer. masked_phone: the last four digits, empty without a number or the right."""

    report: Report
    place: str
    duplicates: list[Report]
    voices: list[Report]
    photos: list[ReportPhoto]
    recording: ReportVoice | None
    incidents: list[Incident]
    addressees: tuple[str, ...]
    masked_phone: str
    may_command: bool
    may_reveal: bool
    may_check: bool
    may_tell: bool


@dataclass(frozen=True, slots=True)
class ReceiptStep:
    """One line of the receipt. at: when it was reached, None while it is to come."""

    words: Sentence
    at: datetime | None
    is_reached: bool


def report_page(report: Report, *, standing: Standing) -> ReportPage:
    """Return what the page of a report shows to that standing."""
    path = report.org.path
    may_command, sees_phone = standing.may(Right.COMMAND, path=path), standing.may(Right.SEE_PERSONAL, path=path)
    acts = may_command and report.is_open
    return ReportPage(
        report=report, place=place_words(report), duplicates=duplicates_of(report) if report.is_open else [],
        voices=list(Report.objects.filter(merged_into=report).select_related("org", "building")),
        photos=list(ReportPhoto.objects.filter(report=report).select_related("file")),
        recording=ReportVoice.objects.filter(report=report).first(),
        incidents=list(incidents_to_join(report)) if acts and not report.incident_id else [],
        addressees=tuple(str(say(name)) for name in ADDRESSEES),
        masked_phone=_masked(report.opened_phone()) if sees_phone and report.phone_sealed else "",
        may_command=acts, may_reveal=standing.may(Right.REVEAL, path=path),
        may_check=acts and report.status == ReportStatus.RECEIVED,
        may_tell=may_command and report.status in OPEN_REPORTS | {ReportStatus.FORWARDED},
    )


def receipt_steps(report: Report) -> list[ReceiptStep]:
    """Return what became of a report in words for who sent it; a merged one shows the fate of the other."""
    fate = report.merged_into or report
    steps = [ReceiptStep(say(noop("Received by the duty officer's desk")), report.received_at, is_reached=True)]
    if report.merged_into:
        steps.append(ReceiptStep(say(noop("Others reported the same; yours is kept with theirs")), report.ended_at, is_reached=True))
    if fate.forwarded_to:
        words = say(noop("Passed on to %(to)s, who see to it"), to=fate.forwarded_to)
        steps.append(ReceiptStep(words, fate.ended_at if not fate.result else None, is_reached=True))
    else:
        steps += [_step(noop("Checked by the duty officer"), fate.checked_at), _step(_owner_words(fate), fate.owned_at, told=bool(fate.result))]
    steps.append(ReceiptStep(say(noop("Result")), fate.ended_at if fate.result else None, is_reached=bool(fate.result)))
    return steps


def _owner_words(report: Report) -> str:
    return noop("Help was organised as an incident") if report.incident_id else noop("Somebody sees to it")


def _step(msgid: str, at: datetime | None, *, told: bool = False) -> ReceiptStep:
    return ReceiptStep(say(msgid), at, is_reached=at is not None or told)


def _masked(phone: str) -> str:
    return f"•••• {phone[-4:]}"
