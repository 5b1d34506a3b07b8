"""The part of the settings that says how people sign in."""

from __future__ import annotations

import os
from typing import Any

from lagesbild.site.operation import COOKIE_PREFIX

DEMO = os.environ.get("LAGESBILD_DEMO") == "1"
"""A demonstration: one click signs in as an invented person (`accounts.demo`). Never set where data is real."""

AUTHENTICATION_BACKENDS = ["lagesbild.accounts.signed_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lagesbild.accounts.passwords.OwnWords"},
]
PASSWORD_RESET_TIMEOUT = 4 * 3600

SESSION_ENGINE = "lagesbild.accounts.signed_in"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}inloggning"
SESSION_COOKIE_AGE = 12 * 3600
"""A working day, from signing in, however much it is used."""
SESSION_IDLE = 2 * 3600
"""As long as it may lie unused: a meeting is led from one page, and a point may take its time."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""Limits on attempts are counted here, by all processes and machines together; the table is made by a migration."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "root"

ACCOUNT_ADAPTER = "lagesbild.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "lagesbild.accounts.adapter.display"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "lagesbild.accounts.signin_forms.LoginForm",
    "change_password": "lagesbild.accounts.signin_forms.ChangePasswordForm",
    "set_password": "lagesbild.accounts.signin_forms.SetPasswordForm",
    "reset_password": "lagesbild.accounts.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "lagesbild.accounts.signin_forms.ResetPasswordKeyForm",
    "reauthenticate": "lagesbild.accounts.signin_forms.ReauthenticateForm",
}

SECOND_STEP_FOR_ALL = os.environ.get("LAGESBILD_SECOND_STEP", "").strip() == "all"
"""Whether everybody with a password needs a second step, and not only those who decide."""
MFA_ADAPTER = "lagesbild.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_TOTP_ISSUER = "Lägesbild"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "lagesbild.accounts.signin_forms.AuthenticateForm",
    "reauthenticate": "lagesbild.accounts.signin_forms.ReauthenticateByCodeForm",
    "activate_totp": "lagesbild.accounts.signin_forms.ActivateTOTPForm",
    "add_webauthn": "lagesbild.accounts.signin_forms.AddKeyForm",
    "edit_webauthn": "lagesbild.accounts.signin_forms.RenameKeyForm",
}
# Keys work over plain HTTP only on this very machine, where nobody listens in between.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("LAGESBILD_URL", "").strip().startswith("https://")
