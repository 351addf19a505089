"""Where providers send receipts: the signature is the key, nobody is signed in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.refusals import NotFound
from linan.response.calls.actions.receipts import ReceiptForged, ReceiptUnreadable, note_receipts
from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.letters import ForgedReceipt, Push
from linan.response.calls.models import Line

MOST_BYTES = 1024 * 1024


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the receipts of one line; a forged one is refused and changes nothing."""
    line = Line._base_manager.filter(uid=uid, is_on=True).first()
    if line is None or not hasattr(channel_kinds()[line.kind], "read_receipts"):
        raise NotFound
    kind = channel_kinds()[line.kind]
    try:
        found = kind.read_receipts(line.opened(), _push(request), now=now())
    except ForgedReceipt as forged:
        raise ReceiptForged from forged
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise ReceiptUnreadable from broken
    with everywhere():
        note_receipts(found, line_id=line.pk, now=now())
    return JsonResponse(kind.RECEIVED)


def _push(request: HttpRequest) -> Push:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Push(body=request.read(MOST_BYTES), query=request.GET.dict(), headers=headers)
