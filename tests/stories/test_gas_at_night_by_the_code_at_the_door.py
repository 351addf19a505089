"""A smell of gas at night over HTTP: reported by the code at the door, answered, called, told at two doors, reported upward, closed.

Then the same as a drill: nothing leaves but to the white list.
"""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.utils import timezone
from docx import Document

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.clock import now as clock
from linan.ground.database.secrets import ensure_secrets
from linan.ground.people.models import Role
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.models import Call, Message, MessageStatus
from linan.response.calls.queries import Coverage, coverage_of
from linan.response.headquarters.models import TurnoutMember
from linan.response.models import Incident, Task
from linan.response.reports.models import Report
from linan.response.upward.actions.warning import warn_before_late
from linan.response.upward.models import Filing, ReportDue
from tests.build import a_community, a_grid, a_person, signed_in_client
from tests.builders.calls import a_guest, a_line
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.upward import the_due
from tests.response.calls.gateway import Gateway
from tests.response.calls.sending import SMS, none_queued, send_with

pytestmark = pytest.mark.django_db(transaction=True)
HOUSEHOLDS = 4
ANSWER = "收到，马上行动"
CALL = {"title": "3幢燃气泄漏", "level": "1", "mode": "real", "wanted": "立即走楼梯离开", "choices": ANSWER}
TWELVE = timedelta(minutes=12)


