"""Which level a plan advises."""

import pytest

from linan.planning.domain.leveling import advise_level
from linan.planning.domain.text import Figure
from linan.planning.loading import PlanNotReadable, load_plan, read_plan


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        ({}, "IV"),
        ({Figure.ALARMS: 1}, "IV"),
        ({Figure.ALARMS: 2, Figure.FLOORS: 6}, "IV"),
        ({Figure.ALARMS: 2, Figure.FLOORS: 7}, "III"),
        ({Figure.ALARMS: 1, Figure.VULNERABLE: 20}, "III"),
        ({Figure.ALARMS: 5, Figure.HEADCOUNT: 299}, "III"),
        ({Figure.ALARMS: 5, Figure.HEADCOUNT: 300}, "II"),
        ({Figure.ALARMS: 99, Figure.FLOORS: 99, Figure.HEADCOUNT: 9999, Figure.VULNERABLE: 999}, "II"),
    ],
)
def test_the_fire_plan_advises_the_strongest_level_whose_condition_holds_and_never_level_one(figures, level):
    assert advise_level(load_plan("community_fire"), figures).level == level


def test_each_figure_that_holds_is_said_with_its_number():
    advice = advise_level(load_plan("community_fire"), {Figure.ALARMS: 5, Figure.FLOORS: 11, Figure.HEADCOUNT: 320})

    assert [dict(reason.values) for reason in advice.reasons] == [
        {"value": 5, "at_least": 5}, {"value": 11, "at_least": 10}, {"value": 320, "at_least": 300},
    ]


def test_every_task_and_level_of_the_fire_plan_names_its_source():
    plan = load_plan("community_fire")

    sources = [one.source.text for one in (*plan.tasks, *plan.levels, *plan.numbers)]

    assert "" not in sources
    assert next(task.due_min for task in plan.tasks if task.key == "micro-station-arrives") == 3
    assert next(task.due_min for task in plan.tasks if task.key == "written-report") == 60


@pytest.mark.parametrize("text", ["", "key: x", "- a", "key: [", "title: 1\nklass: war"])
def test_a_broken_plan_file_is_refused_with_what_is_wrong(text):
    with pytest.raises(PlanNotReadable):
        read_plan(text, key="broken")
