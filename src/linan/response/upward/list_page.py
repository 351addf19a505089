"""The list page of a unit: what is due, what waits for a receipt, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.response.upward.models import Filing
from linan.response.upward.pages import DueLine, FilingLine, due_lines
from linan.response.upward.queries import filings_for_list, filings_waiting_for, running_dues

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one person's list shows. skipped: reports that went past a unit of theirs, the latest first."""

    dues: Sequence[DueLine]
    waiting: Sequence[FilingLine]
    skipped: Sequence[FilingLine]
    filings: Sequence[FilingLine]
    page: "Page[Filing]"


def list_page(standing: Standing, *, number: str | None, now: datetime) -> ListPage:
    """Return the list of what a person's units owe, receive and have reported."""
    commanded = {one.org_id for one in standing.grants if Right.COMMAND in one.rights}
    page = Paginator(filings_for_list(), ON_A_PAGE).get_page(number)
    return ListPage(
        dues=due_lines(running_dues(), now=now), page=page, filings=[FilingLine(one) for one in page],
        waiting=[FilingLine(one) for one in filings_waiting_for(commanded)],
        skipped=[FilingLine(one) for one in filings_for_list().filter(skipped_org_id__in=commanded)[:5]],
    )
