"""Fields of forms in which a building is chosen: quick with a thousand of them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from linan.ground.ui.forms import LongSelect, LongSelectMultiple
from linan.registry.models import Building


class _Names(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of a field as (id, "community · building"), without a model instance each."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        rows = self.queryset.values_list("pk", "org__name", "name")
        yield from ((pk, f"{org} · {name}") for pk, org, name in rows.iterator())


class BuildingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A building, shown with its community. The form sets the queryset to the buildings in sight."""

    iterator = _Names
    widget = LongSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(Building._base_manager.none(), **options)


class BuildingsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several buildings, each shown with its community. The form sets the queryset to the buildings in sight."""

    iterator = _Names
    widget = LongSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(Building._base_manager.none(), **options)
