"""Settings of signing in: django-allauth 65, argon2, second factors, sessions."""

import os

AUTHENTICATION_BACKENDS = ["linan.ground.people.sign_in.NameOrPhoneBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["username", "full_name", "phone"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# "required": staff enrol a second factor before they see anything else; "offered": they may.
STAFF_SECOND_FACTOR = os.environ.get("LINAN_STAFF_SECOND_FACTOR", "offered")

ACCOUNT_ADAPTER = "linan.ground.people.sign_in.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "linan.ground.people.forms.SignInForm",
    "reset_password": "linan.ground.people.forms.NoResetByMailForm",
    "add_email": "linan.ground.people.forms.NoEmailForm",
}
# The account's own lock (people.actions) counts wrong passwords; these limits hold per address and process.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip"}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Lin'an"
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_AGE = 7 * 24 * 3600
USERSESSIONS_TRACK_ACTIVITY = False
