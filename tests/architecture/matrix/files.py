"""Who may open files."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.files import a_file

ENDPOINTS = [Endpoint("files:file", right=Right.SEE, about="file")]
BUILDERS = {"file": lambda org: a_file(org=org)}
