"""The organisation tree grows only where its kinds allow."""

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.orgs.actions import NameMissing, WrongPlaceInTree, add_org, rename_org
from linan.ground.orgs.models import OrgKind
from linan.ground.orgs.queries import community_of, subtree_ids
from linan.ground.refusals import NotFound
from tests.build import a_community, a_district, a_grid, a_street

pytestmark = pytest.mark.django_db


def test_a_subtree_holds_everything_below_and_nothing_beside():
    street = a_street()
    community, beside = a_community(parent=street), a_community(parent=street)
    grid = a_grid(parent=community)

    found = subtree_ids([community.pk])

    assert sorted(found) == [community.pk, grid.pk]
    assert beside.pk not in found


def test_a_grid_belongs_to_the_community_above_it():
    community = a_community()

    grid = a_grid(parent=community)

    assert community_of(grid) == community
    assert community_of(community) == community


@pytest.mark.parametrize("kind", [OrgKind.DISTRICT, OrgKind.COMMUNITY, OrgKind.GRID, OrgKind.SCHOOL])
def test_a_district_takes_only_streets(kind):
    district = a_district()

    with pytest.raises(WrongPlaceInTree) as refused:
        add_org(kind=kind, name="不可", parent=district)

    assert refused.value.field == "parent"


def test_adding_and_renaming_are_announced_with_their_author(now):
    street = a_street()

    org = add_org(kind=OrgKind.COMMUNITY, name="演示一社区", parent=street, by_id=7, now=now)
    rename_org(org_id=org.pk, name="演示二社区", by_id=8, now=now)

    told = Logged.objects.filter(about__contains=[f"org-{org.pk}"]).order_by("id")
    assert list(told.values_list("kind", "by_id")) == [("orgs.OrgAdded", 7), ("orgs.OrgChanged", 8)]
    org.refresh_from_db()
    assert org.name == "演示二社区"


@pytest.mark.parametrize("name", ["", "   ", "长" * 81])
def test_an_organisation_has_a_name_of_a_length_that_can_be_shown(name, now):
    org = a_community()

    with pytest.raises(NameMissing):
        rename_org(org_id=org.pk, name=name, by_id=None, now=now)


def test_an_organisation_that_is_not_there_is_not_renamed(now):
    with pytest.raises(NotFound):
        rename_org(org_id=0, name="无", by_id=None, now=now)
