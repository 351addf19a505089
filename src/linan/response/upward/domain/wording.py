"""The words of a report, written from what is known. The official form is Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

UNCLEAR = "正在核实"
KIND_WORDS = {"initial": "初报", "follow_up": "续报", "zero": "零报告", "final": "终报", "verified": "核报", "supplement": "补报"}
DRILL_MARK = "【演练】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record holds of an incident. Moments are local. signals, done, open_tasks: one line each."""

    unit: str
    title: str
    kind_of_event: str
    place: str
    opened_at: datetime
    known_at: datetime
    account: str
    grade: str
    signals: Sequence[str]
    done: Sequence[str]
    open_tasks: Sequence[str]
    phone_note: str
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of a report."""

    happened: str
    done: str
    next_steps: str


def moment(at: datetime) -> str:
    """Return a moment as a report says it."""
    return f"{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def write(known: Known) -> Wording:
    """Write the texts of a report from the record; what is not known is said to be unclear."""
    return Wording(happened=_happened(known), done=_done(known), next_steps=_next(known))


def title_of(*, unit: str, title: str, kind: str, number: int | None, is_drill: bool) -> str:
    """Return the title of a report: the first one says 初报, later ones their number."""
    word = KIND_WORDS[kind]
    counted = f"（{word}）" if kind == "initial" or number is None else f"（{word}，第{number}报）"
    return f"{DRILL_MARK if is_drill else ''}{unit}关于{title}的报告{counted}"


def document_number(*, unit: str, year: int, serial: int) -> str:
    """Return the number of a document (发文字号). Source: GB/T 9704-2012, 7.2.5: full year in six-cornered brackets."""
    return f"{unit}报〔{year}〕{serial}号"


def _happened(known: Known) -> str:
    lines = [f"{moment(known.known_at)}，{known.unit}获悉：{known.place or known.title}发生{known.kind_of_event}。"]
    if known.account:
        lines.append(known.account.rstrip("。") + "。")
    lines += [f"{line}。" for line in known.signals]
    lines.append(f"事件等级：{known.grade or '尚未评定'}。原因{UNCLEAR}。")
    if known.closing:
        lines.append(f"处置结束：{known.closing.rstrip('。')}。")
    return "\n".join(lines)


def _done(known: Known) -> str:
    lines = [*([known.phone_note] if known.phone_note else []), *known.done]
    return "\n".join(f"{number}. {line}。" for number, line in enumerate(lines, 1)) or "先期处置正在展开。"


def _next(known: Known) -> str:
    if known.closing:
        return "继续做好现场值守和人员安抚，如有变化及时续报。"
    lines = "\n".join(f"{number}. {line}。" for number, line in enumerate(known.open_tasks, 1))
    return lines or "继续核实情况，及时续报。"
