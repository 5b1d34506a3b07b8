"""Settings, read from the environment. `lagesbild serve` sets the database addresses when it runs its own server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from lagesbild.site.operation import *  # noqa: F403 - where and how it is run
from lagesbild.site.signin import *  # noqa: F403 - how people sign in
from lagesbild.site.static import unframed

BASE = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("LAGESBILD_SECRET_KEY", "")
DEBUG = os.environ.get("LAGESBILD_DEBUG") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "lagesbild.core",
    "lagesbild.accounts",
    "lagesbild.organisation",
    "lagesbild.registry",
    "lagesbild.places",
    "lagesbild.meetings",
    "lagesbild.incidents",
    "lagesbild.dialogues",
    "lagesbild.indicators",
    "lagesbild.picture",
    "lagesbild.problems",
    "lagesbild.plans",
    "lagesbild.promises",
    "lagesbild.evaluation",
    "lagesbild.agreements",
    "lagesbild.publishing",
    "lagesbild.compliance",
    "lagesbild.leadership",
    "lagesbild.calendars",
    "lagesbild.portal",
    "lagesbild.api",
]
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(os.environ.get("DATABASE_URL", "postgresql:///lagesbild"), conn_max_age=600),
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,
    }
}

MIDDLEWARE = [
    "lagesbild.site.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lagesbild.core.web.packing.LightlyPacked",
    "csp.middleware.CSPMiddleware",
    "lagesbild.api.operations.Kept",
    "lagesbild.core.web.language.LanguageMiddleware",
    "lagesbild.core.web.errors.ErrorsInWords",
    "lagesbild.core.access.AccessLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lagesbild.accounts.second_factor.SecondFactorFirst",
    "lagesbild.core.web.errors.MethodsInWords",
]

ROOMS = (
    *("core", "accounts", "organisation", "registry", "places", "meetings", "incidents", "dialogues", "indicators"),
    *("picture", "problems", "plans", "promises", "evaluation", "agreements", "publishing", "compliance"),
    *("leadership", "calendars", "portal"),
)
"""Rooms with pages, in the order of the house."""
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / room / "templates" for room in ROOMS],
        "OPTIONS": {"environment": "lagesbild.core.web.jinja.environment"},
    },
    {  # only for what libraries draw themselves
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ADD_HEADERS_FUNCTION = unframed
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
"""Addresses of static files carry a mark of their content (`core.web.assets`)."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "lagesbild.core.web.errors.forgery"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
ROOT_URLCONF = "lagesbild.site.urls"
WSGI_APPLICATION = "lagesbild.site.wsgi.application"
