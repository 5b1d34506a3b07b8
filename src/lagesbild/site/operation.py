"""The part of the settings that says where and how an installation is run; every value is read from the environment.

LAGESBILD_URL is the address that people use. Without it only this machine is served, over plain HTTP; with an https
address every cookie is secure, plain HTTP is turned away and a proxy in front is expected to do the encryption.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_local = ("127.0.0.1", "localhost", "[::1]")
_url = urlsplit(os.environ.get("LAGESBILD_URL", "").strip())
_https = _url.scheme == "https"
_more = [host.strip() for host in os.environ.get("LAGESBILD_HOSTS", "").split(",") if host.strip()]

PUBLIC_URL = f"{_url.scheme}://{_url.netloc}" if _url.netloc else ""
ALLOWED_HOSTS = [*([_url.hostname] if _url.hostname else []), *(_more or ([] if _https else _local))]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
X_FRAME_OPTIONS = "DENY"

COOKIE_PREFIX = "__Host-" if _https else ""
"""Before the name of every cookie: browsers then take it from this very host alone, and over https."""
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True

# whether a domain is put on the browsers' own list is decided by whoever owns the domain, not by a system below it
SILENCED_SYSTEM_CHECKS = ["security.W021"]

ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LAGESBILD_PROXIES", "1" if _https else "0"))
"""Proxies in front: which address of X-Forwarded-For is the visitor's, for the limits on signing in."""

_data = os.environ.get("LAGESBILD_DATA", "")
_maskings = os.environ.get("LAGESBILD_MASKINGS", "") or (_data and str(Path(_data) / "maskings.jsonl"))
MASKINGS_JOURNAL = Path(_maskings) if _maskings else None

TRUST_ANCHORS = os.environ.get("LAGESBILD_TRUST", "").strip()
"""A file of root certificates (PEM) that electronic signatures are checked against; without it none is."""
SCANNER = os.environ.get("LAGESBILD_SCANNER", "").strip()
"""Where clamd listens, unix:///run/clamav/clamd.ctl or tcp://host:3310; without it uploads are not scanned."""

_mail = urlsplit(os.environ.get("LAGESBILD_MAIL_URL", "").strip())
if _mail.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        _mail.hostname,
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and parse_qs(_mail.query).get("tls", ["1"])[0] != "0"
    EMAIL_PORT = _mail.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
    EMAIL_TIMEOUT = 20
else:
    # nothing is sent: each letter becomes a file, for whoever runs the installation to read
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = Path(_data or "lagesbild-data") / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get(
    "LAGESBILD_MAIL_FROM", f"lagesbild@{_url.hostname or 'localhost.localdomain'}"
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "lagesbild.core.discretion.Discreet"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "lagesbild": {"level": os.environ.get("LAGESBILD_LOG", "INFO").upper()},
        # Django's own handlers would write a second time, and by mail to administrators
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        # it writes the names and numbers of certificates, and what it has to say stands on the page
        "pyhanko": {"level": "CRITICAL", "propagate": False},
        "pyhanko_certvalidator": {"level": "CRITICAL", "propagate": False},
    },
}
