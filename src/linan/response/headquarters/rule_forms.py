"""Forms by which a unit sets the rules of turn-out, roll-calls, unclaimed tasks and double duty."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linan.ground.access.rights import Right, roles_with
from linan.ground.people.models import Role
from linan.response.headquarters.domain.turnout import Start
from linan.response.models import IncidentClass

LONGEST_MIN = 24 * 60
MOST_ON_DUTY = 20
TIERS = {"community": _("Tier 1 · community"), "street": _("Tier 2 · street"), "district": _("Tier 3 · district")}
STARTS = [(Start.OPENED.value, _("as soon as it is opened")), (Start.LEVEL_SET.value, _("when a response is activated"))]
ROLES = [(role.value, role.label) for role in Role if role in roles_with(Right.RESPOND)]


def _minutes(label: Any, value: int, *, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=LONGEST_MIN, initial=value, help_text=help_text)


class RuleForm(forms.Form):
    """What every rule has: its figures, on what they rest, and why they change."""

    LAST: ClassVar = ("source", "is_verified", "reason")

    source = forms.CharField(
        label=_("On what do the figures rest?"), max_length=400,
        help_text=_("The document with its number and article; “decided by the unit” where there is none."),
    )
    is_verified = forms.BooleanField(label=_("I have compared the figures with that text"), required=False)
    reason = forms.CharField(label=_("Why does the rule change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, said: Any, *, content: Mapping[str, Any], source: str, is_verified: bool) -> None:
        super().__init__(said, initial={"source": source, "is_verified": is_verified})
        self.before = content
        self.build()
        self.order_fields([name for name in self.fields if name not in self.LAST])

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        raise NotImplementedError

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        raise NotImplementedError

    def _basis(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["source"], "verified": self.cleaned_data["is_verified"]}


class TurnoutForm(RuleForm):
    """Whose roles each tier calls, and its minutes."""

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        for tier in self.before["tiers"]:
            name, number = TIERS[tier["unit"]], tier["tier"]
            self.fields[f"roles_{number}"] = forms.MultipleChoiceField(
                label=_("%(tier)s: whom it calls") % {"tier": name}, choices=ROLES, initial=tier["roles"],
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"answer_{number}"] = _minutes(
                _("%(tier)s: minutes to the answer") % {"tier": name}, tier["answer_min"]
            )
            self.fields[f"arrive_{number}"] = _minutes(
                _("%(tier)s: minutes to the first on site") % {"tier": name}, tier["arrive_min"]
            )
        for klass in IncidentClass:
            self.fields[f"start_{klass}"] = forms.ChoiceField(
                label=_("The first tier of a %(klass)s is called") % {"klass": klass.label}, choices=STARTS,
                initial=self.before["starts"].get(klass.value, Start.LEVEL_SET.value),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that may come after the arrival."""
        said: dict[str, Any] = super().clean() or {}
        for tier in self.before["tiers"]:
            answer, arrive = said.get(f"answer_{tier['tier']}"), said.get(f"arrive_{tier['tier']}")
            if answer and arrive and answer > arrive:
                self.add_error(f"answer_{tier['tier']}", _("The answer is due before the first must be on site."))
        return said

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        said = self.cleaned_data
        tiers = [
            {**tier, "roles": said[f"roles_{tier['tier']}"], "answer_min": said[f"answer_{tier['tier']}"],
             "arrive_min": said[f"arrive_{tier['tier']}"], "source": self._basis()}
            for tier in self.before["tiers"]
        ]
        return {"starts": {klass.value: said[f"start_{klass}"] for klass in IncidentClass}, "tiers": tiers}


class RollCallForm(RuleForm):
    """How often the roll is called, and how long silence is borne."""

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        labels = {
            "every_min": _("Minutes from one roll-call to the next"), "amber_after_min": _("Minutes of silence until amber"),
            "red_after_min": _("Minutes of silence until red"), "search_within_min": _("Minutes to find whoever is silent"),
            "pause_min": _("Minutes without a look after which waiting begins anew"),
        }
        for name, label in labels.items():
            self.fields[name] = _minutes(label, self.before[name])

    def clean(self) -> dict[str, Any]:
        """Refuse red before amber."""
        said: dict[str, Any] = super().clean() or {}
        amber, red = said.get("amber_after_min"), said.get("red_after_min")
        if amber and red and amber >= red:
            self.add_error("red_after_min", _("Red comes after amber: choose more minutes."))
        return said

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        return {name: self.cleaned_data[name] for name in self.before if name.endswith("_min")} | {"source": self._basis()}


class ClaimingForm(RuleForm):
    """When a task that nobody accepts goes on."""

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        self.fields["wait_min"] = _minutes(_("Minutes until an unaccepted task goes on"), self.before["wait_min"])
        self.fields["most"] = forms.IntegerField(
            label=_("How often it goes on by itself"), min_value=1, max_value=10, initial=self.before["most"]
        )

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        said = self.cleaned_data
        return {"wait_min": said["wait_min"], "most": said["most"], "source": self._basis()}


class DoublingForm(RuleForm):
    """When how many must be on duty."""

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        for rule in self.before["rules"]:
            key, named = rule["key"], {"rule": rule["title"]["zh"]}
            if rule["when"] == "season":
                for place, label in (("first", _("%(rule)s: first day (month-day)")), ("last", _("%(rule)s: last day (month-day)"))):
                    self.fields[f"{place}_{key}"] = forms.RegexField(
                        r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", label=label % named, initial=rule[place]
                    )
            for post, label in (("officers", _("%(rule)s: officers on duty")), ("leaders", _("%(rule)s: leaders on duty"))):
                self.fields[f"{post}_{key}"] = forms.IntegerField(
                    label=label % named, min_value=0, max_value=MOST_ON_DUTY, initial=rule[post]
                )

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        return {"rules": [self._rule(one) for one in self.before["rules"]]}

    def _rule(self, before: Mapping[str, Any]) -> dict[str, Any]:
        said, basis = self.cleaned_data, self._basis()
        figures = {
            name: said[f"{name}_{before['key']}"] for name in ("officers", "leaders", "first", "last")
            if f"{name}_{before['key']}" in said
        }
        return {**before, **figures, "source": basis["text"], "verified": basis["verified"]}


class SwappingForm(RuleForm):
    """Whether a leader confirms a swap of shifts, and until when it is settled."""

    def build(self) -> None:
        """Add the fields of the figures, filled with what holds now."""
        self.fields["is_confirmed"] = forms.BooleanField(
            label=_("Whoever leads confirms what both agreed on"), required=False, initial=self.before["is_confirmed"]
        )
        self.fields["ahead_h"] = forms.IntegerField(
            label=_("Hours before either shift by which it is settled"), min_value=0, max_value=72,
            initial=self.before["ahead_h"],
        )

    def content(self) -> dict[str, Any]:
        """Return the rule as it is to hold, in the shape of the shipped file."""
        said = self.cleaned_data
        return {"is_confirmed": said["is_confirmed"], "ahead_h": said["ahead_h"], "source": self._basis()}
