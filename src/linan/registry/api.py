"""The JSON API of base information, under /api/v1/: reads without personal fields."""

from typing import Any, cast

from django.http import HttpRequest
from ninja import Router, Schema

from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.web import Request
from linan.registry.access import access_building
from linan.registry.models import Building
from linan.registry.queries import find_buildings, headcount_in_building, needs_in_building

router = Router(tags=["registry"])
MOST = 200


class BuildingOut(Schema):
    """A building. lon, lat: WGS84 degrees; height_m: metres."""

    id: int
    org_id: int
    grid_id: int | None
    code: str
    name: str
    use: str
    floors: int
    units: int
    height_m: float | None
    lon: float
    lat: float


class BuildingDetail(BuildingOut):
    """A building with its footprint (GeoJSON) and who is there, in numbers."""

    footprint: dict[str, Any] | None
    headcount: int
    needs: dict[str, int]


@router.get("/buildings", response=list[BuildingOut], url_name="buildings")
def buildings(request: HttpRequest, q: str = "", use: str = "") -> list[Building]:
    """Return the first 200 buildings that fit, by name."""
    require(cast(Request, request).standing, Right.SEE)
    return list(find_buildings(text=q.replace("\0", ""), use=use.replace("\0", ""))[:MOST])


@router.get("/buildings/{int:building_id}", response=BuildingDetail, url_name="building")
def building(request: HttpRequest, building_id: int) -> BuildingDetail:
    """Return one building with headcount and needs."""
    row = access_building(cast(Request, request).standing, building_id, to=Right.SEE)
    known = BuildingOut.from_orm(row).dict()
    return BuildingDetail(
        **known, footprint=row.footprint, headcount=headcount_in_building(row.pk), needs=needs_in_building(row.pk)
    )
