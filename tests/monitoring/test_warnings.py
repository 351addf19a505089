"""Warnings from arrival to decision."""

import json
from datetime import timedelta

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.warning_cards import (
    Answer,
    AnswerReasonMissing,
    AnswerUnknown,
    Exercise,
    ResponseMissing,
    answer_warning,
    begin_exercise,
    note_seen,
)
from linan.monitoring.models import EarlyWarning, WarningCard, WarningFile
from linan.monitoring.warning_queries import cards_in_force, decision_lag, unanswered_cards, warnings_on_map
from tests.build import NOW, a_community, a_district, a_person, a_street
from tests.builders.warnings import a_warning_card, a_warning_file
from tests.monitoring.domain.warnings.files import SAMPLES, cap, national

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATER = "2026-01-15 04:00:00+08:00"
ALERT = "32990141600000_20260114190000"


def _town():
    """Return a district with the code 329901 and two communities of it that have different codes."""
    district = a_district()
    district.code = "329901"
    district.save(update_fields=["code"])
    street = a_street(parent=district)
    return district, [a_community(parent=street), a_community(parent=street)]


def _coded(org, code):
    org.code = code
    org.save(update_fields=["code"])


def _cards(org=None):
    rows = WarningCard.objects.filter(org=org) if org else WarningCard.objects.all()
    return list(rows.order_by("pk").values_list("warning__identifier", "status"))


def test_a_warning_for_the_district_asks_every_community_of_it():
    district, (one, other) = _town()
    _coded(one, "329901001001")
    _coded(other, "329901001002")

    a_warning_file(org=district, content=national())

    assert _cards(one) == _cards(other) == [(ALERT, "open")]
    assert str(WarningCard.objects.get(org=one).because["values"]["code"]) == "329901000000"


def test_a_warning_for_another_street_asks_nobody_there():
    district, (one, other) = _town()
    _coded(one, "329901001001")
    _coded(other, "329901002001")

    a_warning_file(org=district, content=national(code="329901002000"))

    assert (_cards(one), _cards(other)) == ([], [(ALERT, "open")])


def test_a_drawn_area_asks_whom_it_reaches():
    inside = a_community()

    a_warning_file(org=inside, content=cap(), at=NOW)
    a_warning_file(org=inside, content=cap(identifier="far", area="<circle>10.0,10.0 5</circle>"), at=NOW)

    assert _cards(inside) == [("urn-x.1", "open")]


def test_the_same_file_and_the_same_warning_in_another_wrapper_change_nothing():
    district, (one, _) = _town()
    _coded(one, "329901001001")
    first = a_warning_file(org=district, content=national())

    again = a_warning_file(org=district, content=national())
    a_warning_file(org=district, content=national() + b"\n")

    assert (again.pk, EarlyWarning.objects.count(), _cards(one)) == (first.pk, 1, [(ALERT, "open")])


def test_another_content_under_the_same_identifier_is_refused_with_its_reason():
    community = a_community()
    a_warning_file(org=community, content=national())

    file = a_warning_file(org=community, content=national(event="11B06", headline="演示区气象局发布大风蓝色预警[IV级/一般]"))

    assert (file.faults[0]["code"], file.faults[0]["field"]) == ("warning_identifier_twice", "identifier")
    assert EarlyWarning.objects.get().kind == "11B03"


def test_a_file_that_cannot_be_read_is_kept_with_its_reason():
    file = a_warning_file(org=a_community(), content=b"<alert/>")

    assert bytes(WarningFile.objects.get(pk=file.pk).content) == b"<alert/>"
    assert file.faults[0]["code"] == "warning_format_unknown"
    assert Logged.objects.get(kind="monitoring.WarningFileRefused").payload == {
        "file_id": file.pk, "code": "warning_format_unknown",
    }


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1), (0, 2, 1), (1, 2, 0)])
def test_whatever_the_order_of_arrival_the_cancellation_sent_last_holds(order):
    community = a_community()
    _coded(community, "329901001001")
    files = [
        national(),
        national(identifier="u", action="Update", references=ALERT, sent=LATER),
        national(identifier="c", action="Cancel", references="u", sent="2026-01-15 05:00:00+08:00"),
    ]

    for at in order:
        a_warning_file(org=community, content=files[at])

    head = EarlyWarning.objects.get(replaced_by=None)
    assert (head.identifier, EarlyWarning.objects.values("chain").distinct().count()) == ("c", 1)
    assert warnings_on_map(NOW) == []


def test_an_update_overtakes_the_open_card_and_asks_anew():
    community = a_community()
    _coded(community, "329901001001")
    a_warning_file(org=community, content=national())

    orange = national(
        identifier="u", action="Update", references=ALERT, sent=LATER, severity="Orange",
        headline="演示区气象局发布暴雨橙色预警[II级/严重]",
    )
    a_warning_file(org=community, content=orange)

    assert _cards() == [(ALERT, "overtaken"), ("u", "open")]
    assert [card.proposal for card in unanswered_cards()] == ["rain_orange"]
    assert Logged.objects.get(kind="monitoring.WarningUpdated").payload["ordinal"] == 2


def test_a_late_alert_does_not_ask_again_after_its_update():
    community = a_community()
    _coded(community, "329901001001")
    a_warning_file(org=community, content=national(identifier="u", action="Update", references=ALERT, sent=LATER))

    a_warning_file(org=community, content=national())

    assert _cards() == [("u", "open")]


