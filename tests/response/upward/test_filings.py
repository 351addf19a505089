"""Reports: written from the record, numbered and frozen when sent, receipted above."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused
from linan.response.actions import close_incident
from linan.response.models import CloseReason, Mode
from linan.response.upward.actions.drafting import (
    HandFigure,
    SourceMissing,
    Written,
    draft_filing,
    refresh_draft,
    save_draft,
)
from linan.response.upward.actions.ledger import StruckAlready, change_harm, enter_person, strike_entry
from linan.response.upward.actions.receipts import (
    ReceiptBeforeSending,
    ask_back,
    note_receipt,
    receive_filing,
)
from linan.response.upward.actions.sending import (
    FirstReportFirst,
    SentenceMissing,
    SkipReasonMissing,
    SomethingChanged,
    send_filing,
)
from linan.response.upward.domain.freezing import content_hash
from linan.response.upward.models import Filing, FilingStatus, Harm, LedgerEntry
from tests.build import NOW
from tests.builders.upward import a_clocked_incident, a_draft, a_sent_filing, the_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATER = NOW + timedelta(minutes=12)


def written(filing: Filing, *, kind: str = "", explanations=None, by_hand=None, nobody_harmed=False) -> Written:
    """Return what stands in a draft, changed where said."""
    names = ("happened", "harm", "done", "next_steps", "needs", "signer", "contact")
    return Written(
        kind=kind or filing.kind, texts={name: getattr(filing, name) for name in names}, by_hand=by_hand or {},
        explanations=explanations or {}, nobody_harmed=nobody_harmed,
    )


def an_entry(incident, *, harm=Harm.TRAPPED):
    """Enter a person into the ledger."""
    return enter_person(incident=incident, name="陈某", harm=harm, source="消防", known_at=NOW, by=SYSTEM, now=NOW)


def figure(filing: Filing, key: str):
    """Return value and source of a figure."""
    return filing.figures.values_list("value", "source").get(key=key)


def test_a_draft_writes_itself_and_says_what_is_not_known():
    incident = a_clocked_incident()

    draft = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=NOW)

    assert (draft.happened.splitlines(), figure(draft, "dead")) == (
        ["1月15日3时12分，演示社区获悉：演示社区东门发生火灾。", "事件等级：尚未评定。原因正在核实。"], (None, ""),
    )


def test_beginning_twice_goes_on_with_the_same_draft():
    incident = a_clocked_incident()

    drafts = [draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=NOW) for _ in range(2)]

    assert drafts[0] == drafts[1]


def test_casualties_are_counted_from_names():
    incident = a_clocked_incident()
    an_entry(incident)
    entry = an_entry(incident)
    change_harm(entry_id=entry.pk, harm=Harm.RESCUED, source="消防", by=SYSTEM, now=NOW)

    draft = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=NOW)

    counted = {key: figure(draft, key) for key in ("dead", "trapped", "rescued")}
    assert counted == {
        "dead": (Decimal(0), "人员台账"), "trapped": (Decimal(1), "人员台账"), "rescued": (Decimal(1), "人员台账"),
    }


def test_two_who_change_the_same_person_do_not_make_two():
    incident = a_clocked_incident()
    entry = an_entry(incident)
    change_harm(entry_id=entry.pk, harm=Harm.RESCUED, source="消防", by=SYSTEM, now=NOW)

    with pytest.raises(StruckAlready):
        strike_entry(entry_id=entry.pk, why="重复", by=SYSTEM, now=NOW)

    assert LedgerEntry.objects.filter(struck_at=None).count() == 1


def test_nobody_harmed_is_a_figure_once_it_was_verified_on_the_spot():
    draft = a_draft()

    save_draft(written(draft, nobody_harmed=True), filing_id=draft.pk, by=SYSTEM, now=NOW)

    assert figure(draft, "dead") == (Decimal(0), "现场核实")


def test_a_figure_entered_by_hand_names_its_source():
    draft = a_draft()

    with pytest.raises(SourceMissing):
        save_draft(
            written(draft, by_hand={"loss": HandFigure(value=Decimal(3), source=" ")}), filing_id=draft.pk, by=SYSTEM, now=NOW
        )


def test_what_is_sent_is_numbered_frozen_and_stops_the_clock():
    incident = a_clocked_incident()

    sent = a_sent_filing(incident=incident, now=LATER)

    due = the_due(incident, "community-written")
    assert (sent.number, sent.serial, sent.frozen["document_number"], sent.content_hash == content_hash(sent.frozen), due.met_at) == (
        1, 1, "演示社区报〔2026〕1号", True, LATER,
    )


def test_what_was_sent_is_not_changed_any_more():
    sent = a_sent_filing()

    with pytest.raises(MoveNotAllowed):
        save_draft(written(sent), filing_id=sent.pk, by=SYSTEM, now=LATER)


def test_a_follow_up_before_any_first_report_is_refused():
    draft = a_draft()
    save_draft(written(draft, kind="follow_up"), filing_id=draft.pk, by=SYSTEM, now=NOW)

    with pytest.raises(FirstReportFirst):
        send_filing(filing_id=draft.pk, by=SYSTEM, now=NOW)


def test_a_figure_that_falls_asks_for_a_sentence_and_goes_with_it():
    incident = a_clocked_incident()
    entry = an_entry(incident)
    a_sent_filing(incident=incident)
    change_harm(entry_id=entry.pk, harm=Harm.RESCUED, source="消防", by=SYSTEM, now=LATER)
    follow_up = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=LATER)

    with pytest.raises(SentenceMissing) as refused:
        send_filing(filing_id=follow_up.pk, by=SYSTEM, now=LATER)
    save_draft(written(follow_up, explanations={"trapped": "已由消防救出"}), filing_id=follow_up.pk, by=SYSTEM, now=LATER)
    sent = send_filing(filing_id=follow_up.pk, by=SYSTEM, now=LATER)

    assert (refused.value.values, sent.number) == ({"name": "被困", "before": "1", "after": "0"}, 2)


def test_a_zero_report_cannot_hide_a_change():
    incident = a_clocked_incident()
    a_sent_filing(incident=incident)
    an_entry(incident)
    draft = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=LATER)
    save_draft(written(draft, kind="zero"), filing_id=draft.pk, by=SYSTEM, now=LATER)

    with pytest.raises(SomethingChanged):
        send_filing(filing_id=draft.pk, by=SYSTEM, now=LATER)


def test_a_closed_incident_suggests_its_final_report_then_the_verified_one():
    incident = a_clocked_incident()
    a_sent_filing(incident=incident)
    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="明火已灭", by=SYSTEM, now=LATER)
    incident.refresh_from_db()

    kinds = [a_sent_filing(incident=incident, now=LATER).kind for _ in range(2)]

    assert kinds == ["final", "verified"]


def test_drafting_anew_takes_what_happened_since():
    incident = a_clocked_incident()
    draft = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=NOW)
    an_entry(incident, harm=Harm.GRAVE)

    refresh_draft(filing_id=draft.pk, now=LATER)

    assert figure(draft, "grave") == (Decimal(1), "人员台账")


def test_a_level_is_skipped_only_with_a_reason_and_is_told():
    incident = a_clocked_incident()
    street = incident.org.parent
    draft = draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=NOW)

    with pytest.raises(SkipReasonMissing):
        send_filing(filing_id=draft.pk, to_org_id=street.parent_id, by=SYSTEM, now=NOW)
    sent = send_filing(filing_id=draft.pk, to_org_id=street.parent_id, skip_reason="街道电话中断", by=SYSTEM, now=NOW)

    told = Logged.objects.get(kind="response.LevelSkipped")
    assert (sent.to_org, sent.skipped_org, told.org_id) == (street.parent, street, street.pk)


def test_asking_back_begins_the_clock_of_the_answer_and_the_next_report_stops_it():
    incident = a_clocked_incident()
    sent = a_sent_filing(incident=incident)

    ask_back(filing_id=sent.pk, question="有无被困？", by=SYSTEM, now=LATER)
    began = the_due(incident, "asked_back")
    a_sent_filing(incident=incident, now=LATER + timedelta(minutes=5))

    answered = the_due(incident, "asked_back").met_at
    assert (began.due_at - LATER, answered) == (timedelta(minutes=30), LATER + timedelta(minutes=5))


def test_a_receipt_by_phone_is_not_older_than_the_report():
    sent = a_sent_filing(now=LATER)

    with pytest.raises(ReceiptBeforeSending):
        note_receipt(filing_id=sent.pk, name="王芳", at=NOW, by=SYSTEM, now=LATER)

    received = note_receipt(filing_id=sent.pk, name="王芳", at=LATER, by=SYSTEM, now=LATER)
    assert (received.status, received.receipt_way) == (FilingStatus.RECEIVED, "phone")


def test_a_second_receipt_is_told_that_there_is_one():
    sent = a_sent_filing()
    receive_filing(filing_id=sent.pk, by=SYSTEM, now=LATER)

    with pytest.raises(MoveNotAllowed):
        receive_filing(filing_id=sent.pk, by=SYSTEM, now=LATER)


def test_a_report_of_a_drill_says_so_in_its_title():
    incident = a_clocked_incident(mode=Mode.DRILL)

    sent = a_sent_filing(incident=incident)

    assert sent.frozen["title"] == "【演练】演示社区关于演示火灾的报告（初报）"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_send_at_once_one_does_and_the_numbers_have_no_hole():
    drafts = [a_draft() for _ in range(2)]
    org = drafts[0].org
    Filing._base_manager.filter(pk=drafts[1].pk).update(org=org)

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(_send, [drafts[0].pk, drafts[1].pk] * 4))

    serials = Filing._base_manager.filter(status=FilingStatus.SENT).order_by("serial").values_list("serial", flat=True)
    assert (sorted(results), list(serials)) == (["move_not_allowed"] * 6 + ["sent"] * 2, [1, 2])


def _send(filing_id: int) -> str:
    with everywhere():
        try:
            send_filing(filing_id=filing_id, by=SYSTEM, now=LATER)
            return "sent"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
