"""Frames per second of the situation map with 10,000 buildings and 20,000 marks that move.

The real front end is served from here and drawn in Chromium: the footprints of a real district in 3D, and marks that walk
its paths, sent anew every second as the live channel would, while the camera moves. A frame is one call of the browser's
requestAnimationFrame. Without --gpu everything is drawn by the processor (SwiftShader), which says nothing of ordinary
hardware but that it is faster; what the page's own thread works, which no graphics card takes over, is told apart, in time of the
processor so that other work on the machine does not count: everything, and its scripts alone. Needs the built front end (npm run build), Chromium and playwright.
Usage: python bench/map.py [--area FOLDER] [--buildings 10000] [--marks 20000] [--seconds 15] [--gpu]
Last line: JSON with the median and the slowest twentieth of frames per second, and the limit.
"""

import argparse
import json
import sys
import threading
import time
from csv import DictReader
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import CDPSession, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
BUILT = PROJECT / "src/linan/ground/ui/static/ui"
AREA = PROJECT.parent / "shared/data/osm_hk_island"
LIMIT_FPS = 30.0
WALKING_M_S = 1.34
METRES_PER_DEGREE = 111_320.0
SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu"]
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="time-zone" content="Asia/Shanghai">
<link rel="stylesheet" href="/static/ui/built/look.css"><script type="module" src="/static/ui/built/app.js"></script></head>
<body><template id="words"></template>
<div class="map map--tall" id="map" data-island="map" data-src="/scene" data-live="marks"></div></body></html>"""
COUNT = """() => {
  window.frames_ms = [];
  const count = (now) => { window.frames_ms.push(now); requestAnimationFrame(count); };
  requestAnimationFrame(count);
  window.renewing = setInterval(() => document.querySelector('#map').dispatchEvent(new CustomEvent('live')), 1000);
}"""


@dataclass(frozen=True)
class Town:
    """What is drawn. lines: (n, 2, 2) ends of paths, lon, lat in degrees; phases: where on its path each mark began."""

    buildings: list[dict[str, Any]]
    lines: NDArray[np.float64]
    phases: NDArray[np.float64]

    def marks_at(self, seconds: float) -> list[dict[str, Any]]:
        """Return the marks as they stand after so many seconds, walking to and fro on their paths."""
        length_m = np.maximum(np.hypot(*(self.lines[:, 1] - self.lines[:, 0]).T) * METRES_PER_DEGREE, 1.0)
        share = np.abs((self.phases + seconds * WALKING_M_S / length_m) % 2.0 - 1.0)[:, None]
        places = (self.lines[:, 0] * share + self.lines[:, 1] * (1 - share)).round(6).tolist()
        return [_feature({"type": "Point", "coordinates": one}, tone="blue", label="") for one in places]

    def scene(self) -> dict[str, Any]:
        """Return what stands still, as the map's own address sends it."""
        center = np.mean(self.lines.reshape(-1, 2), axis=0).tolist()
        base = {"buildings": _collection(self.buildings)}
        return {"center": center, "zoom": 15.5, "pitch": 50, "base": base, "live_src": "/live"}

    def live(self, seconds: float) -> dict[str, Any]:
        """Return what changes, as the map's own address sends it."""
        layer = {"key": "marks", "look": "spot", "icon": "person", "starts_shown": True}
        return {"added": [{**layer, "features": _collection(self.marks_at(seconds))}]}


def read_town(area: Path, *, buildings: int, marks: int) -> Town:
    """Return the first buildings of an area, and marks spread over its paths (seeded, so that each run draws the same)."""
    known = json.loads((area / "buildings.geojson").read_text("utf-8"))["features"][:buildings]
    drawn = [
        {**_feature(one["geometry"], id=n, height_m=one["properties"].get("height_m") or 9, floors=3), "id": n}
        for n, one in enumerate(known)
    ]
    with (area / "nodes.csv").open(encoding="utf-8") as file:
        nodes = {row["node_id"]: (float(row["lon"]), float(row["lat"])) for row in DictReader(file)}
    with (area / "walk_edges.csv").open(encoding="utf-8") as file:
        lines = np.array([(nodes[row["u"]], nodes[row["v"]]) for row in DictReader(file)])
    random = np.random.default_rng(7)
    return Town(drawn, lines[random.integers(0, len(lines), marks)], random.uniform(0, 2, marks))


