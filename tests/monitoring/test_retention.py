"""How long readings are kept: decided by a person, never below the law, nothing deleted that nobody agreed to lose."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from linan.config.examinations import retention as examined
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.ground.refusals import Refused
from linan.monitoring.actions.archive import archive_days
from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.actions.retention import Term, WouldDelete, decide_term
from linan.monitoring.archive.retention import retention
from linan.monitoring.kept import Loss, Span, loss_of, retention_at
from linan.monitoring.models import ArchivedDay, KeptTerm, Series
from linan.monitoring.stored import readings_between
from tests.build import NOW, a_community, a_district, a_person, signed_in_client
from tests.builders.monitoring import a_device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = date(2026, 1, 2)
MIDNIGHT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings) -> None:
    settings.LINAN_READINGS = tmp_path / "readings"


@pytest.fixture
def root() -> Org:
    """The topmost organisation."""
    return a_district()


@pytest.fixture
def admin(root: Org) -> Person:
    """Who administers the whole installation."""
    return a_person(org=root, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def closed() -> Series:
    """A battery's series with one reading on the second of January, which is closed."""
    ensure_partitions(0, now=NOW, back=13)
    series = another_series("battery")
    with connection.cursor() as cursor:
        cursor.execute("insert into monitoring_reading values (%s, %s, %s, 90)", [series.pk, MIDNIGHT, MIDNIGHT])
    archive_days(before=date(2026, 1, 7), now=NOW)
    return series


def another_series(quantity: str) -> Series:
    return Series.objects.create(device=a_device(), key=f"second-{quantity}", quantity=quantity, unit="")


def term(readings_days: int, hours_days: int = 3650, reason: str = "区里统一要求") -> Term:
    return Term(readings_days=readings_days, hours_days=hours_days, reason=reason)


def decide(klass: str, wanted: Term, *, admin: Person, root: Org, agreed_days: int = 0) -> KeptTerm:
    return decide_term(klass, wanted, agreed_days=agreed_days, org=root, by=admin, now=NOW)


def read(series: Series) -> list[float]:
    return readings_between([series.pk], first=MIDNIGHT, last=NOW)[2].tolist()


