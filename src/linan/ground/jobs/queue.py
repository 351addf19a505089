"""The queue of one-off and periodic work: procrastinate's app, as Django code and as the worker see it."""

from typing import cast

from procrastinate import App, BaseConnector
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector


def worker_app(app: App) -> DjangoApp:
    """Return an app with the same tasks on a connection pool of its own.

    The tasks themselves stay with Django's connection: what a reaction queues in the same process joins
    the reaction's transaction, which replacing the app's connector would break.
    """
    own: BaseConnector = cast(DjangoConnector, app.connector).get_worker_connector()
    other = DjangoApp(connector=own, import_paths=app.import_paths, worker_defaults=app.worker_defaults)
    other.tasks = app.tasks
    other.periodic_registry = app.periodic_registry
    return other
