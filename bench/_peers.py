"""What stands beside Lin'an in a bench: mosquitto with Node-RED or a Python consumer, and a bare endpoint."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NODE_RED = "node-red@4.1.8"
JUDGE = """
const held = context.get('held') || {}, m = msg.payload;
if (m.smoke < 0.05) { held[m.device] = false; } else if (m.smoke >= 0.1 && !held[m.device]) {
    held[m.device] = true; context.set('held', held);
    return {topic: 'alarm', payload: {device: m.device, block: m.block}};
}
context.set('held', held); return null;
"""
BARE = """
import asyncio, sys, msgspec, uvloop
decode = msgspec.json.Decoder().decode
class Endpoint(asyncio.Protocol):
    rest = b""
    def connection_made(self, transport): self.transport = transport
    def data_received(self, data):
        data, at, said = self.rest + data, 0, []
        while at + 2 < len(data):
            size, shift, body = 0, 0, at + 1
            while True:
                size |= (data[body] & 127) << shift; shift += 7; body += 1
                if data[body - 1] < 128: break
            if body + size > len(data): break
            if data[at] >> 4 == 3:
                if decode(data[body + 27 : body + size])["smoke"] >= 0.1: self.alarms = 1
                said.append(b"\\x40\\2" + data[body + 25 : body + 27])
            else: said.append(b"\\x20\\2\\0\\0")
            at = body + size
        self.rest = data[at:]
        self.transport.write(b"".join(said))
async def main():
    server = await asyncio.get_running_loop().create_server(Endpoint, "127.0.0.1", int(sys.argv[1]), backlog=1024)
    await server.serve_forever()
uvloop.run(main())
"""
CONSUMER = """
import json, sys, msgspec, paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
client = paho.Client(CallbackAPIVersion.VERSION2)
held, decode = {}, msgspec.json.Decoder().decode
def take(c, u, m):
    said = decode(m.payload)
    if said["smoke"] < 0.05: held[said["device"]] = False
    elif said["smoke"] >= 0.1 and not held.get(said["device"]):
        held[said["device"]] = True
        c.publish("alarm", json.dumps({"block": said["block"]}))
client.on_message = take
client.connect("127.0.0.1", int(sys.argv[1])); client.subscribe("v1/#", qos=1); client.loop_forever()
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_open(port: int, seconds: float = 60.0) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nobody listens on {port}")


@contextmanager
def running(*command: str, settle_s: float = 0.0) -> Iterator[None]:
    """Keep a program running."""
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        time.sleep(settle_s)
        yield
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()


def mosquitto() -> str | None:
    """Return where mosquitto is."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


@contextmanager
def broker() -> Iterator[int]:
    """Run mosquitto without any limit; yield its port."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="linan-bench-"))
    (folder / "mosquitto.conf").write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\n"
        "max_queued_bytes 0\nmax_inflight_messages 0\nset_tcp_nodelay true\nlog_type error\n"
    )
    program = mosquitto()
    assert program is not None
    with running(program, "-c", str(folder / "mosquitto.conf")):
        until_open(port)
        yield port
    shutil.rmtree(folder)


@contextmanager
def python_consumer() -> Iterator[int]:
    """Run mosquitto with a consumer on paho; yield the port."""
    with broker() as port, running(sys.executable, "-c", CONSUMER, str(port), settle_s=1.5):
        yield port


@contextmanager
def bare_endpoint() -> Iterator[int]:
    """Run an endpoint that parses, compares and acknowledges, and stores nothing; yield its port."""
    port = free_port()
    with running(sys.executable, "-c", BARE, str(port)):
        until_open(port)
        yield port


def install_node_red(folder: Path) -> Path | None:
    """Install Node-RED into a folder; None where npm is missing or the package cannot be had."""
    red = folder / "node_modules/node-red/red.js"
    if not red.exists() and shutil.which("npm"):
        command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent", NODE_RED]
        subprocess.run(command, check=False, capture_output=True)
    return red if red.exists() else None


@contextmanager
def node_red(red: Path) -> Iterator[int]:
    """Run mosquitto with a Node-RED flow: mqtt in, a function, mqtt out; yield the broker's port."""
    folder = Path(tempfile.mkdtemp(prefix="linan-bench-"))
    with broker() as port:
        (folder / "flows.json").write_text(json.dumps(_flow(port)))
        (folder / "settings.js").write_text(
            f"module.exports = {{uiPort: {free_port()}, uiHost: '127.0.0.1', flowFile: 'flows.json', "
            "httpAdminRoot: false, logging: {console: {level: 'error'}}}"
        )
        with running("node", str(red), "-u", str(folder), "-s", str(folder / "settings.js"), settle_s=8.0):
            yield port
    shutil.rmtree(folder, ignore_errors=True)


def _flow(port: int) -> list[dict[str, object]]:
    connection = {
        "id": "b", "type": "mqtt-broker", "broker": "127.0.0.1", "port": str(port), "clientid": "node-red",
        "autoConnect": True, "usetls": False, "protocolVersion": "4", "keepalive": "60", "cleansession": True,
    }
    return [
        {"id": "t", "type": "tab", "label": "bench"}, connection,
        {"id": "i", "type": "mqtt in", "z": "t", "topic": "v1/#", "qos": "1", "datatype": "json", "broker": "b",
         "wires": [["f"]]},
        {"id": "f", "type": "function", "z": "t", "func": JUDGE, "outputs": 1, "wires": [["o"]]},
        {"id": "o", "type": "mqtt out", "z": "t", "topic": "", "qos": "0", "retain": "", "broker": "b", "wires": []},
    ]
