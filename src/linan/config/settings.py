"""Settings: everything comes from the environment, with a default that works on one box."""

import os

from django.utils.translation import gettext_lazy as _

from linan.config import paths
from linan.ground.database.address import database_settings
from linan.ground.database.secrets import personal_keys_path, signing_key
from linan.ground.people.auth_settings import *  # noqa: F403

PROJECT = paths.PROJECT
DATA = paths.DATA

DEBUG = False
SECRET_KEY = signing_key(DATA, os.environ)
LINAN_PERSONAL_KEYS = personal_keys_path(DATA)
ALLOWED_HOSTS = os.environ.get("LINAN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

BIND = os.environ.get("LINAN_BIND", "127.0.0.1")
WEB_PORT = int(os.environ.get("LINAN_WEB_PORT", "8000"))
LIVE_PORT = int(os.environ.get("LINAN_LIVE_PORT", "8001"))
MQTT_PORT = int(os.environ.get("LINAN_MQTT_PORT", "1883"))
# With a certificate MQTT is also taken over TLS; with authorities (or single certificates), only from devices that they
# vouch for, and then a device's certificate may stand for its token.
MQTT_TLS_PORT = int(os.environ.get("LINAN_MQTT_TLS_PORT", "8883"))
MQTT_TLS_CERTIFICATE = os.environ.get("LINAN_MQTT_TLS_CERTIFICATE", "")
MQTT_TLS_KEY = os.environ.get("LINAN_MQTT_TLS_KEY", "")
MQTT_TLS_CLIENTS = os.environ.get("LINAN_MQTT_TLS_CLIENTS", "")
INTAKE_HTTP_PORT = int(os.environ.get("LINAN_INTAKE_HTTP_PORT", "8080"))
INTAKE_METRICS_PORT = int(os.environ.get("LINAN_INTAKE_METRICS_PORT", "9464"))
# The field's own protocols listen only where a port is given.
GB26875_PORT = int(os.environ.get("LINAN_GB26875_PORT") or 0)
HJ212_PORT = int(os.environ.get("LINAN_HJ212_PORT") or 0)
SL651_PORT = int(os.environ.get("LINAN_SL651_PORT") or 0)
PUBLIC_URL = os.environ.get("LINAN_PUBLIC_URL", f"http://localhost:{WEB_PORT}")  # in links that leave the house

SUBSYSTEMS = ["registry", "monitoring", "logistics.shelters", "logistics.duty", "response", "response.calls", "response.ladders", "response.reports", "response.headquarters", "response.upward", "planning", "command", "command.evacuations", "command.plotting", "command.deployment", "portal"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "linan.ground.people",  # before allauth: its templates and words stand over those of the library
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
    "linan.ground.announcements",
    "linan.ground.orgs",
    "linan.ground.access",
    "linan.ground.places",
    "linan.ground.live",
    "linan.ground.jobs",
    "linan.ground.files",
    "linan.ground.exchange",
    "linan.ground.ui",
    "linan.ground.office",
    "linan.ground.notices",
    *(f"linan.{name}" for name in SUBSYSTEMS),
    "linan.demo",
]
MIDDLEWARE = [
    "linan.config.figures.timing_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linan.ground.ui.middleware.content_security_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linan.ground.access.middleware.standing_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linan.ground.ui.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "linan.config.urls"
WSGI_APPLICATION = "linan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linan.ground.ui.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database_settings(DATA, os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = sorted((PROJECT / "src" / "linan").glob("**/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("LINAN_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"
LINAN_READINGS = DATA / "readings"  # the files of closed days

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