def test_a_cancellation_asks_those_who_were_asked_to_stand_down():
    card = a_warning_card(org=a_community())
    answer_warning(Answer(status="adopted"), card_id=card.pk, by=a_person(org=card.org), now=NOW)

    a_warning_file(org=card.org, content=national(identifier="c", action="Cancel", references=ALERT, sent=LATER, code="1"))

    assert [(one.warning.action, one.proposal) for one in unanswered_cards()] == [("cancel", "cancel")]


def test_an_update_for_another_place_asks_those_it_left_to_stand_down():
    district, (one, other) = _town()
    _coded(one, "329901001001")
    _coded(other, "329901002001")
    a_warning_file(org=district, content=national(code="329901001000"))

    moved = national(identifier="u", action="Update", references=ALERT, sent=LATER, code="329901002000")
    a_warning_file(org=district, content=moved)

    cards = WarningCard.objects.filter(status="open").order_by("org__code")
    assert [(card.org_id, card.proposal) for card in cards] == [(one.pk, "cancel"), (other.pk, "rain_blue")]
    assert [card.org_id for card in warnings_on_map(NOW)] == [other.pk]
    assert cards[0].because["msgid"] == "The newer message no longer reaches this place."


def test_what_is_over_on_arrival_is_kept_and_asks_nobody():
    community = a_community()
    _coded(community, "329901001001")

    a_warning_file(org=community, content=national(), at=NOW + timedelta(hours=25))

    assert (EarlyWarning.objects.count(), _cards()) == (1, [])


def test_a_test_of_the_line_asks_nobody():
    community = a_community()
    _coded(community, "329901001001")

    a_warning_file(org=community, content=national(status="Test"))

    assert (EarlyWarning.objects.get().purpose, _cards()) == ("test", [])


def test_an_answer_measures_how_long_it_took():
    card = a_warning_card(org=a_community())
    officer = a_person(org=card.org)
    note_seen(card_id=card.pk, by=officer, now=NOW + timedelta(minutes=2))

    answer = Answer(status="changed", response="先查下穿通道", reason="雨已停")
    answered = answer_warning(answer, card_id=card.pk, by=officer, now=NOW + timedelta(minutes=5))

    assert (answered.status, answered.response, answered.reason) == ("changed", "先查下穿通道", "雨已停")
    assert (answered.seen_at, answered.lag) == (NOW + timedelta(minutes=2), timedelta(minutes=5))
    assert decision_lag(now=NOW + timedelta(hours=1)).middle == timedelta(minutes=5)
    assert [one.pk for one in cards_in_force(NOW + timedelta(hours=1))] == [card.pk]
    assert Logged.objects.get(kind="monitoring.WarningAnswered").payload == {
        "card_id": card.pk, "answer": "changed", "lag_s": 300,
    }


@pytest.mark.parametrize(
    ("answer", "refusal", "field"),
    [
        (Answer(status="open"), AnswerUnknown, "status"),
        (Answer(status="declined"), AnswerReasonMissing, "reason"),
        (Answer(status="changed", reason="另有安排"), ResponseMissing, "response"),
        (Answer(status="changed", response="只查车库"), AnswerReasonMissing, "reason"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(answer, refusal, field):
    card = a_warning_card(org=a_community())

    with pytest.raises(refusal) as refused:
        answer_warning(answer, card_id=card.pk, by=a_person(org=card.org), now=NOW)

    assert refused.value.field == field


def test_an_answer_is_given_once():
    card = a_warning_card(org=a_community())
    officer = a_person(org=card.org)
    answer_warning(Answer(status="adopted"), card_id=card.pk, by=officer, now=NOW)

    with pytest.raises(MoveNotAllowed):
        answer_warning(Answer(status="declined", reason="误报"), card_id=card.pk, by=officer, now=NOW)


def test_an_exercise_comes_in_like_a_warning_and_is_a_drill():
    community = a_community()
    exercise = Exercise(kind="11B03", ordinal=3, description="演练脚本", ends_at=NOW + timedelta(hours=2))

    begin_exercise(exercise, org=community, by=SYSTEM, now=NOW)

    card = WarningCard.objects.select_related("warning").get()
    assert (card.warning.purpose, card.warning.scheme, card.warning.ordinal) == ("exercise", "cn_four", 3)
    assert (card.warning.headline, card.proposal) == ("【演练】演示社区暴雨黄色预警", "rain_yellow")
    assert Logged.objects.get(kind="monitoring.WarningReceived").mode == "drill"


def test_the_notices_of_a_summer_make_chains_of_one_danger_each():
    texts = [json.loads(line)["description"] for line in (SAMPLES / "warnings_pudong.jsonl").read_text("utf-8").splitlines()]
    a_warning_file(org=a_community(), content="\n".join(reversed(texts)).encode())

    chains: dict[int, list[str]] = {}
    for row in EarlyWarning.objects.order_by("sent_at"):
        chains.setdefault(row.chain, []).append(f"{row.event}{row.ordinal}")

    assert EarlyWarning.objects.count() == 24
    assert sorted(found for found in chains.values() if len(found) > 1) == [
        ["台风4", "台风3"], ["雷电3", "雷电3"], ["雷电3", "雷电3"], ["高温2", "高温2"], ["高温2", "高温2", "高温2"],
    ]


def test_unanswered_cards_stand_by_reading_and_age_and_never_by_colour():
    community = a_community()
    _coded(community, "329901001001")
    a_warning_file(org=community, content=national())
    red = national(identifier="r", event="11B14", severity="Red", headline="演示区气象局发布雷电红色预警[I级/特别严重]")
    a_warning_file(org=community, content=red, at=NOW + timedelta(minutes=1))

    assert [card.warning.ordinal for card in unanswered_cards()] == [4, 1]
