"""Which places of the navigation a person is shown."""

from django.urls import reverse

from linan.ground.access.doors import Grant, Standing
from linan.ground.access.middleware import NOBODY
from linan.ground.access.rights import RIGHTS
from linan.ground.people.models import Role
from linan.ground.ui.navigation import places_for


def _standing(role: Role) -> Standing:
    return Standing(grants=(Grant(path="1/", org_id=1, role=role, rights=RIGHTS[role]),), org_ids=(1,))


def test_somebody_without_a_role_is_shown_no_place() -> None:
    assert places_for(NOBODY, path="/") == []


def test_the_audit_administrator_is_shown_the_notices_and_the_administration_alone() -> None:
    shown = places_for(_standing(Role.AUDIT_ADMIN), path="/")

    assert [place.url for place in shown] == [reverse("notices:notices"), reverse("office:home")]


def test_a_plan_author_is_shown_no_tasks_to_do() -> None:
    shown = places_for(_standing(Role.PLAN_AUTHOR), path="/")

    assert reverse("response:my-tasks") not in [place.url for place in shown]
    assert reverse("response:incidents") in [place.url for place in shown]


def test_the_place_that_holds_the_page_is_marked_and_no_other() -> None:
    here = reverse("response:incidents")

    shown = places_for(_standing(Role.DUTY_OFFICER), path=f"{here}12/")

    assert [place.url for place in shown if place.is_here] == [here]
