"""Supplements on casualties: asked for when the name ledger counts others than were reported, after closing too."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.database.secrets import ensure_secrets
from linan.ground.people.models import SYSTEM
from linan.response.actions import close_incident
from linan.response.models import CloseReason, Incident
from linan.response.upward.actions.drafting import draft_filing
from linan.response.upward.actions.dues import judge_supplements
from linan.response.upward.actions.ledger import change_harm, enter_person, strike_entry
from linan.response.upward.actions.sending import FirstReportFirst, send_filing
from linan.response.upward.models import Filing, Harm, ReportDue
from linan.response.upward.pages import reporting_of
from tests.build import NOW
from tests.builders.upward import a_clocked_incident, a_draft, a_sent_filing, the_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def secrets():
    ensure_secrets(settings.DATA)


def a_closed_fire():
    """Return a fire that was reported with one injured, and closed an hour later."""
    incident = a_clocked_incident()
    entry = enter_person(incident=incident, name="演示甲", harm=Harm.SLIGHT, source="120急救", known_at=NOW, by=SYSTEM, now=NOW)
    a_sent_filing(incident=incident)
    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="明火已灭", by=SYSTEM, now=NOW + HOUR)
    deliver_announcements()
    return incident, entry


def dies(entry, *, at):
    """Note that the injured person died in hospital."""
    changed = change_harm(entry_id=entry.pk, harm=Harm.DEAD, source="市医院", by=SYSTEM, now=at)
    deliver_announcements()
    return changed


def supplements(incident):
    """Return key, start, end and state of every clock of a supplement."""
    rows = ReportDue.objects.filter(incident=incident, kind="supplement")
    return [(one.key, one.started_at, one.due_at, one.is_running) for one in rows]


def test_a_death_on_the_seventh_day_after_a_closed_fire_begins_the_clock_of_a_supplement():
    incident, entry = a_closed_fire()
    at = NOW + 7 * DAY

    dies(entry, at=at)

    assert supplements(incident) == [("fire-supplement", at, at + HOUR, True)]


def test_a_death_on_the_eighth_day_after_a_fire_begins_none():
    incident, entry = a_closed_fire()

    dies(entry, at=NOW + 8 * DAY)

    assert supplements(incident) == []


def test_another_accident_waits_for_changes_for_thirty_days():
    incident, entry = a_closed_fire()
    Incident.objects.update(sub_code="20900")

    dies(entry, at=NOW + 30 * DAY)

    assert [one[0] for one in supplements(incident)] == ["accident-supplement"]


def test_what_changes_before_anything_was_reported_is_no_supplement():
    incident = a_clocked_incident()

    enter_person(incident=incident, name="演示乙", harm=Harm.GRAVE, source="120急救", known_at=NOW, by=SYSTEM, now=NOW)
    deliver_announcements()

    assert supplements(incident) == []


def test_the_report_that_is_suggested_then_is_a_supplement_and_it_stops_the_clock():
    incident, entry = a_closed_fire()
    dies(entry, at=NOW + 2 * DAY)

    draft = draft_filing(incident=Incident.objects.get(pk=incident.pk), org=incident.org, by=SYSTEM, now=NOW + 2 * DAY)
    draft.figures.filter(key="slight").update(explanation="伤者在医院死亡")
    sent = send_filing(filing_id=draft.pk, by=SYSTEM, now=NOW + 2 * DAY + HOUR / 2)

    due = the_due(incident, "fire-supplement")
    told = {one.key: one.value for one in sent.figures.filter(key__in=("dead", "slight"))}
    assert (sent.kind, sent.frozen["title"], told, due.met_at) == (
        "supplement", "演示社区关于演示火灾的报告（补报，第2报）", {"dead": 1, "slight": 0}, NOW + 2 * DAY + HOUR / 2,
    )


def test_an_entry_taken_back_ends_the_wait():
    incident, _entry = a_closed_fire()
    wrong = enter_person(incident=incident, name="演示丙", harm=Harm.SLIGHT, source="群众", known_at=NOW, by=SYSTEM, now=NOW + DAY)
    deliver_announcements()

    strike_entry(entry_id=wrong.pk, why="重复登记", by=SYSTEM, now=NOW + DAY)
    deliver_announcements()

    assert [one[3] for one in supplements(incident)] == [False]


def test_a_second_change_begins_no_second_clock():
    incident, entry = a_closed_fire()
    dies(entry, at=NOW + DAY)

    judge_supplements(incident_id=incident.pk, now=NOW + DAY + HOUR)

    assert len(supplements(incident)) == 1


def test_a_supplement_to_nothing_is_refused():
    draft = a_draft()
    Filing.objects.filter(pk=draft.pk).update(kind="supplement")

    with pytest.raises(FirstReportFirst):
        send_filing(filing_id=draft.pk, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(("days", "shown"), [(6, [("fire-supplement", date(2026, 1, 22))]), (8, [])])
def test_the_page_of_a_closed_incident_says_until_when_changes_are_reported(days, shown):
    incident, _entry = a_closed_fire()

    reporting = reporting_of(incident, now=NOW + days * DAY)

    assert [(one.deadline.key, one.last_day) for one in reporting.windows] == shown
