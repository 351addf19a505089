"""Tables of households, residents and places: in with every bad row named, out masked or with a trace."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from linan.ground.announcements.models import Logged
from linan.ground.exchange.workbooks import write_xlsx
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from linan.registry.models import (
    Household,
    Need,
    NeedKind,
    ProtectedTarget,
    Resident,
    Resource,
    ResourceKind,
    RiskKind,
    RiskSource,
    TargetKind,
)
from linan.registry.tables import households, places, residents
from tests.build import a_community, a_person, signed_in_client
from tests.builders.registry import (
    a_building,
    a_household,
    a_protected_target,
    a_resident,
    a_resource,
    a_risk_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
PLACES = {"risk-source": RiskSource, "protected-target": ProtectedTarget, "resource": Resource}


def director_of(org: Org) -> Client:
    return signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=org))


def hand_in(client: Client, noun: str, org: Org, content: bytes):
    upload = SimpleUploadedFile("table.xlsx", content)
    return client.post(reverse(f"registry:{noun}-importing"), {"org": org.pk, "table": upload})


def sheet(headings: dict[str, str], *rows: list[object]) -> bytes:
    return write_xlsx(list(headings.values()), rows)


def cells(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_households_come_in_by_building_code_and_a_known_door_keeps_its_people() -> None:
    row = a_resident()
    home = row.household

    answer = hand_in(
        director_of(row.org), "household", row.org,
        sheet(households.HEADINGS, [home.building.code, 1, 5, home.door], [home.building.code, 2, 3, "301"]),
    )

    assert answer.context["outcome"].is_stored is True
    assert list(Household.objects.order_by("pk").values_list("unit", "floor", "door")) == [(1, 5, home.door), (2, 3, "301")]
    assert Resident.objects.get().household == home


def test_every_bad_household_is_named_and_none_is_stored() -> None:
    building = a_building()
    code = building.code

    answer = hand_in(director_of(building.org), "household", building.org, sheet(
        households.HEADINGS, [code, 1, 1, "101"], ["no-such", 1, 1, "102"], [code, 1, "", "103"], [code, 99, 1, "104"],
    ))

    found = [(bad.number, bad.column) for bad in answer.context["outcome"].bad]
    assert found == [(3, "楼栋编号"), (4, "楼层"), (5, "单元")]
    assert Household.objects.count() == 0


def test_residents_come_in_sealed_with_their_needs_and_a_second_time_change_nobody() -> None:
    home = a_household()
    client = director_of(home.org)
    table = sheet(
        residents.HEADINGS, ["", home.building.code, 1, home.door, "李禾谷", 12000005678, "", "", 1941, "透析、听力残疾"]
    )

    first, second = hand_in(client, "resident", home.org, table), hand_in(client, "resident", home.org, table)

    entered = Resident.objects.get()
    assert (first.context["outcome"].is_stored, second.context["outcome"].is_stored) == (True, True)
    assert [entered.opened(field) for field in ("name", "phone")] == ["李禾谷", "12000005678"]
    assert sorted(Need.objects.values_list("kind", flat=True)) == ["deaf", "dialysis"]
    assert "李禾谷" not in str(list(Logged.objects.values_list("payload", flat=True)))


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"name": ""}, "姓名"), ({"name": "李**"}, "姓名"), ({"phone": "120****5678"}, "电话"), ({"needs": "会飞"}, "需要帮助"),
        ({"birth_year": "1841"}, "出生年份"), ({"door": "9999"}, "门牌"), ({"uid": "7"}, "人员编号"),
        ({"uid": "00000000-0000-4000-8000-000000000000"}, "人员编号"),
    ],
)
def test_a_bad_resident_row_names_its_column_and_takes_the_good_rows_back(changed: dict[str, str], column: str) -> None:
    home = a_household()
    good = {"uid": "", "building": home.building.code, "unit": "1", "door": home.door, "name": "李禾谷"}
    good |= {"phone": "", "id_number": "", "health_note": "", "birth_year": "", "needs": ""}

    answer = hand_in(director_of(home.org), "resident", home.org, sheet(
        residents.HEADINGS, list(good.values()), list((good | changed).values())
    ))

    assert [(bad.number, bad.column) for bad in answer.context["outcome"].bad] == [(3, column)]
    assert Resident.objects.count() == 0


def test_a_known_person_at_another_door_is_left_to_the_page_that_keeps_the_history() -> None:
    row = a_resident()
    other = a_household(building=row.household.building)
    table = sheet(residents.HEADINGS, [str(row.uid), other.building.code, 1, other.door, "", "", "", "", "", ""])

    answer = hand_in(director_of(row.org), "resident", row.org, table)

    assert [bad.column for bad in answer.context["outcome"].bad] == ["门牌"]


def test_an_export_of_residents_is_masked_and_leaves_no_reveal() -> None:
    row = a_resident(name="张安川", phone="12000001234", needs=("alone",))

    answer = director_of(row.org).get(reverse("registry:resident-exporting"))

    heading, line = cells(answer.content)
    assert heading == list(residents.HEADINGS.values())
    assert line[4:8] == ["张**", "120****1234", "0****************1", "******"]
    assert Logged.objects.filter(kind="access.PersonalDataRevealed").count() == 0
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_export_in_full_is_audited_and_comes_back_in_unchanged() -> None:
    row = a_resident(name="张安川", phone="12000001234", needs=("alone",))
    client = director_of(row.org)

    content = client.post(reverse("registry:resident-exporting-in-full"), {"reason": "care"}).content

    assert cells(content)[1][4:6] == ["张安川", "12000001234"]
    logged = Logged.objects.get(kind="access.PersonalDataRevealed")
    assert logged.payload == {
        "what": f"residents-{row.org_id}", "fields": "name, phone, id_number, health_note", "reason": "care",
    }
    assert hand_in(client, "resident", row.org, content).context["outcome"].is_stored is True
    assert Resident.objects.get().opened("name") == "张安川"


def test_an_export_in_full_needs_the_right_and_a_reason() -> None:
    row = a_resident()
    address = reverse("registry:resident-exporting-in-full")
    head = signed_in_client(a_person(role=Role.BUILDING_HEAD, org=row.org))

    answers = [head.post(address, {"reason": "care"}).status_code, director_of(row.org).post(address).status_code]

    assert answers == [403, 422]
    assert Logged.objects.filter(kind="access.PersonalDataRevealed").count() == 0


def test_nothing_of_another_community_leaves_in_an_export() -> None:
    a_resident(name="张安川")
    elsewhere = director_of(a_community())

    masked = elsewhere.get(reverse("registry:resident-exporting")).content
    full = elsewhere.post(reverse("registry:resident-exporting-in-full"), {"reason": "care"}).content

    assert [len(cells(content)) for content in (masked, full)] == [1, 1]


@pytest.mark.parametrize("noun", list(PLACES))
def test_an_export_of_places_can_be_imported_again(noun: str) -> None:
    row = {"risk-source": a_risk_source, "protected-target": a_protected_target, "resource": a_resource}[noun]()
    client = director_of(row.org)

    content = client.get(reverse(f"registry:{noun}-exporting")).content
    answer = hand_in(client, noun, row.org, content)

    assert answer.context["outcome"].is_stored is True
    assert PLACES[noun].objects.values_list("pk", "kind", "name").get() == (row.pk, row.kind, row.name)


def test_every_bad_place_is_named_and_none_is_stored() -> None:
    org = a_community()
    table = sheet(
        places.RESOURCE_TABLE.headings, ["r-1", "消火栓", "消火栓", 118.7, 32.0, "", "", ""],
        ["r-2", "城堡", "城堡", 118.7, 32.0, "", "", ""], ["r-3", "仓库", "应急物资库", 518.7, 32.0, "", "", ""],
        ["r-4", "操场", "避难场所", 118.7, 32.0, "", "", "many"], ["", "操场", "避难场所", 118.7, 32.0, "", "", 30],
    )

    answer = hand_in(director_of(org), "resource", org, table)

    found = [(bad.number, bad.column) for bad in answer.context["outcome"].bad]
    assert found == [(3, "类别"), (4, "经度"), (5, "可容纳人数"), (6, "编号")]
    assert Resource.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (places.RISKS, RiskKind), (places.TARGETS, TargetKind), (places.RESOURCES, ResourceKind),
        (residents.NEEDS, NeedKind),
    ],
)
def test_every_kind_has_one_word_in_the_tables(words: dict[str, str], kinds: type) -> None:
    assert sorted(words.values()) == sorted(kinds.values)


def test_a_file_that_is_no_table_is_refused_by_the_form() -> None:
    org = a_community()

    answer = hand_in(director_of(org), "household", org, b"\0\0\0")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["table"])
