"""Writes of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.crypto.personal import personal_marks
from linan.ground.files.actions import store_checked, store_file
from linan.ground.files.audio import checked_voice
from linan.ground.files.contents import FileNotAccepted, FileTooLarge, checked_content
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.registry.models import Building
from linan.response.actions import IncidentIsClosed, open_incident
from linan.response.kinds import kind_named
from linan.response.models import Incident, IncidentClass, Mode
from linan.response.reports.announcements import (
    ReportChecked,
    ReporterPhoneShown,
    ReportForwarded,
    ReportMerged,
    ReportOwned,
    ReportReceived,
    ResultTold,
)
from linan.response.reports.domain.codes import new_code
from linan.response.reports.models import (
    EMERGENCIES,
    Channel,
    Report,
    ReportKind,
    ReportPhoto,
    ReportStatus,
    ReportVoice,
)
from linan.response.reports.words import place_words

COUNTED_FOR = timedelta(minutes=10)
# A mobile network shows thousands of phones under one address, a burning building has dozens of witnesses.
MOST_FROM_ADDRESS = 20
MOST_OF_BUILDING = 60
MOST_PHOTOS = 6


class TooManyReports(Refused):
    """More came from one address or about one building than people send."""

    code = "too_many_reports"
    status = 429
    msgid = noop(
        "Very many reports came in a short time, so this one was not taken yet. Danger to life: call 119, 120 or 110 now. "
        "Otherwise send it again in %(minutes)s minutes; what you wrote is still here."
    )


class ResultMissing(Refused):
    """The reporter is told something, not nothing."""

    code = "result_missing"
    msgid = noop("Write in a sentence what came of it; the reporter reads it with the receipt code.")


class AddresseeMissing(Refused):
    """The reporter sees to whom a report went."""

    code = "addressee_missing"
    msgid = noop("Say to whom the report goes; the reporter sees it.")


class NotMergeable(Refused):
    """A report is merged into another one of the same community that was not merged itself."""

    code = "not_mergeable"
    status = 409
    msgid = noop("These two reports cannot be merged. Reload the page and choose again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person reports. unit: number of the staircase; address: network address of the sender, never stored."""

    key: UUID
    kind: ReportKind
    text: str
    building: Building | None = None
    unit: int | None = None
    floor: int | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it was sent."""

    content: bytes
    name: str


@transaction.atomic
def receive_report(said: Said, *, org: Org, channel: Channel, by: Actor, now: datetime) -> Report:
    """Take a report; sent again with the same key, it is the report that already stands. Raises: TooManyReports."""
    standing = Report._base_manager.filter(key=said.key).first()
    if standing:
        return standing
    mark = next(iter(personal_marks(said.address, purpose="report address")), "")
    if channel == Channel.WEB:
        _refuse_floods(mark, said.building, now=now)
    made = _report(said, org=org, channel=channel, by=by, now=now)
    made.sender_mark = mark
    columns = {one.attname: getattr(made, one.attname) for one in Report._meta.concrete_fields if not one.primary_key}
    report, is_new = Report._base_manager.get_or_create(key=columns.pop("key"), defaults=columns)
    if is_new:
        event = ReportReceived(report_id=report.pk, report_kind=report.kind, channel=report.channel)
        _tell(report, event, by=by, now=now)
    return report


@transaction.atomic
def add_photos(*, report_id: int, photos: Sequence[Photo], by: Actor, now: datetime) -> int:
    """Keep the pictures of a report, and return how many were no pictures; sent again, nothing is added."""
    report = _locked(report_id)
    if ReportPhoto._base_manager.filter(report=report).exists():
        return 0
    refused = 0
    for photo in photos[:MOST_PHOTOS]:
        try:
            _keep(photo, report, by=by, now=now)
        except (FileTooLarge, FileNotAccepted):
            refused += 1
    return refused + len(photos[MOST_PHOTOS:])


@transaction.atomic
def add_voice(*, report_id: int, content: bytes, by: Actor, now: datetime) -> None:
    """Keep the voice note of a report; sent again, nothing is added. Raises: VoiceNotAccepted, VoiceTooLong."""
    report = _locked(report_id)
    if ReportVoice._base_manager.filter(report=report).exists():
        return
    voice = checked_voice(content)
    kept = store_checked(voice.content, original_name="voice.webm", org=report.org, by=by, now=now)
    ReportVoice(report=report, file=kept, seconds=voice.seconds).save()


@transaction.atomic
def check_report(*, report_id: int, by: Actor, now: datetime) -> Report:
    """Note that somebody looked into it. Raises: MoveNotAllowed, MovedMeanwhile."""
    report = move(Report, report_id, to=ReportStatus.CHECKED, checked_at=now)
    _tell(report, ReportChecked(report_id=report.pk), by=by, now=now)
    return report


@transaction.atomic
def own_report(*, report_id: int, owner: Person, by: Actor, now: datetime, incident: Incident | None = None) -> Report:
    """Give it to somebody who sees to it, as part of an incident or alone. Raises: IncidentIsClosed, MoveNotAllowed."""
    if incident and not incident.is_open:
        raise IncidentIsClosed
    columns: dict[str, Any] = {"incident": incident} if incident else {}
    report = move(Report, report_id, to=ReportStatus.OWNED, owner=owner, owned_at=now, **columns)
    if report.checked_at is None:
        Report._base_manager.filter(pk=report.pk).update(checked_at=now)
    event = ReportOwned(report_id=report.pk, owner_id=owner.pk, incident_id=report.incident_id)
    _tell(report, event, by=by, now=now)
    return report


@transaction.atomic
def open_incident_of_report(*, report_id: int, by: Person, now: datetime) -> Incident:
    """Open an incident from what was reported; who opens it owns the report. Raises: NotFound, MoveNotAllowed."""
    report = _locked(report_id)
    kind = kind_named(EMERGENCIES.get(report.kind, "other"))
    where = place_words(report)
    incident = open_incident(
        org=report.org, title=f"{where} {kind.name}"[:120], klass=IncidentClass(kind.klass), mode=Mode.REAL,
        sub_code=kind.sub_code, building_id=report.building_id, lon=report.lon, lat=report.lat, place=where[:120],
        account=report.text, by=by, now=now,
    )
    own_report(report_id=report_id, owner=by, incident=incident, by=by, now=now)
    return incident


@transaction.atomic
def forward_report(*, report_id: int, to: str, by: Actor, now: datetime) -> Report:
    """Pass it on to those whom it concerns. Raises: AddresseeMissing, MoveNotAllowed."""
    if not to.strip():
        raise AddresseeMissing(field="to")
    report = move(Report, report_id, to=ReportStatus.FORWARDED, forwarded_to=to.strip()[:80], ended_at=now)
    _tell(report, ReportForwarded(report_id=report.pk, to=report.forwarded_to), by=by, now=now)
    return report


@transaction.atomic
def merge_report(*, report_id: int, into_id: int, by: Actor, now: datetime) -> Report:
    """Let a report share the fate of another one; both keep their words. Raises: NotMergeable, MoveNotAllowed."""
    into = _locked(into_id)
    org_id = Report._base_manager.filter(pk=report_id).values_list("org_id", flat=True).first()
    if report_id == into_id or into.status == ReportStatus.MERGED or into.org_id != org_id:
        raise NotMergeable
    report = move(Report, report_id, to=ReportStatus.MERGED, merged_into=into, incident=into.incident, ended_at=now)
    Report._base_manager.filter(merged_into_id=report.pk).update(merged_into=into, incident=into.incident)
    _tell(report, ReportMerged(report_id=report.pk, into_id=into.pk), by=by, now=now, also=f"report-{into.pk}")
    return report


@transaction.atomic
def tell_result(*, report_id: int, result: str, by: Actor, now: datetime) -> Report:
    """Tell the reporter what came of it. Raises: ResultMissing, MoveNotAllowed."""
    if not result.strip():
        raise ResultMissing(field="result")
    report = move(Report, report_id, to=ReportStatus.TOLD, result=result.strip(), ended_at=now)
    _tell(report, ResultTold(report_id=report.pk), by=by, now=now)
    return report


@transaction.atomic
def show_phone(*, report_id: int, by: Actor, now: datetime) -> str:
    """Return the reporter's whole phone number; that it was shown is kept. Raises: NotFound, SealBroken."""
    report = _locked(report_id)
    _tell(report, ReporterPhoneShown(report_id=report.pk), by=by, now=now)
    return report.opened_phone()


