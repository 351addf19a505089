"""ThingsBoard's own gateway, unmodified, in an environment of its own, listening for datagrams of one device."""

import json
import os
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[3]
PINNED = ROOT / "requirements" / "gateway.txt"
HOME = Path(os.environ.get("LINAN_DATA", ROOT / ".linan")).resolve() / "peers"


@dataclass(frozen=True, slots=True)
class Speaks:
    """For whom a gateway speaks, to whom. datagrams: the UDP port on which the device's text is taken as smoke."""

    device: str
    token: str
    mqtt_port: int
    datagrams: int


def program() -> Path:
    """Return the gateway's program; the first time it is installed as requirements/gateway.txt says."""
    home = HOME / f"thingsboard-gateway-{sha256(PINNED.read_bytes()).hexdigest()[:12]}"
    if not (home / "complete").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(
            [home / "bin" / "python", "-m", "pip", "install", "-qq", "--require-hashes", "-r", str(PINNED)], check=True
        )
        (home / "complete").touch()
    return home / "bin" / "thingsboard-gateway"


@contextmanager
def running_gateway(speaks: Speaks, folder: Path) -> Iterator[Path]:
    """Run the gateway until the block is left; yield what it prints."""
    _configure(speaks, folder)
    printed = folder / "printed.log"
    environ = {**os.environ, "TB_GW_CONFIG_DIR": str(folder)}
    environ.pop("PYTHONPATH", None)
    with printed.open("wb") as log:
        process = subprocess.Popen([program()], cwd=folder, env=environ, stdout=log, stderr=log)
        try:
            yield printed
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def _configure(speaks: Speaks, folder: Path) -> None:
    shipped = next((program().parents[1] / "lib").glob("python*/site-packages/thingsboard_gateway/config/tb_gateway.json"))
    settings = json.loads(shipped.read_text())
    settings["thingsboard"] |= {
        "host": "127.0.0.1", "port": speaks.mqtt_port,
        "security": {"type": "accessToken", "accessToken": speaks.token},
    }
    settings["connectors"] = [{"type": "socket", "name": "datagrams", "configuration": "socket.json"}]
    (folder / "tb_gateway.json").write_text(json.dumps(settings))
    (folder / "socket.json").write_text(json.dumps({
        "socket": {"address": "127.0.0.1", "type": "UDP", "port": speaks.datagrams, "bufferSize": 1024},
        "devices": [{
            "address": "*:*", "addressFilter": "*:*", "deviceName": speaks.device, "deviceType": "smoke",
            "encoding": "utf-8", "telemetry": [{"key": "smoke", "byteFrom": 0, "byteTo": -1}], "attributes": [],
            "attributeRequests": [],
            "attributeUpdates": [{"encoding": "utf-8", "attributeOnThingsBoard": "interval"}],
            "serverSideRpc": [{"methodRPC": "siren", "methodProcessing": "write", "withResponse": False, "encoding": "utf-8"}],
        }],
    }))
    (folder / "logs").mkdir()
    logger = {"handlers": ["console"], "level": "DEBUG", "propagate": False}
    (folder / "logs.json").write_text(json.dumps({
        "version": 1, "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
        "loggers": dict.fromkeys(("database", "service", "connector", "converter", "tb_connection", "extension"), logger),
    }))
