"""Which right opens which address: one list per room, walked by tests/architecture/test_access_matrix.py.

A room writes tests/architecture/matrix/<room>.py (response.py, monitoring.py …):

    from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint

    ENDPOINTS = [
        Endpoint("response:incidents", right=Right.SEE),                          # a list: no row needed
        Endpoint("response:incident", right=Right.SEE, about="incident"),         # <int:…> is filled with the row
        Endpoint("response:closing", method="POST", right=Right.COMMAND, about="incident"),
        Endpoint("response:knowledge", right=PUBLIC),
        Endpoint("response:my-tasks", right=SIGNED_IN),
    ]

    def an_incident_in(org: Org) -> Incident: ...     # makes an ordinary row that belongs to `org`

    BUILDERS = {"incident": an_incident_in}           # or -> {"incident_id": 1, "task_id": 2} for several places

`about` names a builder of this file. A builder takes the organisation (a community) and returns a row, whose pk fills
every place of the address, or a dict of place → value. An address that takes something that is no row's id gives
`places={"kind": "fire"}`. Name an address once for each method it answers. `data` is posted. Addresses of the API are
named as Ninja names them ("api:alarm").

What is checked, for every role in the row's organisation, the one above, one below and one beside it: with the right
the answer is anything but 401, 403, 404 and 5xx; without it 403 or 404; a stranger is led to sign in (or gets 401 in
the API). A list (no `about`) opens to everybody who holds the right anywhere.
"""
