"""Settings of Cobalog: one file, read from the environment, safe by default.

Nothing has to be set. Whatever is written at run time (database, secret key, collected static files) lives in
`VAR`, a folder outside version control. docs/running.md lists every variable.
"""

import contextlib
import secrets
import sys
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config.databases import opened
from config.logs import logging_config
from config.policy import CONTENT_SECURITY_POLICY  # noqa: F401 - a setting

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("COBALOG_VAR", str(BASE_DIR / "var")))
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", False)
TESTING = "pytest" in sys.modules


def _secret_key() -> str:
    """The key from the environment, or one made once and kept readable by the owner only."""
    if key := env.str("SECRET_KEY", ""):
        return key
    path = VAR / "secret_key"
    if not path.exists():
        fresh = VAR / f"secret_key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)  # the first of several workers wins, whole or not at all
        fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- What an operator may switch ---------------------------------------------------------------------------------
DEMO_OPEN = env.bool("DEMO_OPEN", True)
DEMO_HOURS = 24
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", True)
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", not DEBUG)
BEHIND_TLS = env.bool("BEHIND_TLS", False)
CURATION_NEEDS_TWO = env.bool("CURATION_NEEDS_TWO", False)  # what one curator accepts waits for a second one
BACKUPS_EXPIRE_DAYS = env.int("BACKUPS_EXPIRE_DAYS", 0)  # what people are told; 0: ask whoever runs the site
METRICS_TOKEN = env.str("METRICS_TOKEN", "")  # /metrics answers whoever sends it; without one there is no such page
METRICS_FOLDER = env.str("PROMETHEUS_MULTIPROC_DIR", "")  # what the workers counted (config.gunicorn)
IMPORT_DIR = VAR / "imports"  # uploads that wait, and the work files of readers
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", 2_000_000_000)
LABEL_MAX_BYTES = 10_000_000  # a photo of a label
OPEN_FOOD_FACTS = env.bool("OPEN_FOOD_FACTS", False)  # barcodes nobody here knows may be asked for there
OPEN_FOOD_FACTS_URL = env.str("OPEN_FOOD_FACTS_URL", "https://world.openfoodfacts.org").rstrip("/")
OPEN_FOOD_FACTS_TIMEOUT = 4  # seconds
FDC_DOWNLOADS_URL = env.str("FDC_DOWNLOADS_URL", "https://fdc.nal.usda.gov/fdc-datasets").rstrip("/")
MEDIA_ROOT = VAR / "media"  # photos of labels: shown by views to those who may see them, never served as files

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "simple_history",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts.session_app.SessionsConfig",  # allauth.usersessions
    "accounts",
    "operating",
    "foods",
    "tracker",
]

MIDDLEWARE = [
    "config.metrics.Metrics",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.HtmxLogin",
    "config.middleware.LoginRequired",
    "config.middleware.Kept",
    "config.middleware.Devices",
    "config.middleware.Proof",
    "config.middleware.StaffSecondFactor",
    "config.middleware.DemoLimits",
    "config.middleware.PersonsTime",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.forms.CobalogFormRenderer"

_LOADERS: list = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                "tracker.context.toasts",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "foods.templatetags.cobalog"],
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": opened(
        env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'cobalog.sqlite3'}"),
        max_age=env.int("DATABASE_CONN_MAX_AGE", 60),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cobalog_cache?max_entries=100000")}
# The limit on searches counts in each worker for itself: being exact across workers is not worth two database
# queries a keystroke.
CACHES["local"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "local",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}

# --- Who is who --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["config.backends.PersonBackend"]  # allauth’s, with the profile in the same query
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [  # 8 to 128 characters of any kind (docs/decisions/0022)
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "accounts.passwords.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},  # ships with a list of 20,000
    {"NAME": "accounts.passwords.WordsOfThisSite"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_SIGNUP_REDIRECT_URL = "welcome"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "add_email": "accounts.entrance.AddEmailForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.entrance.ConfirmEmailCodeForm",
    "login": "accounts.entrance.LoginForm",
    "reauthenticate": "accounts.entrance.ReauthenticateForm",
    "reset_password": "accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance.ResetPasswordKeyForm",
    "set_password": "accounts.entrance.SetPasswordForm",
    "signup": "accounts.entrance.SignupForm",
}  # nosec B105 # no password
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_CHANGE_EMAIL = True  # one address a person
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tell people when their password or second step changes
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", "optional")
# allauth sends codes only where verification is mandatory, links otherwise
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION == "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Cobalog: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.entrance.ActivateTOTPForm",
    "add_webauthn": "accounts.entrance.AddPasskeyForm",
    "authenticate": "accounts.entrance.AuthenticateForm",
    "edit_webauthn": "accounts.entrance.EditPasskeyForm",
    "reauthenticate": "accounts.entrance.ReauthenticateWithCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Cobalog"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS  # passkeys on http://localhost

# Rate limits count addresses: X-Forwarded-For is believed only behind TLS, and only what our own proxies added to it
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1) if BEHIND_TLS else 0

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Cobalog <cobalog@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SITE_URL = env.str("SITE_URL", "").rstrip("/")  # where links in reminders lead: a command has no request to ask

# --- Words, numbers, time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# the app is English; the report for an appointment is in the language chosen for it, and nothing else chooses one
LANGUAGES = [("en-gb", _("English")), ("de", _("German")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False
DEFAULT_DAY_REFERENCE_UG = 2.4  # adults, RDA, US/CA (Institute of Medicine 1998)

# --- Files -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing, and warnings fail tests
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Safe from the start -----------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_prefix = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
MESSAGE_STORAGE = "config.messages.OwnCookieStorage"  # messages never name what was eaten

# --- What is written down: times, paths and errors; never bodies, query strings or addresses of people ------------
LOGGING = logging_config(env.str("LOG_LEVEL", "INFO"), shape=env.str("LOG_FORMAT", "line"))
