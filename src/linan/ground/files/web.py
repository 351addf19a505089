"""Files, served only through the door."""

from django.http import FileResponse, HttpResponse
from django.urls import path

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.files.access import access_file
from linan.ground.files.models import StoredFile
from linan.ground.files.ranges import part_of
from linan.ground.web import Request

app_name = "files"


@signed_in
def serve(request: Request, file_id: int) -> HttpResponse:
    """Send a file to whoever sees its organisation."""
    file = access_file(request.standing, file_id, to=Right.SEE)
    part = part_of(file, request.headers.get("Range", "")) if file.is_sound else None
    return guarded(part) if part else sent(file)


def sent(file: StoredFile) -> HttpResponse:
    """Return a file for whom its room let through: pictures to be shown, everything else to be saved, nothing to be run."""
    answer = FileResponse(
        file.path.open("rb"), content_type=file.content_type, as_attachment=not file.is_image,
        filename=file.original_name,
    )
    if file.is_sound:
        answer["Accept-Ranges"] = "bytes"
    return guarded(answer)  # type: ignore[arg-type]


def guarded(answer: HttpResponse) -> HttpResponse:
    """Return the answer so that a browser runs nothing of it, and keeps it for this person only."""
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


urlpatterns = [path("files/<int:file_id>/", serve, name="file")]
