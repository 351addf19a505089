"""The brief of a day and the bulletin of an incident: the facts that fill the reports, as papers for whoever has to know."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone, translation

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.response.calls.models import Call
from linan.response.models import Incident, Participation
from linan.response.upward.actions.drafting import TOP
from linan.response.upward.brief_template import template_bytes
from linan.response.upward.counting import count_figures
from linan.response.upward.domain.figures import indicators
from linan.response.upward.domain.wording import DRILL_MARK, KIND_WORDS, moment, write
from linan.response.upward.duty_day import DutyDay
from linan.response.upward.models import Filing, PhoneNote
from linan.response.upward.paper import NUMERALS, Section, filled_form, numbered
from linan.response.upward.queries import level_above
from linan.response.upward.record import known_of

NONE = "无。"
LANGUAGE = "zh-hans"  # the forms are Chinese, whoever opens them


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A paper that informs and asks for nothing. number: of the issue. figures: as the table of the form shows them."""

    name: str
    number: int
    title: str
    unit: str
    date: str
    as_of: str
    reported_to: str
    sent_to: str
    is_drill: bool
    sections: Sequence[Section]
    figures: Sequence[Mapping[str, str]] = ()
    figures_heading: str = ""


def daily_brief(day: DutyDay, *, now: datetime) -> Brief:
    """Return the brief of a day; its issue is the number of the day in the year."""
    ended = "" if day.is_over else f"（截至{_time(now)}）"
    with translation.override(LANGUAGE):
        sections = numbered([
            ("值班情况", _on_duty(day)), ("突发事件", _incidents(day)), ("信息报送", _reported(day)),
            ("报警与群众报事", _signals(day)), ("叫应情况", _calls(day.calls)), ("交接事项", _handed_over(day)),
        ])
    return Brief(
        name="值班快报", number=day.day.timetuple().tm_yday, unit=day.org.name, date=_date(day.ends_at),
        as_of=_time(day.ends_at if day.is_over else now),
        title=f"{_hour(day.begins_at)}至{_hour(day.ends_at)}值班情况{ended}", reported_to=_above(day.org), sent_to="",
        is_drill=False, sections=sections,
    )


def work_bulletin(incident: Incident, org: Org, *, now: datetime) -> Brief:
    """Return the bulletin of an incident as the record stands; one issue for each day since it was opened."""
    opened = timezone.localdate(incident.opened_at)
    with translation.override(LANGUAGE):
        words = write(known_of(incident, org))
    sections = numbered([("基本情况", words.happened), ("工作进展", words.done), ("下一步工作", words.next_steps)])
    is_drill = incident.mode == "drill"
    return Brief(
        name="工作快报", number=(timezone.localdate(now) - opened).days + 1, unit=org.name, date=_date(now), as_of=_time(now),
        title=f"{DRILL_MARK if is_drill else ''}{incident.title}处置工作情况", reported_to=_above(org),
        sent_to="、".join(_taking_part(incident, org)), is_drill=is_drill, sections=sections,
        figures=_figures(incident, now=now), figures_heading=f"{NUMERALS[len(sections)]}、主要数据（截至{_time(now)}）",
    )


def brief_file(brief: Brief, *, trace: str) -> bytes:
    """Return a brief as a .docx file. trace: what lets a printed copy be found again, in small print."""
    return filled_form(template_bytes(), {**asdict(brief), "trace": trace})


def _on_duty(day: DutyDay) -> str:
    lines = [
        f"{one.get_post_display()}：{one.person}，{_time(one.begins_at)}至{_time(one.ends_at)}"
        + (f"，{_time(one.arrived_at)}到岗。" if one.arrived_at else "，未登记到岗。")
        for one in day.shifts
    ]
    return "\n".join(lines) or "当日未排班。"


def _incidents(day: DutyDay) -> str:
    if not day.incidents:
        return NONE
    head = f"共{len(day.incidents)}起，其中{day.open_incidents}起仍在处置。"
    return "\n".join([head, *(f"{number}. {_incident(one, day)}" for number, one in enumerate(day.incidents, 1))])


def _incident(one: Incident, day: DutyDay) -> str:
    grade = str(one.get_grade_display()) if one.grade else "等级尚未评定"
    is_over = one.closed_at is not None and one.closed_at <= day.ends_at
    state = f"{_time(one.closed_at)}结束" if is_over and one.closed_at else "仍在处置"
    said = (one.close_summary if is_over else one.account).strip().rstrip("。")
    return f"{_time(one.opened_at)}，{one.org}，{one.title}（{one.get_klass_display()}，{grade}），{state}。" + (f"{said}。" if said else "")


def _reported(day: DutyDay) -> str:
    written = [_filing(line.filing) for line in day.filings]
    told = [_note(one) for one in day.notes]
    if not written and not told:
        return NONE
    head = f"书面报告{len(written)}份，电话报告{len(told)}次。"
    return "\n".join([head, *(f"{number}. {line}" for number, line in enumerate([*told, *written], 1))])


def _filing(one: Filing) -> str:
    sent = _time(one.sent_at) if one.sent_at else ""
    return f"{sent}，{one.org}向{one.to_name}报送“{one.incident.title}”{KIND_WORDS[one.kind]}，{one.get_status_display()}。"


def _note(one: PhoneNote) -> str:
    return f"{_time(one.called_at)}，{one.org}向{one.to_org or ''}{one.to_name}电话报告“{one.incident.title}”。"


def _signals(day: DutyDay) -> str:
    judged = "、".join(f"{word}{number}起" for word, number in day.alarms)
    alarms = f"研判报警{sum(number for _word, number in day.alarms)}起" + (f"（{judged}）" if judged else "")
    return f"{alarms}；收到群众报事{day.reports}件。"


def _calls(calls: Sequence[Call]) -> str:
    lines = [f"{_time(one.released_at)}，“{one.title}”，{one.people}人、{one.households}户。" for one in calls if one.released_at]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)) or NONE


def _handed_over(day: DutyDay) -> str:
    return "\n".join(f"{_time(one.written_at)}，{one.written_by}：{' '.join(one.text.split())}" for one in day.hand_overs)


def _figures(incident: Incident, *, now: datetime) -> list[Mapping[str, str]]:
    counted = count_figures(incident, now=now)
    rows = [(one, counted[one.key]) for one in indicators() if one.key in counted]
    return [
        {
            "name": one.name, "amount": f"{figure.value}{one.unit}", "definition": one.definition, "source": figure.source,
            "at": _time(figure.at),
        }
        for one, figure in rows
    ]


def _taking_part(incident: Incident, org: Org) -> list[str]:
    with everywhere():
        rows = Participation.objects.filter(incident=incident).exclude(org=org).select_related("org")
        return [row.org.name for row in rows]


def _above(org: Org) -> str:
    above = level_above(org)
    return above.name if above else TOP


def _time(at: datetime) -> str:
    return moment(timezone.localtime(at))


def _hour(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日{local.hour}时"


def _date(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日"
