"""Writing a report: it begins from the record, and may be changed until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from linan.ground.moves import MoveNotAllowed, move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.models import Incident
from linan.response.upward.counting import count_figures
from linan.response.upward.domain.deadlines import Kind
from linan.response.upward.domain.figures import Counted, Indicator, Origin, indicators
from linan.response.upward.domain.wording import write
from linan.response.upward.models import Figure, Filing, FilingStatus, Harm
from linan.response.upward.queries import last_sent, level_above, waits_for
from linan.response.upward.record import known_of

TOP = "上级值班室"  # to whom a unit reports that has none above it in the tree
CONFIRMED = "现场核实"
TEXTS = ("happened", "harm", "done", "next_steps", "needs", "signer", "contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandFigure:
    """A figure as it was entered. value: None while it is being verified."""

    value: Decimal | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote. texts: by column. by_hand, explanations: by indicator. nobody_harmed: verified on the spot."""

    kind: str
    texts: Mapping[str, str]
    by_hand: Mapping[str, HandFigure]
    explanations: Mapping[str, str]
    nobody_harmed: bool


class SourceMissing(Refused):
    """A figure entered by hand says where it comes from."""

    code = "figure_source_missing"
    msgid = noop("%(name)s: say who or what this figure comes from.")


@transaction.atomic
def draft_filing(*, incident: Incident, org: Org, by: Actor, now: datetime) -> Filing:
    """Write a report from the record, or return the one that is being written."""
    Org.objects.select_for_update().get(pk=org.pk)
    draft = Filing._base_manager.filter(org=org, incident=incident, status=FilingStatus.DRAFT).first()
    if draft:
        return draft
    above, words = level_above(org), write(known_of(incident, org))
    filing = Filing.objects.create(
        org=org, incident=incident, mode=incident.mode, kind=suggested_kind(incident, org), to_org=above,
        to_name=above.name if above else TOP, happened=words.happened, done=words.done, next_steps=words.next_steps,
        contact=str(by), as_of=now, drafted_at=now, drafted_by_id=by.pk,
    )
    _count_anew(filing, now=now)
    return filing


def suggested_kind(incident: Incident, org: Org) -> Kind:
    """Return what the next report of a unit about an incident is."""
    before = last_sent(org.pk, incident.pk)
    if before and not incident.is_open and waits_for(org.pk, incident.pk, Kind.SUPPLEMENT):
        return Kind.SUPPLEMENT
    if incident.is_open:
        return Kind.FOLLOW_UP if before else Kind.INITIAL
    return Kind.VERIFIED if before and before.kind == Kind.FINAL else Kind.FINAL


@transaction.atomic
def save_draft(written: Written, *, filing_id: int, by: Actor, now: datetime) -> Filing:
    """Keep what was written. Raises: MoveNotAllowed (it was sent), SourceMissing."""
    filing = draft_to_change(filing_id)
    filing.kind = written.kind
    for name in TEXTS:
        setattr(filing, name, written.texts.get(name, "").strip())
    filing.save()
    figures = {one.key: one for one in filing.figures.all()}
    for key, figure in figures.items():
        figure.explanation = written.explanations.get(key, "").strip()
        if figure.by_hand and key in written.by_hand:
            _enter(figure, written.by_hand[key], now=now)
        figure.save()
    _confirm_nobody_harmed(filing, figures, is_confirmed=written.nobody_harmed, now=now)
    return filing


@transaction.atomic
def refresh_draft(*, filing_id: int, now: datetime) -> Filing:
    """Count the figures of a draft anew and write its texts from the record again. Raises: MoveNotAllowed."""
    filing = draft_to_change(filing_id)
    words = write(known_of(filing.incident, filing.org))
    filing.happened, filing.done, filing.next_steps, filing.as_of = words.happened, words.done, words.next_steps, now
    filing.save()
    _count_anew(filing, now=now)
    return filing


@transaction.atomic
def discard_draft(*, filing_id: int) -> Filing:
    """Put a draft away without sending it. Raises: MoveNotAllowed."""
    return move(Filing, filing_id, to=FilingStatus.DISCARDED)


def draft_to_change(filing_id: int) -> Filing:
    """Return a draft, locked. Raises: MoveNotAllowed when it was sent."""
    rows = Filing._base_manager.select_for_update(of=("self",)).select_related("org", "incident", "incident__org", "to_org")
    filing = rows.get(pk=filing_id)
    if not filing.is_draft:
        raise MoveNotAllowed(current=str(filing.get_status_display()), to=str(FilingStatus.DRAFT.label))
    return filing


def _enter(figure: Figure, entered: HandFigure, *, now: datetime) -> None:
    if entered.value is not None and not entered.source.strip():
        raise SourceMissing(field=f"source_{figure.key}", name=figure.name)
    if (figure.value, figure.source) != (entered.value, entered.source.strip()):
        figure.value, figure.source, figure.at = entered.value, entered.source.strip(), now


def _confirm_nobody_harmed(filing: Filing, figures: Mapping[str, Figure], *, is_confirmed: bool, now: datetime) -> None:
    """Set the figures of an empty name ledger to nought, or to unclear again."""
    for key in Harm.values:
        figure = figures.get(key)
        if figure is None or figure.source not in ("", CONFIRMED) or (figure.value is not None) == is_confirmed:
            continue
        figure.value, figure.source, figure.at = (Decimal(0), CONFIRMED, now) if is_confirmed else (None, "", now)
        figure.save()


def _count_anew(filing: Filing, *, now: datetime) -> None:
    counted = count_figures(filing.incident, now=now)
    before = last_sent(filing.org_id, filing.incident_id)
    sent = {one.key: one for one in before.figures.all()} if before else {}
    known = {one.key: one for one in filing.figures.all()}
    for order, indicator in enumerate(indicators()):
        if indicator.origin == Origin.ROOMS and indicator.key not in counted and indicator.key not in sent:
            continue
        figure = known.get(indicator.key) or _figure(filing, indicator, sent.get(indicator.key), order=order, now=now)
        if indicator.key in counted:
            _put(figure, counted[indicator.key])
        figure.save()


def _figure(filing: Filing, indicator: Indicator, before: Figure | None, *, order: int, now: datetime) -> Figure:
    """Return a new figure; one that nothing counts begins as the report before had it."""
    figure = Figure(
        filing=filing, order=order, key=indicator.key, name=indicator.name, unit=indicator.unit,
        definition=indicator.definition, at=now, by_hand=indicator.origin == Origin.HAND,
    )
    if before:
        figure.before, figure.value, figure.source, figure.at = before.value, before.value, before.source, before.at
    return figure


def _put(figure: Figure, counted: Counted) -> None:
    figure.value, figure.source, figure.at = Decimal(counted.value), counted.source, counted.at
