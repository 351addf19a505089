"""How monitoring's values are said: quantities, severities, places, readings."""

from functools import cache

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from linan.monitoring.models import Device, Series, Severity
from linan.monitoring.profiles import Title, load_profiles
from linan.monitoring.readings import HOUSEKEEPING
from linan.monitoring.shipped import ranges

TONES = {Severity.CRITICAL: "red", Severity.MAJOR: "orange", Severity.MINOR: "yellow", Severity.HINT: "blue"}


@cache
def _channels() -> dict[str, tuple[str, Title]]:
    """Return {quantity: (icon, title)} of all device models; the model that measures least else gives both."""
    found: dict[str, tuple[str, Title]] = {}
    for profile in sorted(load_profiles().values(), key=lambda one: len(one.series.keys() - set(HOUSEKEEPING))):
        for channel in profile.series.values():
            icon = "device" if channel.quantity in HOUSEKEEPING else profile.icon
            found.setdefault(channel.quantity, (icon, channel.title))
    return found


def quantity_name(quantity: str) -> str:
    """Return a quantity's name in the language now active; one without a name stands as its key."""
    if quantity in _channels():
        return _said(_channels()[quantity][1])
    return _said(ranges()[quantity].title) if quantity in ranges() else quantity


def quantity_names() -> dict[str, str]:
    """Return {quantity: its name in the language now active} of all that devices measure or people enter."""
    every = [*_channels(), *ranges()]
    return dict(sorted(((one, quantity_name(one)) for one in every), key=lambda one: one[1]))


def icon_name(quantity: str) -> str:
    """Return the icon of a quantity."""
    return _channels()[quantity][0] if quantity in _channels() else "device"


def _said(title: Title) -> str:
    return title.zh if (get_language() or "zh").startswith("zh") else title.en


def tone_of(severity: int) -> str:
    """Return the colour of a severity; grey for one that does not exist."""
    return TONES.get(Severity(severity), "grey") if severity in Severity.values else "grey"


def reading_in_words(value: float | None, series: Series) -> str:
    """Return a value with its unit, three digits that count; "no reading" where there is none."""
    if value is None:
        return gettext("no reading")
    if series.unit == "" and value in (0.0, 1.0):
        return gettext("yes") if value else gettext("no")
    return f"{number_format(value, decimal_pos=_decimals(value))} {series.unit}".rstrip()


def _decimals(value: float) -> int:
    if value == int(value) or abs(value) >= 100:
        return 0
    return 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3


def place_in_words(device: Device) -> str:
    """Return where a device is: building · staircase · floor · place; its name where nothing else is known."""
    parts = [device.building.name] if device.building else []
    if device.unit is not None:
        parts.append(gettext("staircase %(unit)s") % {"unit": device.unit})
    if device.floor is not None:
        parts.append(gettext("floor %(floor)s") % {"floor": device.floor})
    if device.place:
        parts.append(device.place)
    return " · ".join(parts) or device.name


def series_of_profile(profile: str) -> dict[str, tuple[str, str]]:
    """Return {key: (quantity, unit)} of a device model."""
    return {key: (one.quantity, one.unit) for key, one in load_profiles()[profile].series.items()}


def profile_names() -> dict[str, str]:
    """Return {device model: its name in the language now active}."""
    return {key: _said(one.title) for key, one in load_profiles().items()}


def profile_name(profile: str) -> str:
    """Return a device model's name; one without a name stands as its key."""
    return profile_names().get(profile, profile)


def span_of_days(days: int) -> str:
    """Return a number of days in words, whole years from two on as such."""
    if days >= 730 and days % 365 == 0:
        return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
