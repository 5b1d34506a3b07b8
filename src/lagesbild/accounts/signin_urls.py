"""The sign-in library's pages that can be reached, at our addresses below /konto/. Each has a template of ours.

Listed one by one, so that an upgrade of the library opens nothing new: signing up, changing the address, signing in by
a mailed code and social accounts are not here.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, path, re_path

from lagesbild.accounts import signin_views

urlpatterns: list[URLPattern] = [
    path("logga-in/", signin_views.login, name="account_login"),
    path("logga-ut/", signin_views.logout, name="account_logout"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", signin_views.renewed(account.reauthenticate), name="account_reauthenticate"),
    path("losenord/byt/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", signin_views.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path("losenord/nytt/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tvasteg/", factors.index, name="mfa_index"),
    path("tvasteg/kod/", factors.authenticate, name="mfa_authenticate"),
    path("tvasteg/bekrafta/", signin_views.renewed(factors.reauthenticate), name="mfa_reauthenticate"),
    path("tvasteg/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tvasteg/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tvasteg/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvasteg/reservkoder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tvasteg/reservkoder/hamta/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("nycklar/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("nycklar/ny/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("nycklar/logga-in/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("nycklar/bekrafta/", signin_views.renewed(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("nycklar/<int:pk>/byt-namn/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("nycklar/<int:pk>/ta-bort/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("inloggningar/", usersessions.list_usersessions, name="usersessions_list"),
]
