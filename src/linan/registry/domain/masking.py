"""Masking 脱敏: enough of a personal field to recognise it, not enough to use it."""

STAR = "*"


def mask_name(name: str) -> str:
    """Return the first character and two stars: 张**."""
    return name[:1] + STAR * 2 if name else ""


def mask_phone(phone: str) -> str:
    """Return the first three and last four digits: 138****1234; a short number shows its last two digits."""
    if len(phone) < 8:
        return STAR * max(0, len(phone) - 2) + phone[-2:]
    return phone[:3] + STAR * (len(phone) - 7) + phone[-4:]


def mask_id_number(number: str) -> str:
    """Return the first character and the last one: 3****************X."""
    return number[:1] + STAR * (len(number) - 2) + number[-1:] if len(number) > 2 else STAR * len(number)


def mask_note(note: str) -> str:
    """Return stars only: every word of a health note is sensitive."""
    return STAR * 6 if note else ""


MASKS = {"name": mask_name, "phone": mask_phone, "id_number": mask_id_number, "health_note": mask_note}
