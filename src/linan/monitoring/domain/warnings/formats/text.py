"""The text of a Chinese notice: issuer, moment, kind and colour, then what is expected, as stations publish it.

"浦东新区气象台2026年07月03日05时44分发布暴雨蓝色预警[Ⅳ级/一般]:预计未来6小时…". One notice a line. Times are Beijing's.
"""

import re
from datetime import UTC, datetime

from linan.monitoring.domain.warnings.documents import Document
from linan.monitoring.domain.warnings.levels import categories_of, kind_in_text, kinds, level_in_text
from linan.monitoring.domain.warnings.message import Action, Area, WarningMessage, Words
from linan.monitoring.domain.warnings.refusals import FieldMissing, FieldUnreadable
from linan.monitoring.domain.warnings.spans import end_in_text
from linan.monitoring.domain.warnings.times import BEIJING

_NOTICE = re.compile(
    r"(?P<issuer>[^\d\s,，。:：]{2,40}?)\s*(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?P<hour>\d{1,2})[时:：](?P<minute>\d{1,2})分?(?:(?P<second>\d{1,2})秒)?"
    r"(?P<verb>继续发布|变更发布|更新发布|升级发布|发布|更新|变更|升级|解除|撤销|取消)"
    r"(?P<head>[^:：。，,;；]{2,80}?(?:预警|警报)(?:信号)?"
    r"(?:为[^:：。，,;；]{2,40}?(?:预警|警报)(?:信号)?)?(?:[\[［【(（][^\]］】)）]{1,12}[\]］】)）])?)(?P<body>.*)",
    re.DOTALL,
)
_MOMENT = ("year", "month", "day", "hour", "minute", "second")
_OFFICE = re.compile(r"(?:中心)?(?:气象台|气象局|气象站|自然资源和规划局|自然资源局|水务局|水利局|应急管理局|海洋预报台)+$")
_RELAYED = re.compile(r"[(（]预警信息来源[:：][^)）]*[)）]\s*$")
_ENDED = ("解除", "撤销", "取消")
_RENEWED = ("继续发布", "变更发布", "更新发布", "升级发布", "更新", "变更", "升级")


def recognises(document: Document) -> bool:
    """Return whether the document is text with a first line like a notice."""
    return document.root is None and _NOTICE.match(document.text.lstrip()) is not None


def parts(document: Document) -> list[str]:
    """Return the lines, a notice each."""
    return [line.strip() for line in document.text.splitlines() if line.strip()]


def read(line: str) -> WarningMessage:
    """Return the message of a notice. Raises: FieldUnreadable, FieldMissing."""
    found = _NOTICE.match(line)
    if not found:
        raise FieldUnreadable(field="text", element="text", value=line[:60])
    sent_at = _sent(found)
    head, body = found["head"], _RELAYED.sub("", found["body"]).lstrip(":：。 ").strip()
    kind = kind_in_text(_newest(head))
    level = level_in_text(head, kind=kind)
    if level is None:
        raise FieldMissing(field="level", element="level")
    event = kinds()[kind].title.zh if kind else _newest(head)
    return WarningMessage(
        format="text", identifier=f"{found['issuer']}-{sent_at:%Y%m%d%H%M%S}-{event}", sender=found["issuer"],
        issuer=found["issuer"], sent_at=sent_at, action=_action(found["verb"], head + body), replaces_silently=True,
        kind=kind, categories=categories_of(kind), level=level, starts_at=sent_at,
        ends_at=end_in_text(body, sent_at=sent_at), areas=(Area(_OFFICE.sub("", found["issuer"])),),
        words=(Words("zh-CN", event, f"{found['issuer']}{found['verb']}{head}", body or line, ""),),
    )


def _newest(head: str) -> str:
    """Return the part after "为": of "高温黄色预警信号为高温橙色预警信号" the second warning holds."""
    return head.rsplit("为", 1)[-1]


def _sent(found: "re.Match[str]") -> datetime:
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in _MOMENT)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING).astimezone(UTC)
    except ValueError as fault:
        raise FieldUnreadable(field="sent", element="sent", value=found[0][:60]) from fault


def _action(verb: str, text: str) -> Action:
    if verb in _ENDED:
        return Action.CANCEL
    return Action.UPDATE if verb in _RENEWED or "更新为" in text or "变更为" in text else Action.ALERT
