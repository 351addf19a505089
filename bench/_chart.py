"""A line chart as SVG, without a library."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

Point = tuple[float, float]
WIDTH, HEIGHT = 720.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 24.0, 44.0, 56.0


@dataclass(frozen=True)
class Line:
    """One line of a chart. is_stepped: the value holds until the next point; is_dotted: points are drawn alone."""

    name: str
    colour: str
    points: Sequence[Point]
    is_stepped: bool = False
    is_dotted: bool = False


def chart(title: str, lines: Sequence[Line], *, across: str, up: str, source: str) -> str:
    """Return an SVG with its axes from 0. across, up: what the axes show, with units; source: said below.

    The names of the lines stand at the right where no line ends.
    """
    most_x, most_y = (_round_up(max(point[axis] for line in lines for point in line.points)) for axis in (0, 1))

    def place(point: Point) -> str:
        x = LEFT + point[0] / most_x * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - point[1] / most_y * (HEIGHT - TOP - BOTTOM)
        return f"{x:.1f} {y:.1f}"

    drawn = [_text(LEFT, 22, title, weight="600")]
    for step in range(6):
        x, y = most_x * step / 5, most_y * step / 5
        drawn.append(f'<path d="M{place((0, y))}L{place((most_x, y))}" stroke="#e2e8f0"/>')
        drawn.append(_text(LEFT - 8, float(place((0, y)).split()[1]) + 4, f"{y:g}", anchor="end"))
        drawn.append(_text(float(place((x, 0)).split()[0]), HEIGHT - BOTTOM + 18, f"{x:g}", anchor="middle"))
    drawn.append(_text(WIDTH - RIGHT, HEIGHT - BOTTOM + 36, across, anchor="end"))
    drawn.append(_text(LEFT, TOP - 6, up))
    ends_high = max(line.points[-1][1] for line in lines) > most_y / 2
    legend_y = HEIGHT - BOTTOM - 18 * len(lines) - 8 if ends_high else TOP
    for number, line in enumerate(lines):
        drawn += _dots(line, place) if line.is_dotted else [_path(line, place)]
        drawn.append(_text(WIDTH - RIGHT, legend_y + 18 * (number + 1), line.name, anchor="end", colour=line.colour, weight="600"))
    drawn.append(_text(LEFT, HEIGHT - 6, source, size=11))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" fill="none" stroke-linejoin="round" '
        f'font-family="sans-serif"><rect width="{WIDTH:.0f}" height="{HEIGHT:.0f}" fill="#fff"/>{"".join(drawn)}</svg>\n'
    )


def _path(line: Line, place: Callable[[Point], str]) -> str:
    points = list(line.points)
    if line.is_stepped:
        points = [points[0], *(p for before, after in pairwise(points) for p in ((after[0], before[1]), after))]
    return f'<path d="M{"L".join(place(one) for one in points)}" stroke="{line.colour}" stroke-width="2.5"/>'


def _dots(line: Line, place: Callable[[Point], str]) -> list[str]:
    at = [place(one).split() for one in line.points]
    return [f'<circle cx="{x}" cy="{y}" r="3" fill="{line.colour}"/>' for x, y in at]


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#334155", weight: str = "400", size: int = 13
) -> str:
    said = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}">{said}</text>'


def _round_up(most: float) -> float:
    """Return the next number that five steps divide well."""
    each = 10 ** floor(log10(most / 5)) if most > 0 else 1
    return ceil(most / 5 / each) * each * 5
