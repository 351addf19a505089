"""Shelters open, fill, empty and close; everybody counts once."""

from dataclasses import replace
from uuid import uuid4

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.logistics.shelters.actions import cards
from linan.logistics.shelters.actions.cards import card_of, household_of
from linan.logistics.shelters.actions.fullness import declare_free, declare_full
from linan.logistics.shelters.actions.openings import (
    Looked,
    NoteMissing,
    PeopleInside,
    ReasonMissing,
    close_shelter,
    open_shelter,
)
from linan.logistics.shelters.actions.places import (
    Known,
    NameTaken,
    ReserveTooLarge,
    change_shelter,
    enter_shelter,
)
from linan.logistics.shelters.actions.stays import (
    HasLeft,
    HouseholdIsHere,
    Leaving,
    NamesMissing,
    NumberNotPossible,
    PlaceUnknown,
    ShelterNotOpen,
    begin_stay,
    correct_stay,
    end_stay,
    match_stay,
)
from linan.logistics.shelters.models import Opening, OpeningMode, Shelter, Stay
from linan.logistics.shelters.queries import filling_of, shelters_with_room
from tests.build import NOW, a_community, a_person
from tests.builders.registry import a_household
from tests.builders.shelters import a_shelter, a_stay, an_open_shelter, arrival, looked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def officer():
    return a_person()


def leaving(people, *, to="relatives", place=""):
    return Leaving(client_id=uuid4(), people=people, to=to, place=place)


def test_an_opening_has_one_owner_a_reason_and_its_checklist(officer):
    shelter = a_shelter()

    opened = open_shelter(
        looked(), shelter_id=shelter.pk, owner=officer, mode=OpeningMode.REAL, by=officer, now=NOW
    )

    opening = Opening.objects.get()
    assert (opened.status, opened.status_at, opened.status_by) == ("open", NOW, officer)
    assert (opening.owner, opening.reason, opening.mode) == (officer, "燃气主管泄漏，值班主任决定", "real")
    assert opening.opening_checks["water"] is True


def test_no_shelter_opens_without_a_reason(officer):
    shelter = a_shelter()

    with pytest.raises(ReasonMissing):
        open_shelter(
            looked(reason=" "), shelter_id=shelter.pk, owner=officer, mode=OpeningMode.REAL, by=officer, now=NOW
        )


def test_what_is_not_checked_is_explained_before_opening(officer):
    shelter = a_shelter()
    gaps = Looked(reason="暴雨", checked=frozenset({"way"}))

    with pytest.raises(NoteMissing):
        open_shelter(gaps, shelter_id=shelter.pk, owner=officer, mode=OpeningMode.REAL, by=officer, now=NOW)
    opened = open_shelter(
        replace(gaps, note="饮用水20分钟内送到，物业老张"), shelter_id=shelter.pk, owner=officer,
        mode=OpeningMode.REAL, by=officer, now=NOW,
    )

    assert opened.status == "open"


def test_an_open_shelter_is_not_opened_again(officer):
    shelter = an_open_shelter()

    with pytest.raises(MoveNotAllowed):
        open_shelter(looked(), shelter_id=shelter.pk, owner=officer, mode=OpeningMode.REAL, by=officer, now=NOW)


def test_nobody_is_registered_at_a_closed_shelter(officer):
    shelter = a_shelter()

    with pytest.raises(ShelterNotOpen):
        begin_stay(arrival(), shelter_id=shelter.pk, by=officer, now=NOW)


def test_a_second_click_counts_once(officer):
    shelter = an_open_shelter()
    same = arrival(people=4)

    first = begin_stay(same, shelter_id=shelter.pk, by=officer, now=NOW)
    second = begin_stay(same, shelter_id=shelter.pk, by=officer, now=NOW)

    assert first == second
    assert filling_of(shelter).people == 4


def test_a_household_registered_at_two_tables_counts_once(officer):
    shelter, home = an_open_shelter(), a_household()

    begin_stay(arrival(household=home, people=3), shelter_id=shelter.pk, by=officer, now=NOW)
    begin_stay(arrival(household=home, people=3), shelter_id=shelter.pk, by=officer, now=NOW)

    assert Stay.objects.count() == 1
    assert filling_of(shelter).people == 3


def test_an_arrival_sent_again_after_they_left_brings_nobody_back(officer):
    shelter = an_open_shelter()
    same = arrival(people=2)
    stay = begin_stay(same, shelter_id=shelter.pk, by=officer, now=NOW)
    end_stay(leaving(2), stay_id=stay.pk, by=officer, now=NOW)

    begin_stay(same, shelter_id=shelter.pk, by=officer, now=NOW)

    assert filling_of(shelter).people == 0


