"""The made-up people who sign in to the demonstration, one for every role of the night."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership, Person, Role

PASSWORD = "linan-demo"
MEMBERS_FOR = timedelta(days=30)  # so that what they did before today is theirs


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration sign-in. level: whose member it is, "community", "street" or "district"."""

    username: str
    full_name: str
    role: Role
    level: str


ACCOUNTS: tuple[Account, ...] = (
    Account("duty", "值班员（演示）", Role.DUTY_OFFICER, "community"),
    Account("director", "社区主任（演示）", Role.COMMUNITY_DIRECTOR, "community"),
    Account("grid", "网格员（演示）", Role.GRID_MEMBER, "community"),
    Account("property", "物业人员（演示）", Role.PROPERTY_STAFF, "community"),
    Account("responder", "微型消防站队员（演示）", Role.RESPONDER, "community"),
    Account("street", "街道值守（演示）", Role.STREET_OFFICER, "street"),
    Account("district", "区指挥长（演示）", Role.DISTRICT_COMMANDER, "district"),
    Account("integrator", "设备集成商（演示）", Role.INTEGRATOR, "district"),
    Account("sysadmin", "系统管理员（演示）", Role.SYSTEM_ADMIN, "district"),
    Account("secadmin", "安全管理员（演示）", Role.SECURITY_ADMIN, "district"),
    Account("audit", "审计管理员（演示）", Role.AUDIT_ADMIN, "district"),
)


def add_accounts(orgs: dict[str, Org], *, now: datetime) -> None:
    """Add the accounts as members of the organisations, {level: organisation}."""
    password = make_password(PASSWORD)
    people = Person.objects.bulk_create(
        Person(username=one.username, full_name=one.full_name, password=password, is_demo=True, joined_at=now - MEMBERS_FOR)
        for one in ACCOUNTS
    )
    Membership.objects.bulk_create(
        Membership(person=person, org=orgs[one.level], role=one.role, from_at=now - MEMBERS_FOR)
        for person, one in zip(people, ACCOUNTS, strict=True)
    )