class Night:
    """A building of four households, and those who are awake for them."""

    def __init__(self) -> None:
        ensure_secrets(settings.DATA)
        with everywhere():
            self.community = a_community()
            grid = a_grid(parent=self.community)
            self.officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=self.community))
            self.street = signed_in_client(a_person(role=Role.STREET_OFFICER, org=self.community.parent))
            self.walker = a_person(role=Role.GRID_MEMBER, org=grid, phone="12000009999")
            self.walking = signed_in_client(self.walker)
            self.building = a_building(org=self.community, name="3幢", grid=grid)
            for number in range(HOUSEHOLDS):
                a_resident(household=a_household(building=self.building), phone=f"1200000{number:04d}")
            a_line(org=self.community, settings=SMS, secrets={"access_key_secret": "key"})
        self.gateway = Gateway()
        self.gateway.will_answer({"Code": "OK", "BizId": "b1"})

    @property
    def incident(self) -> Incident:
        """The only incident, as it stands."""
        return Incident._base_manager.select_related("org").get()

    def resident_reports(self) -> str:
        """Report a smell of gas with the code at the door, and return the address of the receipt."""
        said = {"key": str(uuid.uuid4()), "kind": "gas", "text": "四楼楼道有燃气味", "building": self.building.pk, "floor": "4"}
        return Client().post(f"/report/{self.building.code}/", said)["Location"]

    def officer_opens_incident(self) -> None:
        """Open an incident of the report with one press; who is awake is called out."""
        self.officer.post(f"/reports/{Report._base_manager.get().pk}/incident/")
        deliver_announcements()

    def officer_opens_drill(self) -> None:
        """Open the same as a drill."""
        said = {"org": self.community.pk, "kind": "gas_leak", "place": "3幢4楼", "mode": "drill", "account": "演练"}
        self.officer.post("/incidents/open/", said)
        deliver_announcements()

    def walker_turns_out(self) -> None:
        """Come, and be there."""
        member = TurnoutMember._base_manager.get(person=self.walker)
        for to in ("on_the_way", "on_site"):
            self.walking.post(f"/turnout/{member.pk}/answer/", {"to": to})

    def building_is_called(self, **more: object) -> list[str]:
        """Call everybody in the building, and return the links its residents got; the turn-out has reached the walker."""
        written = self.officer.post(f"/calls/write/?incident={self.incident.pk}", {**CALL, "buildings": [self.building.pk], **more})
        seen = HOUSEHOLDS + (1 if more else 0)
        self.officer.post(f"{written['Location']}release/", {"seen": str(seen)})
        send_with(self.gateway, until=none_queued)
        posts = [post["body"] for post in self.gateway.posts if post["body"]["PhoneNumbers"] != self.walker.phone]
        return [json.loads(post["TemplateParam"])["link"] for post in posts]

    def waves_run_out(self) -> int:
        """Let every wave pass, and return how many people nobody reached."""
        with everywhere():
            for hour in range(1, 6):
                escalate_silence(now=clock() + timedelta(hours=hour))
        return self.coverage().not_reached

    def coverage(self) -> Coverage:
        """How far the call of the building came; reporting makes calls of its own."""
        return coverage_of(Call._base_manager.get(drafted_by__isnull=False).pk)

    def silent_doors_are_knocked_at(self) -> None:
        """Tell at every door that is left."""
        page = self.walking.get("/calls/doors/").content.decode()
        for action in [part.split('"')[0] for part in page.split('action="/calls/doors/')[1:]]:
            self.walking.post(f"/calls/doors/{action}", {"came": "told"})

    def twelve_minutes_pass(self) -> None:
        """Move what has begun twelve minutes back."""
        Report._base_manager.update(received_at=F("received_at") - TWELVE)
        Incident._base_manager.update(opened_at=F("opened_at") - TWELVE)
        ReportDue._base_manager.update(started_at=F("started_at") - TWELVE, due_at=F("due_at") - TWELVE)

    def street_is_told_by_phone(self) -> None:
        """Note a call to the street."""
        said = {"to_name": "王芳", "called_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "said": "3幢四楼燃气泄漏，暂无伤亡"}
        self.officer.post(f"/upward/incidents/{self.incident.pk}/phone/", said)
        deliver_announcements()

    def report_is_sent(self, **said: str) -> str:
        """Write a report from the record, send it, and return its address."""
        path = self.officer.post(f"/upward/incidents/{self.incident.pk}/draft/")["Location"]
        form = self.officer.get(path).context["form"]
        given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        self.officer.post(path, given | said)
        address = path.removesuffix("write/")
        self.officer.post(f"{address}send/")
        deliver_announcements()
        return address

    def incident_is_closed(self) -> None:
        """Close it with reason and summary, and tell the reporter."""
        self.officer.post(f"/incidents/{self.incident.pk}/close/", {"reason": "settled", "summary": "阀门已关闭，复测正常"})
        deliver_announcements()


def receipt(address: str) -> str:
    """Return what anybody with the code reads."""
    return Client().get(address).content.decode()


def test_a_smell_of_gas_by_the_code_at_the_door_is_followed_to_its_end():
    night = Night()
    followed = night.resident_reports()
    told = ["收到" in receipt(followed)]

    night.officer_opens_incident()
    told.append("已按突发事件组织处置" in receipt(followed))
    night.walker_turns_out()
    links = night.building_is_called()
    for link in links[:2]:
        Client().post(urlsplit(link).path, {"choice": ANSWER})
    silent = night.waves_run_out()
    night.silent_doors_are_knocked_at()
    cover = night.coverage()

    night.twelve_minutes_pass()
    first = night.report_is_sent(nobody_harmed="on")
    received = night.street.post(f"{first}receipt/").status_code
    paper = [line.text for line in Document(BytesIO(night.street.get(f"{first}word/").content)).paragraphs]
    took = (the_due(night.incident, "community-written").met_at - night.incident.opened_at) // timedelta(minutes=1)
    night.report_is_sent(done="阀门已关闭，两户已入户告知。")
    night.incident_is_closed()
    night.report_is_sent()
    night.officer.post(f"/reports/{Report._base_manager.get().pk}/result/", {"result": "已关阀通风，可以回家"})

    assert told == [True, True]
    assert (len(links), silent, cover.households_percent) == (HOUSEHOLDS, 2, 100)
    assert "敲门：3幢 2 户" in Task._base_manager.values_list("title", flat=True)
    assert (took, received, any("（初报）" in line for line in paper)) == (12, 302, True)
    assert list(Filing._base_manager.order_by("number").values_list("kind", "status")) == [
        ("initial", "received"), ("follow_up", "sent"), ("final", "sent"),
    ]
    assert (night.incident.status, "已关阀通风，可以回家" in receipt(followed)) == ("closed", True)


def test_the_same_night_as_a_drill_leaves_the_house_for_the_white_list_only():
    night = Night()
    a_guest(person=night.walker)

    night.officer_opens_drill()
    night.walker_turns_out()
    night.building_is_called(roles=[Role.GRID_MEMBER])
    night.report_is_sent()
    with everywhere():
        warn_before_late(now=clock() + timedelta(hours=1))
    send_with(night.gateway, until=none_queued)

    called = {post["body"]["PhoneNumbers"] for post in night.gateway.posts}
    residents = Message._base_manager.filter(recipient__household__isnull=False)
    assert called == {night.walker.phone}
    assert (residents.count() >= HOUSEHOLDS, set(residents.values_list("status", flat=True))) == (True, {MessageStatus.WITHHELD})
    assert set(Call._base_manager.values_list("mode", flat=True)) == {"drill"}
    assert Filing._base_manager.get().frozen["title"].startswith("【演练】")
