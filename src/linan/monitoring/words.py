"""How monitoring's values are said: quantities, severities, places, readings."""

from django.utils.formats import number_format
from django.utils.translation import gettext

from linan.ground.text import noop
from linan.monitoring.models import Condition, Device, Series, Severity

QUANTITIES: dict[str, str] = {
    "smoke_obscuration": noop("smoke"),
    "smoke": noop("smoke"),
    "temperature": noop("temperature"),
    "carbon_monoxide": noop("carbon monoxide"),
    "co": noop("carbon monoxide"),
    "socket_current": noop("socket current"),
    "current": noop("socket current"),
    "socket_temperature": noop("socket temperature"),
    "power": noop("power"),
    "water_level": noop("water level"),
    "rainfall": noop("rainfall"),
    "rain": noop("rainfall"),
    "sos": noop("call for help"),
    "button": noop("call for help"),
    "door": noop("door open"),
    "door_open": noop("door open"),
    "battery": noop("battery"),
    "signal": noop("signal strength"),
    "humidity": noop("humidity"),
}
TONES = {Severity.CRITICAL: "red", Severity.MAJOR: "orange", Severity.MINOR: "yellow", Severity.HINT: "blue"}


def quantity_name(quantity: str) -> str:
    """Return a quantity's name in the language now active; one without a name stands as its key."""
    return gettext(QUANTITIES[quantity]) if quantity in QUANTITIES else quantity


def tone_of(severity: int) -> str:
    """Return the colour of a severity; grey for one that does not exist."""
    return TONES.get(Severity(severity), "grey") if severity in Severity.values else "grey"


def reading_in_words(value: float | None, series: Series) -> str:
    """Return a value with its unit, four digits at most; "no reading" where there is none."""
    if value is None:
        return gettext("no reading")
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{number_format(round(value, digits), decimal_pos=digits)} {series.unit}".rstrip()


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


PROFILES: dict[str, str] = {
    "smoke": noop("smoke detector"),
    "heat": noop("heat detector"),
    "co": noop("carbon monoxide detector"),
    "ebike_socket": noop("e-bike charging socket"),
    "water_level": noop("water level gauge"),
    "rain_gauge": noop("rain gauge"),
    "door": noop("door contact"),
    "sos_button": noop("SOS button"),
}
PARAMETERS: dict[str, str] = {
    "above": noop("raise above"),
    "below": noop("raise below"),
    "clear_below": noop("back to normal below"),
    "clear_above": noop("back to normal above"),
    "for_s": noop("lasting (s)"),
    "within_s": noop("within (s)"),
    "rise": noop("rise by"),
    "silent_s": noop("without a word (s)"),
}
KINDS: dict[str, str] = {
    "threshold": noop("beyond a threshold"),
    "sustained": noop("beyond a threshold for some time"),
    "rate_of_rise": noop("rising fast"),
    "silence": noop("silent for too long"),
}


PROFILE_SERIES: dict[str, dict[str, tuple[str, str]]] = {
    "smoke": {"smoke": ("smoke", "dB/m"), "battery": ("battery", "%")},
    "heat": {"temperature": ("temperature", "°C"), "battery": ("battery", "%")},
    "co": {"co": ("co", "ppm"), "battery": ("battery", "%")},
    "ebike_socket": {"power": ("power", "W"), "temperature": ("temperature", "°C")},
    "water_level": {"level": ("water_level", "m")},
    "rain_gauge": {"rain": ("rain", "mm")},
    "door": {"open": ("door", "")},
    "sos_button": {"pressed": ("sos", ""), "battery": ("battery", "%")},
}


def series_of_profile(profile: str) -> dict[str, tuple[str, str]]:
    """Return {key: (quantity, unit)} of a device model."""
    return PROFILE_SERIES[profile]


def profile_names() -> dict[str, str]:
    """Return {device model: its name in the language now active}."""
    return {key: gettext(msgid) for key, msgid in PROFILES.items()}


def profile_name(profile: str) -> str:
    """Return a device model's name; one without a name stands as its key."""
    return gettext(PROFILES[profile]) if profile in PROFILES else profile


def is_number(value: object) -> bool:
    """Return whether a parameter is a number (a yes or no is none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def parameter_name(name: str) -> str:
    """Return a parameter's name; one without a name stands as its key."""
    return gettext(PARAMETERS[name]) if name in PARAMETERS else name


def condition_in_words(condition: Condition) -> str:
    """Return what a condition says: quantity, kind, and each parameter with its name."""
    kind = gettext(KINDS[condition.kind]) if condition.kind in KINDS else condition.kind
    numbers = ((name, value) for name, value in condition.parameters.items() if is_number(value))
    said = "，".join(f"{parameter_name(name)} {number_format(value)}" for name, value in numbers)
    what = quantity_name(condition.quantity)
    return " · ".join(part for part in (what, kind, said) if part)
