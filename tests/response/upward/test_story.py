"""The hour after over HTTP: told by phone, reported in writing at minute twelve, receipted, a leap explained, and to the end."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.models import Logged
from linan.ground.clock import now as clock
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import close_incident
from linan.response.calls.models import Message
from linan.response.models import CloseReason, Mode
from linan.response.upward.actions.warning import warn_before_late
from linan.response.upward.models import Filing
from tests.build import a_community, a_person, signed_in_client
from tests.builders.response import an_incident
from tests.builders.upward import the_due

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Desk:
    """The officer's desk, twelve minutes after an incident was opened."""

    def __init__(self, mode: Mode = Mode.REAL) -> None:
        community = a_community()
        self.officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
        self.street = signed_in_client(a_person(role=Role.STREET_OFFICER, org=community.parent))
        self.incident = an_incident(org=community, mode=mode, opened_at=(clock() - 12 * MINUTE).replace(microsecond=0))
        deliver_announcements()

    def calls_the_street(self) -> None:
        """Note a call made at minute three."""
        at = timezone.localtime(self.incident.opened_at + 3 * MINUTE)
        said = {"to_name": "王芳", "called_at": f"{at:%Y-%m-%dT%H:%M:%S}", "said": "东门起火，暂无伤亡"}
        assert self.officer.post(f"/upward/incidents/{self.incident.pk}/phone/", said).status_code == 302
        deliver_announcements()

    def enters(self, people: int) -> None:
        """Enter people into the name ledger as slightly injured."""
        for number in range(people):
            person = {"name": f"演示伤员{number}", "harm": "slight", "source": "120急救"}
            self.officer.post(f"/upward/incidents/{self.incident.pk}/ledger/", person)

    def writes(self, **said: str) -> str:
        """Write a report from the record, changed where said, and return its address."""
        path = self.officer.post(f"/upward/incidents/{self.incident.pk}/draft/")["Location"]
        form = self.officer.get(path).context["form"]
        given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        self.officer.post(path, given | said)
        return path.removesuffix("write/")

    def sends(self, path: str) -> int:
        """Press the button that sends, and return the status of the answer."""
        answer = self.officer.post(f"{path}send/")
        deliver_announcements()
        return answer.status_code


def test_the_first_hour_is_reported_in_time_and_receipted():
    desk = Desk()
    desk.calls_the_street()

    first = desk.writes(nobody_harmed="on", harm="暂无蔓延")
    sent = desk.sends(first)
    received = desk.street.post(f"{first}receipt/").status_code

    page = desk.officer.get(first).context["page"]
    took = [(the_due(desk.incident, key).met_at - desk.incident.opened_at) // MINUTE for key in ("community-phone", "community-written")]
    assert (sent, received, page.paper["title"], page.filing.status, took) == (
        302, 302, "演示社区关于演示火灾的报告（初报）", "received", [3, 12],
    )


def test_a_leap_of_the_injured_asks_for_a_sentence_and_the_last_report_follows_the_end():
    desk = Desk()
    desk.sends(desk.writes(nobody_harmed="on"))
    desk.enters(3)

    follow_up = desk.writes()
    refused = desk.sends(follow_up)
    follow_up = desk.writes(explanation_slight="三名居民吸入烟气，已送医")
    sent = desk.sends(follow_up)
    with everywhere():
        close_incident(incident_id=desk.incident.pk, reason=CloseReason.SETTLED, summary="明火已灭", by=SYSTEM, now=clock())
    deliver_announcements()
    last = desk.sends(desk.writes())

    kinds = list(Filing._base_manager.order_by("number").values_list("number", "kind"))
    final = the_due(desk.incident, "community-final")
    assert (refused, sent, last, kinds, final.is_running) == (
        409, 302, 302, [(1, "initial"), (2, "follow_up"), (3, "final")], False,
    )


def test_the_street_asks_back_and_sees_the_answer_in_the_next_report():
    desk = Desk()
    first = desk.writes()
    desk.sends(first)

    desk.street.post(f"{first}question/", {"question": "有无被困人员？"})
    asked = desk.officer.get(f"/upward/incidents/{desk.incident.pk}/").content.decode()
    desk.sends(desk.writes(needs="无人被困"))

    assert ("有无被困人员？" in asked, the_due(desk.incident, "asked_back").is_running) == (True, False)


def test_the_word_file_says_what_was_sent():
    desk = Desk()
    first = desk.writes(harm="影响24户 <&>", signer="赵敏")
    desk.sends(first)

    content = desk.street.get(f"{first}word/").content

    paper = Document(BytesIO(content))
    lines = [line.text for line in paper.paragraphs if line.text.strip()]
    figures = [row.cells[0].text for row in paper.tables[0].rows]
    assert (lines[0], lines[2], "影响24户 <&>" in lines, figures[:3]) == (
        "演示社区文件", "演示社区关于演示火灾的报告（初报）", True, ["指标", "死亡", "失踪"],
    )


def test_a_drill_is_marked_and_its_call_goes_out_as_a_drill():
    desk = Desk(mode=Mode.DRILL)
    first = desk.writes()
    desk.sends(first)

    with everywhere():
        warn_before_late(now=desk.incident.opened_at + 4.5 * MINUTE)
    modes = set(Message._base_manager.values_list("call__mode", flat=True))

    paper = desk.officer.get(first).context["page"].paper
    assert (paper["title"][:4], modes) == ("【演练】", {"drill"})


def test_the_timeline_tells_every_step():
    desk = Desk()
    desk.calls_the_street()
    first = desk.writes()
    desk.sends(first)
    desk.street.post(f"{first}receipt/")

    kinds = Logged.objects.filter(about__contains=[f"incident-{desk.incident.pk}"]).order_by("id").values_list("kind", flat=True)
    told = [kind for kind in kinds if kind.startswith(("response.Phone", "response.Filing"))]
    assert told == ["response.PhoneReported", "response.FilingSent", "response.FilingReceived"]
