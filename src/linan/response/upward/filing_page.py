"""What the page of one report shows: the paper, and what may be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.response.upward.actions.sending import check_filing, content_of
from linan.response.upward.domain.freezing import content_hash
from linan.response.upward.models import Filing, FilingStatus
from linan.response.upward.pages import FILING_TONES
from linan.response.upward.paper import (
    Section,
    date_of,
    figures_heading,
    figures_of,
    remarks_of,
    sections_of,
)
from linan.response.upward.queries import levels_above


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingPage:
    """One report. paper: its content, frozen or as it would be sent. hindrance: why it may not be sent yet."""

    filing: Filing
    paper: Mapping[str, Any]
    tone: str
    hindrance: Refused | None
    levels: Sequence[Org]
    may_write: bool
    may_receive: bool
    is_unchanged: bool

    @property
    def sections(self) -> Sequence[Section]:
        """The parts of the paper."""
        return sections_of(self.paper)

    @property
    def figures(self) -> Sequence[Mapping[str, Any]]:
        """The figures of the paper."""
        return figures_of(self.paper)

    @property
    def figures_heading(self) -> str:
        """The heading of the figures."""
        return figures_heading(self.paper)

    @property
    def remarks(self) -> Sequence[str]:
        """What explains changes."""
        return remarks_of(self.paper)

    @property
    def date(self) -> str:
        """The date of the paper."""
        return date_of(self.paper)

    @property
    def may_send(self) -> bool:
        """Whether the person may send it, and nothing hinders."""
        return self.may_write and self.filing.is_draft and self.hindrance is None

    @property
    def waits(self) -> bool:
        """Whether a receipt is still wanted."""
        return self.filing.status in (FilingStatus.SENT, FilingStatus.ASKED_BACK)

    @property
    def may_ask(self) -> bool:
        """Whether the level above may ask something about it."""
        return self.may_receive and self.filing.status in (FilingStatus.SENT, FilingStatus.RECEIVED)


def filing_page(filing: Filing, standing: Standing, *, now: datetime) -> FilingPage:
    """Return what the page of a report shows to a person."""
    paper = filing.frozen or content_of(filing, sent_at=now)
    return FilingPage(
        filing=filing, paper=paper, tone=FILING_TONES[FilingStatus(filing.status)], hindrance=_hindrance(filing),
        levels=levels_above(filing.org) if filing.is_draft else (), may_write=standing.may(Right.COMMAND, path=filing.org.path),
        may_receive=bool(filing.to_org) and standing.may(Right.COMMAND, path=filing.to_org.path if filing.to_org else ""),
        is_unchanged=bool(filing.frozen) and content_hash(paper) == filing.content_hash,
    )


def _hindrance(filing: Filing) -> Refused | None:
    if not filing.is_draft:
        return None
    try:
        check_filing(filing)
    except Refused as refused:
        return refused
    return None
