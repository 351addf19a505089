"""Who may open the pages of the sign-in library (django-allauth)."""

from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint

_OPEN = [
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done", "account_email_verification_sent",
    "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn",
]
_OWN = [
    "account_change_password", "account_set_password", "account_email", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "usersessions_list",
]

ENDPOINTS = [
    *(Endpoint(name, right=PUBLIC) for name in _OPEN),
    *(Endpoint(name, right=SIGNED_IN) for name in _OWN),
    Endpoint("account_reset_password_from_key", right=PUBLIC, places={"uidb36": "1", "key": "a-b"}),
    Endpoint("account_confirm_email", right=PUBLIC, places={"key": "unknown"}),
    Endpoint("mfa_edit_webauthn", right=SIGNED_IN, places={"pk": 0}),
    Endpoint("mfa_remove_webauthn", right=SIGNED_IN, places={"pk": 0}),
]
