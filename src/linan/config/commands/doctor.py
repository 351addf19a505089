"""`linan doctor`: look whether this machine has what Lin'an needs, and say what to do."""

from argparse import Namespace

from django.utils.translation import gettext as _

from linan.config import examinations


def run(arguments: Namespace) -> int:
    """Print a line for each examination; 1 when any found something wrong."""
    found = [*(examine() for examine in examinations.MACHINE), *examinations.database()]
    for finding in found:
        print(f"{'✓' if finding.is_well else '✗'} {finding.sentence}")
    wrong = sum(not finding.is_well for finding in found)
    print(_("All is well.") if not wrong else _("%(wrong)d to mend.") % {"wrong": wrong})
    return 1 if wrong else 0
