"""A report upward of the days before the night: a gas smell that was told by phone, in writing, and to the end."""

from datetime import datetime, timedelta

from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.registry.models import Building
from linan.response.models import CloseReason, Incident, IncidentClass, IncidentStatus
from linan.response.upward.actions.drafting import Written, draft_filing, save_draft
from linan.response.upward.actions.dues import close_dues, open_dues
from linan.response.upward.actions.phone import note_phone_report
from linan.response.upward.actions.receipts import receive_filing
from linan.response.upward.actions.sending import send_filing
from linan.response.upward.models import Filing

DAYS_AGO = 4
ACCOUNT = "居民反映单元门口有燃气味，值班员电话核实后通知燃气公司和物业"
SAID = "{title}，暂无伤亡，燃气公司正在赶来，楼道已开窗，请知悉。"
HARM = "涉及1个单元28户。燃气公司已关闭单元阀门，浓度持续下降，未发生燃烧。"
DONE = "1. 值班员3分钟内电话核实并通知燃气公司。\n2. 物业打开楼道门窗，禁止明火和开关电器。\n3. 网格员逐户告知，28户全部告知到位。"
NEXT = "等待燃气公司检测结论，合格后恢复供气，情况及时续报。"
ENDED = "单元入户管接头松动，燃气公司已更换，复测浓度为零，28户恢复供气，无人员伤亡"


def remember_report(community: Org, *, now: datetime) -> None:
    """Write an incident that was reported and settled four days ago; a second call changes nothing."""
    if Filing.objects.filter(org=community).exists():
        return
    began = now - timedelta(days=DAYS_AGO)
    officer, street = Person.objects.get(username="duty"), Person.objects.get(username="street")
    incident = _incident(community, officer, began)
    open_dues(incident=incident, org=community, start=began, now=began)
    at = began + timedelta(minutes=3)
    note_phone_report(
        incident=incident, org=community, to_name="街道值守（演示）", said=SAID.format(title=incident.title), called_at=at, by=officer, now=at
    )
    _report(incident, officer, street, at=began + timedelta(minutes=12), harm=HARM, done=DONE, next_steps=NEXT)
    ended = began + timedelta(hours=2)
    _close(incident, officer, ended)
    close_dues(incident_id=incident.pk, now=ended)
    last = began + timedelta(hours=3)
    _report(incident, officer, street, at=last, harm="影响已消除。", done=DONE, next_steps="一周内由物业复查一次接头。")


def _incident(community: Org, officer: Person, began: datetime) -> Incident:
    house = Building.objects.filter(org=community, use="residential").order_by("pk")[1]
    return Incident.objects.create(
        org=community, title=f"{house.name}1单元门口燃气味", klass=IncidentClass.ACCIDENT, sub_code="20900", building=house,
        place="1单元门口", account=ACCOUNT, lon=house.lon, lat=house.lat, opened_at=began, opened_by=officer,
    )


def _close(incident: Incident, officer: Person, ended: datetime) -> None:
    incident.status, incident.closed_at, incident.closed_by = IncidentStatus.CLOSED, ended, officer
    incident.close_reason, incident.close_summary = CloseReason.SETTLED, ENDED
    incident.save()


def _report(incident: Incident, officer: Person, street: Person, *, at: datetime, harm: str, done: str, next_steps: str) -> None:
    draft = draft_filing(incident=incident, org=incident.org, by=officer, now=at)
    texts = {
        "happened": draft.happened, "harm": harm, "done": done, "next_steps": next_steps, "signer": "社区主任（演示）",
        "contact": "值班员（演示）",
    }
    written = Written(kind=draft.kind, texts=texts, by_hand={}, explanations={}, nobody_harmed=True)
    save_draft(written, filing_id=draft.pk, by=officer, now=at)
    sent = send_filing(filing_id=draft.pk, by=officer, now=at)
    receive_filing(filing_id=sent.pk, by=street, now=at + timedelta(minutes=4))
