"""What the situation map draws, as GeoJSON. Coordinates: lon, lat in degrees WGS84."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from linan.command.models import MapLayer
from linan.ground.access.doors import Standing
from linan.ground.ui.layers import Layer, map_layers
from linan.monitoring.models import Alarm, Device, WarningCard
from linan.monitoring.queries import open_alarms, sensors_on_map
from linan.monitoring.warning_queries import reached_by, warnings_on_map
from linan.monitoring.warning_words import level_tone
from linan.registry.models import Building
from linan.registry.queries import buildings_on_map
from linan.response.models import Incident, Task, TaskStatus
from linan.response.queries import open_incidents, people_at_work

Json = dict[str, Any]

# Colour of an alarm by its severity, 1 is worst; the same colours as warnings have.
TONES = {1: "red", 2: "orange", 3: "yellow", 4: "blue"}
MOST_ALARMS = 500
NANJING = [118.78, 32.05]  # where the map opens when nothing has a place yet
METRES_PER_FLOOR = 3.0
PIN_ASIDE = 0.0012  # degrees of longitude, 110 m: the width of a pin where the map opens


def base_layers() -> Json:
    """Return what stands still: where to look, and the buildings."""
    buildings = buildings_on_map()
    return {
        "center": _middle(buildings), "zoom": 15.5, "pitch": 50,
        "base": {
            "buildings": collection(_building(one) for one in buildings if one.footprint),
            **dict(MapLayer.objects.values_list("kind", "features")),
        },
        "live_src": reverse("command:map-live"),
    }


def layers_for(standing: Standing) -> list[Layer]:
    """Return the layers that other rooms add and that a person may see."""
    return [one for one in map_layers() if standing.may_anywhere(one.to)]


def live_layers(added: Iterable[Layer], *, now: datetime) -> Json:
    """Return what changes: alarms, toned buildings with alarm floors, sensors, incidents, people, warnings, what is added."""
    parts = {name: value for part in OWN.values() for name, value in part(now).items()}
    return {**parts, "added": [_added(one, now) for one in added]}


def changed_layers(added: Iterable[Layer], changed: Collection[str], *, now: datetime) -> Json:
    """Return those of the live layers that changed things touch; the map keeps the others as it has them."""
    parts = {name: value for watched, part in OWN.items() if not watched.isdisjoint(changed) for name, value in part(now).items()}
    return {**parts, "added": [_added(one, now) for one in added if not set(changed).isdisjoint(one.names)]}


def names_watched(added: Iterable[Layer]) -> frozenset[str]:
    """Return the names of changed things that touch any layer."""
    return frozenset().union(*OWN, *(one.names for one in added))


def _alarming(_now: datetime) -> Json:
    alarms = open_alarms(MOST_ALARMS)
    worst = _worst_of_devices(alarms)
    return {
        "buildings": _toned(alarms),
        "sensors": collection(_sensor(one, worst) for one in sensors_on_map()),
        "alarms": collection(_alarm(one) for one in alarms if one.device.lon is not None),
    }


def _incidents(_now: datetime) -> Json:
    return {"incidents": collection(_incident(one) for one in open_incidents() if one.lon is not None)}


def _people(_now: datetime) -> Json:
    return {"people": collection(_person(one) for one in people_at_work() if one.incident.lon is not None)}


def _added(layer: Layer, now: datetime) -> Json:
    return {
        "key": layer.key, "look": layer.look, "icon": layer.icon, "starts_shown": layer.starts_shown,
        "features": collection(layer.draw(now)),
    }


def collection(features: Iterable[Mapping[str, Any]]) -> Json:
    """Return a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def _point(lon: float | None, lat: float | None, **properties: object) -> Json:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def _middle(buildings: list[Building]) -> list[float]:
    if not buildings:
        return NANJING
    count = len(buildings)
    return [sum(one.lon for one in buildings) / count, sum(one.lat for one in buildings) / count]


