"""Warning files as tests write them: the national platform's, and an alert of CAP, with what the test cares about."""

from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "samples"
CAP_12 = "urn:oasis:names:tc:emergency:cap:1.2"


def sample(name: str) -> bytes:
    """Return a real file."""
    return (SAMPLES / "cap" / name).read_bytes()


def national(
    *, identifier: str = "32990141600000_20260114190000", action: str = "Alert", references: str = "", event: str = "11B03",
    severity: str = "Blue", headline: str = "演示区气象局发布暴雨蓝色预警[IV级/一般]", code: str = "329901000000",
    sent: str = "2026-01-15 03:00:00+08:00", expires: str = "", status: str = "Actual",
) -> bytes:
    """Return a file of the national platform; every name in it is made up."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alert><identifier>{identifier}</identifier><sender>演示区气象局</sender><senderCode>32990141600000</senderCode>
<sendTime>{sent}</sendTime><status>{status}</status><msgType>{action}</msgType><scope>Public</scope>
<references>{references}</references>
<info><language>zh-CN</language><eventType>{event}</eventType><urgency>Unknown</urgency><severity>{severity}</severity>
<certainty>Unknown</certainty><effective>{sent}</effective><onset/><expires>{expires}</expires>
<headline>{headline}</headline><description>预计未来6小时有强降雨。</description><instruction/>
<area><areaDesc>演示区</areaDesc><polygon/><circle/><geocode>{code}</geocode></area></info></alert>""".encode()


def cap(
    *, identifier: str = "urn-x.1", sent: str = "2026-01-15T03:00:00+08:00", action: str = "Alert", references: str = "",
    area: str = "<polygon>32.0,118.7 32.0,118.9 32.1,118.9 32.1,118.7 32.0,118.7</polygon>", status: str = "Actual",
    version: str = "1.2", severity: str = "Severe", expires: str = "2026-01-15T09:00:00+08:00",
) -> bytes:
    """Return an alert of CAP."""
    refers = f"<references>{references}</references>" if references else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:{version}"><identifier>{identifier}</identifier><sender>met@example.cn</sender>
<sent>{sent}</sent><status>{status}</status><msgType>{action}</msgType><scope>Public</scope>{refers}
<info><language>en-US</language><category>Met</category><event>Rainstorm</event><urgency>Expected</urgency>
<severity>{severity}</severity><certainty>Likely</certainty><expires>{expires}</expires><headline>Heavy rain</headline>
<area><areaDesc>Old town</areaDesc>{area}</area></info></alert>""".encode()
