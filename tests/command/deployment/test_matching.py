"""The assignment: who goes where, what stays open and why, and what a change by hand costs."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.command.domain.deployment.matching import ChoicesContradict, match
from linan.command.domain.deployment.nearest_first import nearest_first
from linan.command.domain.deployment.question import Pin, Question, Source, Want, WantChange, cost_of
from linan.command.domain.deployment.reasons import why_chosen, why_unmet
from linan.command.domain.deployment.solving import solve

NEAR = Source("near", "一队", frozenset({"fire"}), 4)
BOTH = Source("both", "二队", frozenset({"fire", "first_aid"}), 6)
TIRED = Source("tired", "三队", frozenset({"first_aid"}), 2, held_back="%(name)s is resting.")
STORE = Source("store", "物资点", frozenset({"water"}), 100, is_whole=False)
FIRE = Want("fire", "车棚起火", "fire", 4, urgency=1, within_s=300)
AID = Want("aid", "伤员", "first_aid", 2, within_s=600)
WATER = Want("water", "安置点饮水", "water", 150, urgency=3)
DIGGER = Want("digger", "清障", "excavator", 1)
ARRIVES = {("near", "fire"): 240, ("both", "fire"): 200, ("both", "aid"): 900, ("tired", "aid"): 100, ("store", "water"): 500}
ASKED = Question((NEAR, BOTH, TIRED, STORE), (FIRE, AID, WATER, DIGGER), ARRIVES)


def words(sentences):
    return [(one.msgid, dict(one.values)) for one in sentences]


def test_the_one_who_can_do_both_is_left_for_what_nobody_else_can():
    answer = match(ASKED)

    assert answer.pairs() == {("near", "fire"), ("both", "aid"), ("store", "water")}
    assert answer.is_proved
    assert [(one.want, one.missing, one.late) for one in answer.shortfalls] == [("aid", 0, 2), ("water", 50, 0), ("digger", 1, 0)]


def test_every_gap_says_for_each_who_could_why_not():
    answer = match(ASKED)

    assert words(why_unmet(ASKED, answer, AID)) == [
        ("%(name)s arrives %(minutes)d min after the time set.", {"name": "二队", "minutes": 5}),
        ("%(name)s is resting.", {"name": "三队"}),
    ]
    assert words(why_unmet(ASKED, answer, DIGGER)) == [("Nobody on the list has this.", {})]
    assert words(why_unmet(ASKED, answer, WATER)) == [("%(name)s goes there and brings %(amount)d.", {"name": "物资点", "amount": 100})]


def test_a_place_to_which_no_road_is_open_says_so():
    asked = replace(ASKED, arrives_s={})

    assert words(why_unmet(asked, match(asked), FIRE))[0] == (
        "No open road leads from %(name)s to this place.", {"name": "一队"}
    )


def test_who_was_chosen_though_another_is_sooner_says_where_the_other_goes():
    answer = match(ASKED)
    (goes,) = [one for one in answer.allotments if one.source == "near"]

    assert words([why_chosen(ASKED, answer, goes)]) == [
        ("%(name)s would be sooner but goes to “%(want)s”.", {"name": "二队", "want": "伤员"})
    ]


@pytest.mark.parametrize(
    ("sooner", "because"),
    [
        (Source("few", "小队", frozenset({"fire"}), 2), "%(name)s would be sooner but brings only %(amount)d."),
        (Source("many", "大队", frozenset({"fire"}), 30), "%(name)s would be sooner but has more than is needed and is held back."),
    ],
)
def test_who_is_passed_over_though_sooner_is_named_with_the_reason(sooner, because):
    asked = Question((NEAR, sooner), (replace(FIRE, within_s=None),), {("near", "fire"): 300, (sooner.key, "fire"): 100})
    (goes,) = match(asked).allotments

    said = why_chosen(asked, match(asked), goes)

    assert (goes.source, said.msgid, said.values["name"]) == ("near", because, sooner.name)


def test_a_change_by_hand_shows_what_it_costs_and_who_moves_for_it():
    before = match(ASKED)
    by_hand = replace(ASKED, pins=(Pin("both", "fire"),), kept=before.pairs())

    after = match(by_hand)
    cost = cost_of(before, after, changed="both")

    assert ("both", "fire") in after.pairs()
    assert cost.wants == (WantChange("aid", missing=2, late=-2),)
    assert (cost.seconds, cost.moved) == (200 - 240 - 900, ("near",))


def test_who_is_kept_back_by_hand_does_not_go():
    answer = match(replace(ASKED, pins=(Pin("store", None),)))

    assert ("store", "water") not in answer.pairs()
    assert answer.missing() == 150 + 1


@pytest.mark.parametrize("pins", [(Pin("tired", "aid"),), (Pin("near", "fire"), Pin("near", None))])
def test_choices_that_contradict_are_refused(pins):
    with pytest.raises(ChoicesContradict):
        match(replace(ASKED, pins=pins))


def test_the_solver_works_in_a_process_of_its_own_and_its_refusal_comes_back():
    assert solve(ASKED).pairs() == match(ASKED).pairs()
    with pytest.raises(ChoicesContradict):
        solve(replace(ASKED, pins=(Pin("tired", "aid"),)))


@given(
    amounts=st.lists(st.integers(1, 8), min_size=1, max_size=5), wanted=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    urgency=st.lists(st.integers(1, 3), min_size=3, max_size=3), seconds=st.lists(st.integers(0, 900), min_size=15, max_size=15),
)
def test_it_never_leaves_more_missing_than_a_dispatcher_who_sends_the_nearest_first(amounts, wanted, urgency, seconds):
    sources = tuple(Source(f"s{at}", f"s{at}", frozenset({"fire"}), amount) for at, amount in enumerate(amounts))
    wants = tuple(Want(f"w{at}", f"w{at}", "fire", amount, urgency[at], 400) for at, amount in enumerate(wanted))
    arrives = {(s.key, w.key): seconds[i * 3 + j] for i, s in enumerate(sources) for j, w in enumerate(wants)}
    question = Question(sources, wants, arrives)
    weights = {want.key: {1: 100, 2: 10, 3: 1}[want.urgency] for want in wants}

    by_hand = nearest_first(question)

    lacking = {want.key: max(0, want.amount - sum(n for (_, to), n in by_hand.items() if to == want.key)) for want in wants}
    assert sum(weights[one.want] * one.missing for one in match(question).shortfalls) <= sum(
        weights[key] * missing for key, missing in lacking.items()
    )


@given(
    amounts=st.lists(st.integers(1, 4), min_size=1, max_size=4), wanted=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    seconds=st.lists(st.integers(0, 900), min_size=12, max_size=12),
)
def test_nobody_is_in_two_places_and_no_other_choice_leaves_less_missing(amounts, wanted, seconds):
    sources = tuple(Source(f"s{at}", f"s{at}", frozenset({"fire"}), amount) for at, amount in enumerate(amounts))
    wants = tuple(Want(f"w{at}", f"w{at}", "fire", amount) for at, amount in enumerate(wanted))
    arrives = {(s.key, w.key): seconds[i * 3 + j] for i, s in enumerate(sources) for j, w in enumerate(wants)}

    answer = match(Question(sources, wants, arrives))

    assert len({one.source for one in answer.allotments}) == len(answer.allotments)
    assert answer.missing() == least_missing(amounts, wanted)


def least_missing(amounts, wanted):
    """Try every way of sending every source."""
    choices = product(range(len(wanted) + 1), repeat=len(amounts))
    return min(
        sum(max(0, need - sum(a for a, to in zip(amounts, choice, strict=True) if to == at)) for at, need in enumerate(wanted))
        for choice in choices
    )
