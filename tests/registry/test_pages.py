"""Pages of base information: who comes in, what is shown, what is refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from linan.ground.announcements.models import Logged
from linan.ground.crypto.sealing import SealBroken
from linan.ground.exchange.workbooks import write_xlsx
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from linan.registry.models import Building, Household, Resident, Resource
from linan.registry.queries import residents_by_phone
from linan.registry.tables.buildings import HEADINGS
from tests.build import a_community, a_person, signed_in_client
from tests.builders.registry import a_building, a_household, a_resident, a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def someone(role: Role, org: Org) -> Client:
    return signed_in_client(a_person(role=role, org=org))


def table(*rows: list[object]) -> SimpleUploadedFile:
    return SimpleUploadedFile("buildings.xlsx", write_xlsx(list(HEADINGS.values()), rows))


def building_values(org: Org, **changed: object) -> dict[str, object]:
    plain = {"code": "b-7", "name": "七号楼", "use": "residential", "floors": 6, "units": 2, "lon": 118.79, "lat": 32.04}
    return {"org": org.pk} | plain | changed


def test_three_people_at_the_door_of_a_building() -> None:
    row = a_building()
    url = reverse("registry:building", args=[row.pk])

    seen = [someone(Role.DUTY_OFFICER, row.org).get(url), someone(Role.DUTY_OFFICER, a_community()).get(url), Client().get(url)]

    assert [one.status_code for one in seen] == [200, 404, 302]


def test_three_people_at_the_door_of_a_resident() -> None:
    row = a_resident()
    url = reverse("registry:resident", args=[row.pk])

    seen = [someone(role, row.org).get(url).status_code for role in (Role.DUTY_OFFICER, Role.RESPONDER)]
    foreign = someone(Role.DUTY_OFFICER, a_community()).get(url).status_code

    assert (seen, foreign) == ([200, 403], 404)


def test_a_building_shows_floors_headcounts_and_needs_only_to_those_who_may_see_them() -> None:
    row = a_building()
    a_resident(household=a_household(building=row, floor=3), needs=("dialysis",))
    url = reverse("registry:building", args=[row.pk])

    duty = someone(Role.DUTY_OFFICER, row.org).get(url)
    responder = someone(Role.RESPONDER, row.org).get(url)

    assert [floor.number for floor in duty.context["floors"]] == [3]
    assert duty.context["headcount"] == 1
    assert duty.context["floors"][0].staircases[0][0].needs == ("dialysis",)
    assert responder.context["floors"][0].staircases[0][0].needs == ()


def test_a_resident_is_listed_masked() -> None:
    row = a_resident(name="张安川", phone="12000001234")

    page = someone(Role.DUTY_OFFICER, row.org).get(reverse("registry:residents"))

    assert page.context["rows"] == [(row, "张**", "120****1234")]
    assert "张安川" not in page.content.decode()
    assert page.headers["Cache-Control"].count("no-store") == 1


def test_a_resident_is_found_by_the_whole_phone_number_only() -> None:
    row = a_resident(phone="12000001234")
    a_resident(phone="12000009999")

    assert list(residents_by_phone("12000001234")) == [row]
    assert list(residents_by_phone("1200000")) == []


def test_revealing_shows_the_field_and_leaves_a_trace_without_its_text() -> None:
    row = a_resident(phone="12000001234")
    url = reverse("registry:resident-revealing", args=[row.pk])

    page = someone(Role.DUTY_OFFICER, row.org).post(url, {"field": "phone", "reason": "contact"})

    logged = Logged.objects.get(kind="access.PersonalDataRevealed")
    assert "12000001234" in page.content.decode()
    assert "张安川" not in page.content.decode()
    assert logged.payload == {"what": f"resident-{row.pk}", "fields": "phone", "reason": "contact"}


@pytest.mark.parametrize("posted", [{"field": "uid", "reason": "contact"}, {"field": "phone", "reason": ""}, {}])
def test_revealing_refuses_unknown_fields_and_missing_reasons(posted: dict[str, str]) -> None:
    row = a_resident()

    answer = someone(Role.DUTY_OFFICER, row.org).post(reverse("registry:resident-revealing", args=[row.pk]), posted)

    assert answer.status_code == 422
    assert Logged.objects.filter(kind="access.PersonalDataRevealed").count() == 0


def test_a_value_swapped_between_two_residents_does_not_open() -> None:
    first, second = a_resident(name="张安川"), a_resident(name="李禾谷")
    Resident.objects.filter(pk=first.pk).update(name_sealed=second.name_sealed)

    with pytest.raises(SealBroken):
        Resident.objects.get(pk=first.pk).opened("name")


def test_nothing_personal_stands_in_the_table_in_the_clear() -> None:
    a_resident(name="张安川", phone="12000001234")

    stored = str(Resident.objects.values().get())

    assert [text for text in ("张安川", "12000001234", "透析") if text in stored] == []


def test_a_building_is_entered_and_announced() -> None:
    org = a_community()

    answer = someone(Role.GRID_MEMBER, org).post(reverse("registry:building-adding"), building_values(org))

    kept = Building.objects.get(code="b-7")
    assert answer.headers["Location"] == reverse("registry:building", args=[kept.pk])
    assert Logged.objects.get(kind="registry.BuildingChanged").about == [f"building-{kept.pk}", "buildings"]


@pytest.mark.parametrize("wrong", [{"lon": "nan"}, {"lat": 91}, {"floors": 0}, {"name": ""}, {"name": "\0"}, {"use": "x"}])
def test_a_wrong_building_is_refused_beside_its_field(wrong: dict[str, object]) -> None:
    org = a_community()

    answer = someone(Role.GRID_MEMBER, org).post(reverse("registry:building-adding"), building_values(org, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert Building.objects.count() == 0


def test_nobody_enters_a_building_in_a_foreign_community() -> None:
    foreign = a_community()
    client = someone(Role.GRID_MEMBER, a_community())

    answer = client.post(reverse("registry:building-adding"), building_values(foreign))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["org"])


def test_a_resource_is_entered_changed_and_listed() -> None:
    row = a_resource()
    client = someone(Role.COMMUNITY_DIRECTOR, row.org)
    values = {"org": row.org_id, "code": row.code, "name": "北门消火栓", "kind": "hydrant", "lon": 118.8, "lat": 32.0}

    client.post(reverse("registry:resource-editing", args=[row.pk]), values)

    assert Resource.objects.get(pk=row.pk).name == "北门消火栓"
    assert "北门消火栓" in client.get(reverse("registry:resources"), {"kind": "hydrant"}).content.decode()


def test_a_table_with_one_bad_row_stores_nothing_and_says_why() -> None:
    org = a_community()
    good = ["b-1", "一号楼", "", "住宅", 6, 2, 18, 118.79, 32.04]
    bad = ["b-2", "二号楼", "", "城堡", 6, 2, 18, 118.79, 32.04]

    answer = someone(Role.GRID_MEMBER, org).post(
        reverse("registry:building-importing"), {"org": org.pk, "table": table(good, bad)}
    )

    assert [(one.number, one.column) for one in answer.context["outcome"].bad] == [(3, "用途")]
    assert Building.objects.count() == 0
    assert Logged.objects.filter(kind="registry.BuildingsImported").count() == 0


def test_every_bad_row_is_named_with_its_column() -> None:
    org = a_community()
    rows = [
        ["", "一号楼", "", "住宅", 6, 2, 18, 118.79, 32.04], ["b-2", "x" * 121, "", "", 6, 2, 18, 118.79, 32.04],
        ["b-3", "三号楼", "", "", "many", 2, 18, 118.79, 32.04], ["b-4", "四号楼", "", "", 6, 2, 18, "nan", 32.04],
        ["b-5", "五号楼", "", "", 6, 2, 18, 118.79, ""],
    ]

    answer = someone(Role.GRID_MEMBER, org).post(
        reverse("registry:building-importing"), {"org": org.pk, "table": table(*rows)}
    )

    found = [(one.number, one.column) for one in answer.context["outcome"].bad]
    assert found == [(2, "编号"), (3, "名称"), (4, "层数"), (5, "经度"), (6, "纬度")]


def test_an_export_can_be_imported_again() -> None:
    row = a_building(name="七号楼", address="=1+1")
    client = someone(Role.GRID_MEMBER, row.org)

    content = client.get(reverse("registry:building-exporting")).content
    upload = SimpleUploadedFile("again.xlsx", content)
    answer = client.post(reverse("registry:building-importing"), {"org": row.org_id, "table": upload})

    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert cells[0] == list(HEADINGS.values())
    assert answer.context["outcome"].is_stored is True
    assert Building.objects.get().pk == row.pk


@pytest.mark.parametrize("query", ["?page=x", "?org=x", "?org=99999999999999999999", "?use=x", "?q=%00", "?page=-1"])
def test_odd_searches_are_answered(query: str) -> None:
    row = a_building()

    answer = someone(Role.DUTY_OFFICER, row.org).get(reverse("registry:buildings") + query)

    assert answer.status_code == 200


def test_the_list_of_buildings_asks_the_database_the_same_for_two_as_for_twenty(
    django_assert_max_num_queries: object,
) -> None:
    org = a_community()
    for _ in range(20):
        a_building(org=org)
    client = someone(Role.DUTY_OFFICER, org)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("registry:buildings"))


def test_the_api_gives_a_building_with_numbers_and_no_names() -> None:
    row = a_building()
    a_resident(household=a_household(building=row), needs=("alone",))

    told = someone(Role.RESPONDER, row.org).get(f"/api/v1/buildings/{row.pk}").json()

    assert (told["headcount"], told["needs"]) == (1, {"alone": 1})
    assert "张安川" not in str(told)


def test_a_household_and_a_resident_are_entered() -> None:
    row = a_building()
    client = someone(Role.GRID_MEMBER, row.org)

    client.post(reverse("registry:household-adding", args=[row.pk]), {"unit": 1, "floor": 3, "door": "302"})
    home = Household.objects.get(building=row)
    client.post(
        reverse("registry:resident-adding", args=[home.pk]),
        {"name": "李禾谷", "phone": "12000005678", "birth_year": 1941, "needs": ["alone", "oxygen"]},
    )

    entered = Resident.objects.get(household=home)
    assert [entered.opened(field) for field in ("name", "phone", "id_number")] == ["李禾谷", "12000005678", ""]
    assert sorted(entered.needs.values_list("kind", flat=True)) == ["alone", "oxygen"]
    assert Logged.objects.filter(kind="registry.HouseholdChanged").count() == 2


def test_editing_a_resident_keeps_what_is_left_empty() -> None:
    row = a_resident(name="张安川", phone="12000001234", needs=("alone",))
    client = someone(Role.GRID_MEMBER, row.org)

    client.post(reverse("registry:resident-editing", args=[row.pk]), {"phone": "12000005678", "needs": ["deaf"]})

    changed = Resident.objects.get(pk=row.pk)
    assert [changed.opened(field) for field in ("name", "phone")] == ["张安川", "12000005678"]
    assert list(residents_by_phone("12000005678")) == [changed]
    assert list(changed.needs.values_list("kind", flat=True)) == ["deaf"]


@pytest.mark.parametrize(
    ("posted", "field"),
    [({"name": ""}, "name"), ({"name": "李", "phone": "abc"}, "phone"), ({"name": "李", "needs": ["x"]}, "needs")],
)
def test_a_wrong_resident_is_refused_beside_the_field(posted: dict[str, object], field: str) -> None:
    home = a_household()

    answer = someone(Role.GRID_MEMBER, home.org).post(reverse("registry:resident-adding", args=[home.pk]), posted)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Resident.objects.count() == 0


def test_a_door_is_entered_once() -> None:
    home = a_household()
    values = {"unit": home.unit, "floor": home.floor, "door": home.door}

    answer = someone(Role.GRID_MEMBER, home.org).post(
        reverse("registry:household-adding", args=[home.building_id]), values
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["door"])