def test_a_household_that_came_back_is_registered_anew(officer):
    shelter, home = an_open_shelter(), a_household()
    stay = begin_stay(arrival(household=home), shelter_id=shelter.pk, by=officer, now=NOW)
    end_stay(leaving(3), stay_id=stay.pk, by=officer, now=NOW)

    again = begin_stay(arrival(household=home), shelter_id=shelter.pk, by=officer, now=NOW)

    assert again.pk != stay.pk
    assert filling_of(shelter).people == 3


def test_strangers_leave_a_name(officer):
    shelter = an_open_shelter()

    with pytest.raises(NamesMissing):
        begin_stay(replace(arrival(), names=" "), shelter_id=shelter.pk, by=officer, now=NOW)


def test_names_lie_sealed_in_the_table(officer):
    shelter = an_open_shelter()

    stay = begin_stay(arrival(names="王小川、王大川"), shelter_id=shelter.pk, by=officer, now=NOW)

    stored = Stay.objects.values_list("names_sealed", flat=True).get()
    assert "王" not in stored
    assert Stay.objects.get(pk=stay.pk).names == "王小川、王大川"


@pytest.mark.parametrize("people", [0, 501])
def test_a_slip_of_the_finger_is_no_arrival(officer, people):
    shelter = an_open_shelter()

    with pytest.raises(NumberNotPossible):
        begin_stay(arrival(people=people), shelter_id=shelter.pk, by=officer, now=NOW)


def test_a_shelter_is_full_when_places_less_the_reserve_are_taken(officer):
    shelter = an_open_shelter(places=10, reserve_percent=20)

    begin_stay(arrival(people=7), shelter_id=shelter.pk, by=officer, now=NOW)
    before = Shelter.objects.get().status
    begin_stay(arrival(people=1), shelter_id=shelter.pk, by=officer, now=NOW)

    assert (before, Shelter.objects.get().status) == ("open", "full")
    assert Logged.objects.filter(kind="logistics.ShelterFilled").get().payload["people"] == 8


def test_who_stands_in_a_full_shelter_is_still_registered(officer):
    shelter = an_open_shelter(places=10, reserve_percent=20)
    begin_stay(arrival(people=9), shelter_id=shelter.pk, by=officer, now=NOW)

    begin_stay(arrival(people=3), shelter_id=shelter.pk, by=officer, now=NOW)

    assert (filling_of(shelter).people, filling_of(shelter).over) == (12, 2)


def test_a_full_shelter_takes_people_again_when_enough_have_left(officer):
    shelter = an_open_shelter(places=10, reserve_percent=20)
    stay = begin_stay(arrival(people=9), shelter_id=shelter.pk, by=officer, now=NOW)

    end_stay(leaving(4), stay_id=stay.pk, by=officer, now=NOW)

    assert Shelter.objects.get().status == "open"


def test_full_by_hand_stays_full_until_a_person_says_otherwise(officer):
    shelter = an_open_shelter(places=100)
    stay = begin_stay(arrival(people=9), shelter_id=shelter.pk, by=officer, now=NOW)

    declare_full(shelter_id=shelter.pk, by=officer, now=NOW)
    end_stay(leaving(9), stay_id=stay.pk, by=officer, now=NOW)
    by_hand = Shelter.objects.get().status
    declare_free(shelter_id=shelter.pk, by=officer, now=NOW)

    assert (by_hand, Shelter.objects.get().status) == ("full", "open")


def test_a_larger_reserve_can_make_a_shelter_full(officer):
    shelter = an_open_shelter(places=10, reserve_percent=0)
    begin_stay(arrival(people=8), shelter_id=shelter.pk, by=officer, now=NOW)

    known = Known(name=shelter.name, lon=shelter.lon, lat=shelter.lat, places=10, reserve_percent=20)
    changed = change_shelter(known, shelter_id=shelter.pk, by=officer, now=NOW)

    assert changed.status == "full"


def test_the_right_number_is_written_over_the_wrong_one():
    stay = a_stay(people=3)

    correct_stay(stay_id=stay.pk, people=5, by=a_person(), now=NOW)

    assert filling_of(stay.shelter).people == 5


def test_some_leave_and_the_others_stay(officer):
    stay = a_stay(people=5)

    gone = end_stay(leaving(2, to="hospital", place="鼓楼医院"), stay_id=stay.pk, by=officer, now=NOW)

    assert (gone.people, gone.left_to, gone.left_place, gone.left_at) == (2, "hospital", "鼓楼医院", NOW)
    assert gone.household == stay.household
    assert filling_of(stay.shelter).people == 3