def serve(town: Town, renewals: list[float]) -> ThreadingHTTPServer:
    """Serve page, front end and data on a free port; the caller shuts it down. renewals: grows as marks are asked for."""
    scene, began = json.dumps(town.scene()).encode(), time.monotonic()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path == "/":
                self._send(PAGE.encode(), "text/html; charset=utf-8")
            elif path == "/scene":
                self._send(scene, TYPES[".json"])
            elif path == "/live":
                renewals.append(time.monotonic())
                self._send(json.dumps(town.live(time.monotonic() - began)).encode(), TYPES[".json"])
            else:
                file = BUILT / path.removeprefix("/static/ui/")
                self._send(file.read_bytes(), TYPES[file.suffix]) if file.is_file() else self.send_error(404)

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Keep the figures alone on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def watch(page: Page, address: str, *, seconds: float) -> dict[str, Any]:
    """Return the frames of a map whose camera moves all the time, and who drew them."""
    page.goto(address)
    page.wait_for_selector('[data-drawn="yes"]', timeout=120_000)
    page.wait_for_timeout(5_000)
    page.evaluate(COUNT)
    page.focus(".maplibregl-canvas")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time: other work on the machine does not count
    before = work_seconds(session)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        page.keyboard.press("ArrowLeft" if int(time.monotonic() / 3) % 2 else "ArrowRight")
        page.wait_for_timeout(250)
    moments = np.array(page.evaluate("window.frames_ms"), float)
    work_s, script_s = work_seconds(session) - before
    gaps = np.diff(moments)
    per_second = 1000 / np.maximum(gaps, 1.0)
    frames = len(gaps) / ((moments[-1] - moments[0]) / 1000)
    return {
        "frames_per_second": round(float(frames), 1), "median": round(float(np.median(per_second)), 1),
        "slowest_twentieth": round(float(np.percentile(per_second, 5)), 1), "longest_gap_ms": round(float(gaps.max())),
        "page_ms_per_frame": round(1000 * work_s / len(gaps), 1), "script_ms_per_frame": round(1000 * script_s / len(gaps), 1),
        "page_share": round(work_s / seconds, 3),
        "drawn_by": page.evaluate(WHO),
    }


def work_seconds(session: CDPSession) -> NDArray[np.float64]:
    """Return how long the page's thread has worked, and how much of it in scripts: what a graphics card does not take over."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return np.array([metrics["TaskDuration"], metrics["ScriptDuration"]], float)


WHO = """() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const told = gl && gl.getExtension('WEBGL_debug_renderer_info');
  return told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : 'unknown';
}"""


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def main() -> int:
    """Print the figures; exit with 1 only where a graphics card is used and misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--area", type=Path, default=AREA)
    parser.add_argument("--buildings", type=int, default=10_000)
    parser.add_argument("--marks", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--gpu", action="store_true", help="draw with the graphics card of this machine")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    asked = parser.parse_args()
    renewals: list[float] = []
    server = serve(read_town(asked.area, buildings=asked.buildings, marks=asked.marks), renewals)
    arguments = ["--no-sandbox", "--no-first-run", *([] if asked.gpu else SOFTWARE)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.browser, args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        found = watch(page, f"http://127.0.0.1:{server.server_port}/", seconds=asked.seconds)
        browser.close()
    server.shutdown()
    print(json.dumps({**found, "is_software": not asked.gpu, "buildings": asked.buildings, "marks": asked.marks, "renewals": len(renewals), "limit": LIMIT_FPS}))
    return int(asked.gpu and found["median"] < LIMIT_FPS)


if __name__ == "__main__":
    sys.exit(main())
