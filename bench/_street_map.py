"""How an area's paths are used, drawn as SVG without a library."""

from math import cos, radians
from typing import Any

Point = tuple[float, float]
_WIDTH = 960.0


def draw_use(use: dict[str, Any], streets: list[tuple[Point, Point]]) -> str:
    """Return an SVG: all paths thin and grey, used ones as wide as people walk there, shelters as circles."""
    corners = [point for line in streets for point in line]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    scale = _WIDTH / ((east - west) * cos(radians(south)))
    height = (north - south) * scale

    def place(lon: float, lat: float) -> str:
        return f"{(lon - west) * cos(radians(south)) * scale:.1f} {(north - lat) * scale:.1f}"

    drawn = [f'<path d="M{place(*a)}L{place(*b)}" stroke="#c9ced6" stroke-width="1"/>' for a, b in streets]
    lines = [one for one in use["features"] if one["geometry"]["type"] == "LineString"]
    for one in sorted(lines, key=lambda one: int(one["properties"]["people"])):
        start, end = one["geometry"]["coordinates"]
        people = one["properties"]["people"]
        drawn.append(
            f'<path d="M{place(*start)}L{place(*end)}" stroke="#c2410c" stroke-width="{0.8 + people**0.5 / 8:.1f}"/>'
        )
    for one in use["features"]:
        if one["geometry"]["type"] == "Point":
            x, y = place(*one["geometry"]["coordinates"]).split()
            people, room = one["properties"]["people"], one["properties"]["room"]
            drawn.append(f'<circle cx="{x}" cy="{y}" r="9" fill="#15803d" stroke="#fff" stroke-width="2"/>')
            drawn.append(f'<text x="{float(x) + 12:.0f}" y="{float(y) + 5:.0f}">{people} / {room}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 {_WIDTH + 120:.0f} {height + 60:.0f}" fill="none" '
        f'stroke-linecap="round" font-family="sans-serif" font-size="15">'
        f'<rect x="-20" y="-20" width="{_WIDTH + 120:.0f}" height="{height + 60:.0f}" fill="#fff"/>'
        f"<g>{''.join(drawn).replace('<text', chr(60) + 'text fill=' + chr(34) + '#14532d' + chr(34))}</g>"
        f'<text x="0" y="{height + 30:.0f}" fill="#475569">© OpenStreetMap contributors, ODbL</text></svg>\n'
    )
