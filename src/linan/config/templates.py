"""Compiling every template once: a wrong tag or a missing block is found before a person finds it."""

import os
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template


def template_names() -> Iterator[str]:
    """Yield the name of every template of the project's rooms."""
    for folder in sorted((settings.PROJECT / "src" / "linan").glob("**/templates")):
        for path in sorted(folder.rglob("*.*")):
            if path.is_file():
                yield str(path.relative_to(folder))


def faults() -> list[str]:
    """Return one sentence for each template that does not compile."""
    return [fault for name in template_names() if (fault := _fault(name))]


def _fault(name: str) -> str | None:
    try:
        get_template(name)
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        return f"{name}: {error}"
    return None


def main() -> None:
    """Say what does not compile and exit with 1 if anything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
    django.setup()
    found = faults()
    print("\n".join(found) or f"{len(list(template_names()))} templates compile")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