def _building(building: Building) -> Json:
    return {
        "type": "Feature", "id": building.pk, "geometry": building.footprint,
        "properties": {
            "id": building.pk, "name": building.name, "floors": building.floors,
            "height_m": building.height_m or building.floors * METRES_PER_FLOOR,
            "url": reverse("registry:building", args=[building.pk]),
        },
    }


def _toned(alarms: Iterable[Alarm]) -> list[Json]:
    worst: dict[int, int] = {}
    floors: dict[int, set[int]] = {}
    for alarm in alarms:
        if alarm.building_id is not None:
            worst[alarm.building_id] = min(alarm.severity, worst.get(alarm.building_id, alarm.severity))
            if alarm.device.floor is not None:
                floors.setdefault(alarm.building_id, set()).add(alarm.device.floor)
    return [
        {"id": pk, "tone": TONES[severity], "floors": sorted(floors.get(pk, ()))} for pk, severity in worst.items()
    ]


def _sensor(device: Device, worst: Mapping[int, int]) -> Json:
    return _point(
        device.lon, device.lat, tone=_tone_of(device, worst), label=device.name,
        url=reverse("monitoring:device", args=[device.pk]),
    )


def _worst_of_devices(alarms: Iterable[Alarm]) -> Mapping[int, int]:
    worst: dict[int, int] = {}
    for alarm in alarms:
        worst[alarm.device_id] = min(alarm.severity, worst.get(alarm.device_id, alarm.severity))
    return worst


def _tone_of(device: Device, worst: Mapping[int, int]) -> str:
    if device.pk in worst:
        return TONES[worst[device.pk]]
    return "grey" if device.is_silent or device.in_maintenance else "green"


def _alarm(alarm: Alarm) -> Json:
    return _point(
        alarm.device.lon, alarm.device.lat, tone=TONES[alarm.severity], label=alarm.device.name,
        text=str(alarm.why), url=reverse("monitoring:alarm", args=[alarm.pk]),
    )


def _incident(incident: Incident) -> Json:
    return _point(
        incident.lon, incident.lat, tone="yellow" if incident.is_drill else "red", label=incident.title,
        text=str(incident.get_mode_display()), url=reverse("response:incident", args=[incident.pk]),
    )


def _warnings(now: datetime) -> Json:
    """Return the places warnings in force reach, and a pin in each; pins of one community stand beside each other."""
    reached = reached_by(warnings_on_map(now))
    beside: dict[int, int] = {}
    pins = []
    for card, part in reached:
        place = beside[card.org_id] = beside.get(card.org_id, -1) + 1
        pins.append(_warning_pin(card, part, aside=place * PIN_ASIDE))
    return {
        "warnings": collection(pins),
        "warning_areas": collection(
            {"type": "Feature", "geometry": mapping(part), "properties": {"tone": level_tone(card.warning)}}
            for card, part in reached
        ),
    }


def _warning_pin(card: WarningCard, part: BaseGeometry, *, aside: float) -> Json:
    inside = part.representative_point()
    return _point(
        inside.x + aside, inside.y, tone=level_tone(card.warning), label=card.warning.headline,
        text=f"{card.warning.issuer} · {card.get_status_display()}", url=reverse("monitoring:warning", args=[card.pk]),
    )


def _person(task: Task) -> Json:
    there = task.status == TaskStatus.ON_SITE
    return _point(
        task.incident.lon, task.incident.lat, tone="green" if there else "blue", label=task.owner.full_name,
        text=f"{task.title} · {task.get_status_display()}", url=reverse("response:task", args=[task.pk]),
    )


# What the map itself draws, by the names of the changed things that touch it.
OWN: Mapping[frozenset[str], Callable[[datetime], Json]] = {
    frozenset({"alarms", "devices"}): _alarming,
    frozenset({"incidents"}): _incidents,
    frozenset({"tasks", "incidents"}): _people,
    frozenset({"warnings"}): _warnings,
}
