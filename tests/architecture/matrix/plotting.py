"""Which right opens which address of the shared map."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, Endpoint
from tests.builders.plotting import a_bulletin, a_feed, a_mark
from tests.builders.response import an_incident

POINT = '{"type": "Point", "coordinates": [118.78, 32.05]}'
HEARD = {"kind": "media", "text": "网传视频", "source": "短视频平台", "reliability": "D", "credibility": "4"}

ENDPOINTS = [
    Endpoint("plotting:incident-map", right=Right.SEE, about="incident"),
    Endpoint(
        "plotting:drawing", method="POST", right=Right.RESPOND, about="incident",
        data={"symbol": "fire", "geometry": POINT, "lasts": "1"},
    ),
    Endpoint("plotting:taking-back", method="POST", right=Right.RESPOND, about="mark", data={"because": "已扑灭"}),
    Endpoint("plotting:bulletins", right=Right.SEE),
    Endpoint("plotting:noting", method="POST", right=Right.RESPOND, data=HEARD),
    Endpoint("plotting:withdrawing", method="POST", right=Right.RESPOND, about="bulletin", data={"because": "已辟谣"}),
    Endpoint("plotting:bulletins-of-incident", right=Right.SEE, about="incident"),
    Endpoint("plotting:feeds", right=Right.CONFIGURE),
    Endpoint(
        "plotting:feeds", method="POST", right=Right.CONFIGURE,
        data={"name": "区气象台", "kind": "weather", "reliability": "A"},
    ),
    Endpoint("plotting:feed-stopping", method="POST", right=Right.CONFIGURE, about="bulletin_feed"),
    Endpoint("api:bulletins", right=Right.SEE),
    Endpoint("api:bulletin-push", method="POST", right=PUBLIC, about="bulletin_feed"),
]
BUILDERS = {
    "incident": lambda org: an_incident(org=org),
    "mark": lambda org: a_mark(org=org),
    "bulletin": lambda org: a_bulletin(org=org),
    "bulletin_feed": lambda org: a_feed(org=org).feed,
}