def test_leaving_that_is_sent_twice_counts_once(officer):
    stay = a_stay(people=5)
    same = leaving(2)

    end_stay(same, stay_id=stay.pk, by=officer, now=NOW)
    end_stay(same, stay_id=stay.pk, by=officer, now=NOW)

    assert filling_of(stay.shelter).people == 3


def test_nobody_leaves_twice(officer):
    stay = a_stay(people=5)
    end_stay(leaving(5), stay_id=stay.pk, by=officer, now=NOW)

    with pytest.raises(HasLeft):
        end_stay(leaving(5), stay_id=stay.pk, by=officer, now=NOW)


def test_nobody_leaves_without_where_to(officer):
    stay = a_stay(people=5)

    with pytest.raises(PlaceUnknown):
        end_stay(leaving(5, to="away"), stay_id=stay.pk, by=officer, now=NOW)


def test_people_known_by_name_only_are_matched_with_their_household(officer):
    shelter, home = an_open_shelter(), a_household()
    stay = begin_stay(arrival(people=2), shelter_id=shelter.pk, by=officer, now=NOW)

    match_stay(stay_id=stay.pk, household=home, by=officer, now=NOW)

    assert Stay.objects.get().household == home


def test_a_household_has_one_entry_at_a_shelter(officer):
    here = a_stay(people=2)
    other = begin_stay(arrival(people=2), shelter_id=here.shelter_id, by=officer, now=NOW)

    with pytest.raises(HouseholdIsHere):
        match_stay(stay_id=other.pk, household=here.household, by=officer, now=NOW)


def test_a_shelter_closes_empty(officer):
    stay = a_stay(people=2)

    with pytest.raises(PeopleInside):
        close_shelter(looked("closing"), shelter_id=stay.shelter_id, by=officer, now=NOW)
    end_stay(leaving(2, to="home"), stay_id=stay.pk, by=officer, now=NOW)
    closed = close_shelter(looked("closing"), shelter_id=stay.shelter_id, by=officer, now=NOW)

    assert closed.status == "closed"
    assert (Opening.objects.get().closed_at, Opening.objects.get().closed_by) == (NOW, officer)


def test_what_happens_in_a_drill_is_announced_as_a_drill(officer):
    shelter = an_open_shelter(mode=OpeningMode.DRILL)

    begin_stay(arrival(), shelter_id=shelter.pk, by=officer, now=NOW)

    modes = Logged.objects.filter(kind__in=["logistics.ShelterOpened", "logistics.StayBegun"])
    assert list(modes.values_list("mode", flat=True)) == ["drill", "drill"]


def test_no_name_stands_in_an_announcement(officer):
    shelter = an_open_shelter()

    begin_stay(arrival(names="王小川"), shelter_id=shelter.pk, by=officer, now=NOW)

    assert "王小川" not in str(list(Logged.objects.values_list("payload", flat=True)))


def test_the_emptiest_open_shelter_is_offered_first(officer):
    small, large = an_open_shelter(places=50), an_open_shelter(places=80)
    declare_full(shelter_id=an_open_shelter(places=500).pk, by=officer, now=NOW)

    found = [one.pk for one, _ in shelters_with_room()]

    assert found == [large.pk, small.pk]


def test_two_shelters_of_a_community_have_two_names(officer):
    shelter = a_shelter()

    with pytest.raises(NameTaken):
        enter_shelter(
            Known(name=f" {shelter.name} ", lon=118.7, lat=32.0, places=5), org=shelter.org, by=officer, now=NOW
        )


def test_a_reserve_leaves_places(officer):
    with pytest.raises(ReserveTooLarge):
        enter_shelter(
            Known(name="五台山", lon=118.7, lat=32.0, places=5, reserve_percent=95), org=a_community(), by=officer, now=NOW
        )


def test_a_card_keeps_its_code_and_is_read_however_it_is_typed():
    home = a_household()

    code = card_of(home, now=NOW).code

    assert card_of(home, now=NOW).code == code
    assert household_of(f" {code[:5].lower()}-{code[5:]} ") == home.pk
    assert household_of("NOSUCHCARD") is None


def test_slips_of_other_rooms_open_the_registration_too(monkeypatch):
    home = a_household()
    monkeypatch.setattr(cards, "READERS", [{"slip-1": home.pk}.get])  # a reader of another room, in its real form

    assert household_of("slip-1") == home.pk
