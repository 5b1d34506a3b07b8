"""Settings, read from the environment. `lagesbild serve` sets the database addresses when it runs its own server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

BASE = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("LAGESBILD_SECRET_KEY", "")
DEBUG = os.environ.get("LAGESBILD_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("LAGESBILD_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "lagesbild.core",
    "lagesbild.accounts",
    "lagesbild.organisation",
    "lagesbild.places",
    "lagesbild.meetings",
    "lagesbild.incidents",
    "lagesbild.picture",
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

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
ROOT_URLCONF = "lagesbild.site.urls"