def test_the_newest_decision_of_a_class_holds_and_the_others_stay_as_supplied(admin: Person, root: Org) -> None:
    decide("fire", term(2000), admin=admin, root=root)
    decide("fire", term(1500), admin=admin, root=root)

    held = retention_at(NOW).classes
    assert (held["fire"].readings_days, held["water"]) == (1500, retention().classes["water"])
    assert retention_at(NOW - timedelta(seconds=1)) == retention()
    assert Logged.objects.filter(kind="monitoring.RetentionDecided").last().payload == {
        "klass": "fire", "readings_days": 1500, "hours_days": 3650, "deletes_days": 0,
    }


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (term(364), "retention_below_the_law", "readings_days"),
        (term(7), "retention_out_of_range", "readings_days"),
        (term(400, 40_000), "retention_out_of_range", "hours_days"),
        (term(800, 799), "retention_hours_shorter", "hours_days"),
        (term(800, reason="  "), "retention_reason_missing", "reason"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_its_reason(
    wanted: Term, code: str, field: str, admin: Person, root: Org
) -> None:
    with pytest.raises(Refused) as refused:
        decide("fire", wanted, admin=admin, root=root)

    assert (refused.value.code, refused.value.field, KeptTerm.objects.count()) == (code, field, 0)


def test_a_term_that_would_delete_says_which_days_and_changes_nothing(closed: Series, admin: Person, root: Org) -> None:
    with pytest.raises(WouldDelete) as refused:
        decide("housekeeping", term(8, 8), admin=admin, root=root)
    archive_days(before=date(2026, 1, 7), now=NOW)

    gone = Span(1, DAY, DAY)
    assert (refused.value.loss, refused.value.loss.days) == (Loss(gone, gone), 2)
    assert (KeptTerm.objects.count(), read(closed)) == (0, [90.0])


def test_what_was_agreed_to_goes_in_the_coming_night(closed: Series, admin: Person, root: Org) -> None:
    decide("housekeeping", term(8, 8), admin=admin, root=root, agreed_days=2)
    before_night = read(closed)

    archive_days(before=date(2026, 1, 7), now=NOW)

    assert (before_night, read(closed)) == ([90.0], [])
    assert loss_of("housekeeping", readings_days=8, hours_days=8, today=NOW.date()) == Loss(None, None)


def test_nothing_goes_of_a_class_that_no_series_belongs_to(closed: Series) -> None:
    assert loss_of("person", readings_days=8, hours_days=8, today=NOW.date()) == Loss(None, None)


def test_a_longer_term_brings_nothing_back_and_says_so_in_the_row_of_the_day(
    closed: Series, admin: Person, root: Org
) -> None:
    fire = another_series("smoke_alarm")
    with connection.cursor() as cursor:
        cursor.execute("insert into monitoring_reading values (%s, %s, %s, 1)", [fire.pk, MIDNIGHT, NOW])
    decide("housekeeping", term(8, 8), admin=admin, root=root, agreed_days=2)
    archive_days(before=date(2026, 1, 7), now=NOW)

    decide("housekeeping", term(900), admin=admin, root=root)
    written = archive_days(before=date(2026, 1, 7), now=NOW)

    assert (written, read(closed), read(fire)) == ([], [], [1.0])
    assert ArchivedDay.objects.get(retired_at=None).without == ["housekeeping"]


def test_the_doctor_names_the_days_that_the_archive_should_have_let_go(admin: Person) -> None:
    today = datetime.now(UTC)
    day = today.date() - timedelta(days=20)
    ArchivedDay.objects.create(day=day, version=1, rows=1, size_bytes=1, sha256="", archived_at=today)
    well = examined()
    KeptTerm.objects.create(
        klass="housekeeping", readings_days=8, hours_days=8, reason="x", by=admin, decided_at=today - timedelta(days=9)
    )

    found = examined()

    assert (well.is_well, str(well.sentence)) == (True, "监测数据保存天数：fire 1095, water 3650, person 90, housekeeping 180, other 730")
    assert (found.is_well, str(found.sentence)) == (False, f"1 个已归档的日子仍存有到期应删的读数，最早是 {day}：./run linan archive")


def test_the_page_tells_terms_law_and_who_decided(admin: Person, root: Org) -> None:
    decide("fire", term(1500, reason="消防救援支队来函"), admin=admin, root=root)

    page = signed_in_client(admin).get(reverse("monitoring:retention")).content.decode()

    assert "1500 天" in page
    assert "消防救援支队来函" in page
    assert "《中华人民共和国个人信息保护法》第十九条" in page
    assert "不得少于 365 天。" in page


def test_the_page_wants_a_confirmation_before_it_deletes(closed: Series, admin: Person) -> None:
    client, address = signed_in_client(admin), reverse("monitoring:retention-deciding", args=["housekeeping"])
    asked = {"readings_days": "8", "hours_days": "8", "reason": "换季清理"}

    told = client.post(address, asked)
    done = client.post(address, asked | {"agreed_days": "1000"})

    assert (told.status_code, done.status_code) == (409, 302)
    assert "确定并删除" in told.content.decode()
    assert "的全部原始读数（2026-01-02 至" in told.content.decode()
    assert KeptTerm.objects.get().reason == "换季清理"


def test_one_who_administers_a_part_decides_nothing_for_all() -> None:
    client = signed_in_client(a_person(org=a_community(), role=Role.SYSTEM_ADMIN))

    answer = client.post(
        reverse("monitoring:retention-deciding", args=["fire"]),
        {"readings_days": "1500", "hours_days": "3650", "reason": "x"},
    )

    assert (answer.status_code, KeptTerm.objects.count()) == (422, 0)
    assert "请由最上级单位的系统管理员办理" in answer.content.decode()