def _report(said: Said, *, org: Org, channel: Channel, by: Actor, now: datetime) -> Report:
    at = said.building
    report = Report(
        org=org, key=said.key, code=new_code(), kind=said.kind, channel=channel, text=said.text.strip(), building=at,
        unit=said.unit, floor=said.floor, place=said.place.strip(), lon=said.lon, lat=said.lat, received_at=now,
        received_by=by if isinstance(by, Person) else None,
    )
    if at and said.lon is None:
        report.lon, report.lat = at.lon, at.lat
    report.seal_phone(said.phone.strip())
    return report


def _keep(photo: Photo, report: Report, *, by: Actor, now: datetime) -> None:
    if not checked_content(photo.content).content_type.startswith("image/"):
        raise FileNotAccepted
    kept = store_file(content=photo.content, original_name=photo.name, org=report.org, by=by, now=now)
    ReportPhoto._base_manager.create(report=report, file=kept)


def _refuse_floods(mark: str, building: Building | None, *, now: datetime) -> None:
    recent = Report._base_manager.filter(received_at__gt=now - COUNTED_FOR)
    from_address = recent.filter(sender_mark=mark).count() if mark else 0
    of_building = recent.filter(building=building).count() if building else 0
    if from_address >= MOST_FROM_ADDRESS or of_building >= MOST_OF_BUILDING:
        raise TooManyReports(minutes=int(COUNTED_FOR.total_seconds() // 60))


def _locked(report_id: int) -> Report:
    rows = Report._base_manager.select_related("org", "building", "incident").select_for_update(of=("self",))
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise NotFound
    return report


def _tell(report: Report, event: Announcement, *, by: Actor, now: datetime, also: str = "") -> None:
    about = [f"report-{report.pk}", "reports", *([also] if also else [])]
    if report.incident_id:
        about.append(f"incident-{report.incident_id}")
    announce(event, by_id=by.pk, org_id=report.org_id, about=about, now=now)
