"""What the pages of the rules show: each with what holds now, on what it rests, and who set it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound
from linan.ground.text import Sentence, noop, say
from linan.logistics.duty.demands import DOUBLING
from linan.logistics.duty.domain.demands import shipped_doublings
from linan.logistics.duty.domain.swapping import shipped as shipped_swapping
from linan.logistics.duty.models import OwnRule
from linan.logistics.duty.rules import SWAPPING, nearest_rule, newest_rules
from linan.response.headquarters.rule_forms import (
    ClaimingForm,
    DoublingForm,
    RollCallForm,
    RuleForm,
    SwappingForm,
    TurnoutForm,
)
from linan.response.headquarters.rulebook import CLAIMING, ROLL_CALL, SHIPPED, TURNOUT

Content = Mapping[str, Any]


def _turnout_lines(content: Content) -> list[Sentence]:
    words = {
        "community": noop("Community: an answer within %(answer)s min, the first on site within %(arrive)s min"),
        "street": noop("Street: an answer within %(answer)s min, the first on site within %(arrive)s min"),
        "district": noop("District: an answer within %(answer)s min, the first on site within %(arrive)s min"),
    }
    return [say(words[one["unit"]], answer=one["answer_min"], arrive=one["arrive_min"]) for one in content["tiers"]]


def _roll_call_lines(content: Content) -> list[Sentence]:
    return [
        say(noop("Every %(every)s min while somebody is at work"), every=content["every_min"]),
        say(
            noop("Amber after %(amber)s min of silence, red after %(red)s min"),
            amber=content["amber_after_min"], red=content["red_after_min"],
        ),
        say(noop("Whoever is silent is to be found within %(minutes)s min"), minutes=content["search_within_min"]),
    ]


def _claiming_lines(content: Content) -> list[Sentence]:
    text = noop("A task that nobody accepts goes on after %(wait)s min, at most %(most)s times")
    return [say(text, wait=content["wait_min"], most=content["most"])]


def _doubling_lines(content: Content) -> list[Sentence]:
    text = noop("%(rule)s: %(officers)s officers and %(leaders)s leaders on duty")
    return [
        say(text, rule=one["title"]["zh"], officers=one["officers"], leaders=one["leaders"]) for one in content["rules"]
    ]


def _swapping_lines(content: Content) -> list[Sentence]:
    said = noop("Whoever leads confirms what both agreed on") if content["is_confirmed"] else noop("Done as soon as both agree")
    return [say(said), say(noop("Settled at least %(hours)s h before either shift begins"), hours=content["ahead_h"])]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """One rule that units may set."""

    title: str
    form: type[RuleForm]
    shipped: Callable[[], Content]
    lines: Callable[[Content], list[Sentence]]


def _shipped_doubling() -> Content:
    return {"rules": shipped_doublings()}


KINDS: dict[str, RuleKind] = {
    TURNOUT: RuleKind(noop("Tiers of a turn-out and their clocks"), TurnoutForm, SHIPPED[TURNOUT], _turnout_lines),
    ROLL_CALL: RuleKind(noop("Roll-calls and silence"), RollCallForm, SHIPPED[ROLL_CALL], _roll_call_lines),
    CLAIMING: RuleKind(noop("Tasks that nobody takes"), ClaimingForm, SHIPPED[CLAIMING], _claiming_lines),
    DOUBLING: RuleKind(noop("When more than one must be on duty"), DoublingForm, _shipped_doubling, _doubling_lines),
    SWAPPING: RuleKind(noop("Swaps of shifts"), SwappingForm, shipped_swapping, _swapping_lines),
}


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule as it holds for a unit. own: as a unit set it, None where the shipped one holds."""

    key: str
    kind: RuleKind
    content: Content
    own: OwnRule | None

    @property
    def title(self) -> Sentence:
        """What it is about."""
        return say(self.kind.title)

    @property
    def lines(self) -> list[Sentence]:
        """Its figures in words."""
        return self.kind.lines(self.content)

    @property
    def sources(self) -> list[tuple[str, bool]]:
        """On what it rests, each with whether somebody compared the text."""
        if self.own:
            return [(self.own.source, self.own.is_verified)]
        parts = self.content.get("tiers") or self.content.get("rules") or [self.content]
        return list(dict.fromkeys(_source(one) for one in parts))


def shown_rules(unit: Org) -> list[ShownRule]:
    """Return every rule as it holds for a unit."""
    rows = newest_rules(KINDS.keys())
    return [_shown(key, nearest_rule(rows, key=key, path=unit.path)) for key in KINDS]


def shown_rule(unit: Org, key: str) -> ShownRule:
    """Return one rule as it holds for a unit. Raises: NotFound."""
    if key not in KINDS:
        raise NotFound
    return _shown(key, nearest_rule(newest_rules({key}), key=key, path=unit.path))


def versions_of(unit: Org, key: str) -> Sequence[OwnRule]:
    """Return what a unit and those above it set, the latest first."""
    ids = [int(part) for part in unit.path.split(".") if part]
    rows = OwnRule._base_manager.filter(org_id__in=ids, key=key).select_related("org", "changed_by")
    return list(rows.order_by("-changed_at", "-pk"))


def unit_that_sets_rules(standing: Standing) -> Org | None:
    """Return the highest unit in which a person may set rules; None for nobody."""
    grants = [one for one in standing.grants if Right.CONFIGURE in one.rights]
    return Org.objects.get(pk=min(grants, key=lambda one: len(one.path)).org_id) if grants else None


def _shown(key: str, own: OwnRule | None) -> ShownRule:
    kind = KINDS[key]
    return ShownRule(key=key, kind=kind, content=own.content if own else kind.shipped(), own=own)


def _source(part: Content) -> tuple[str, bool]:
    source = part["source"]
    return (source, part["verified"]) if isinstance(source, str) else (source["text"], source["verified"])
