"""Register devices for a bench and print their tokens, one a line. Usage: python bench/_devices.py COUNT"""

import os
import sys

import django


def main() -> None:
    """Register them in a community of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
    django.setup()
    from linan.ground.access.scopes import everywhere
    from linan.ground.clock import now
    from linan.ground.orgs.actions import add_org
    from linan.ground.orgs.models import OrgKind
    from linan.ground.people.models import SYSTEM
    from linan.monitoring.actions.conditions import ConditionSpec, add_condition
    from linan.monitoring.actions.devices import DeviceSpec, add_device

    limit = ConditionSpec(title="smoke", parameters={"above": 0.1, "clear_below": 0.05}, severity=1, reason="bench")
    with everywhere():
        org = add_org(kind=OrgKind.DISTRICT, name="bench", parent=None, code="320100")
        add_condition(limit, org_id=org.pk, kind="threshold", quantity="smoke", by=SYSTEM, now=now())
        for number in range(int(sys.argv[1])):
            spec = DeviceSpec(org_id=org.pk, name=f"bench-{number}", profile="smoke")
            print(add_device(spec, series={"smoke": ("smoke", "OD/m")}, by=SYSTEM, now=now()).token)


if __name__ == "__main__":
    main()
