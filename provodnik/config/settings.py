"""Settings of Django and of Provodnik. Environment variables win; nothing here starts a server."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP

from provodnik.config import postgres

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("PROVODNIK_HOME") or PACKAGE.parent / ".provodnik").resolve()
PRODUCTION = os.environ.get("PROVODNIK_PRODUCTION") == "1"
DEBUG = False

URLS = postgres.urls(HOME)


def _database(url: str) -> dict[str, Any]:
    """A Django database from a postgresql:// address; a socket folder may stand in `host=`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", None) or parts.port or ""),
        "OPTIONS": {**options},
        "TEST": {"NAME": os.environ.get("PROVODNIK_TEST_DB", "test_provodnik")},
    }


DATABASES: dict[str, dict[str, Any]] = {
    # A pooled connection of a server that was killed is dropped, not handed out.
    "default": {**_database(URLS.app), "CONN_HEALTH_CHECKS": True},
    "owner": _database(URLS.owner),
}
if os.environ.get("PROVODNIK_POOL", "1") == "1" and "PYTEST_VERSION" not in os.environ:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 12, "timeout": 10}
LAKE_DATABASE_URL = URLS.lake
LAKE_ROLE = unquote(urlsplit(URLS.lake).username or "")
SEARCH_ROLE = "provodnik_search"
DATABASE_ROUTERS = ["provodnik.config.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _secret_key() -> str:
    """From the environment, else made once and kept in the data directory."""
    if key := os.environ.get("PROVODNIK_SECRET_KEY"):
        return key
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"secret_key.{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(os.urandom(48).hex())
        # A link refuses to replace: of two first starts at once one key stays.
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("PROVODNIK_HOSTS", "*").split(",")
CSRF_FAILURE_VIEW = "provodnik.web.pages.errors.views.form_expired"
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("PROVODNIK_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    "provodnik.kernel",
    "provodnik.kernel.accounts",
    "provodnik.kernel.outbox",
    "provodnik.method",
    "provodnik.lake",
    "provodnik.facts.team",
    "provodnik.facts.people",
    "provodnik.facts.people.erasure",
    "provodnik.facts.people.lifecycle",
    "provodnik.facts.people.relations",
    "provodnik.facts.people.audience",
    "provodnik.facts.people.accesses",
    "provodnik.facts.catalog",
    "provodnik.facts.learning",
    "provodnik.facts.learning.graduations",
    "provodnik.facts.learning.courses",
    "provodnik.facts.learning.homework",
    "provodnik.facts.sales",
    "provodnik.facts.sales.base",
    "provodnik.signals",
    "provodnik.touches.queue",
    "provodnik.touches.campaigns",
    "provodnik.touches.care",
    "provodnik.touches.desk",
    "provodnik.touches.voice.interviews",
    "provodnik.touches.voice.feedback",
    "provodnik.touches.voice.cases",
    "provodnik.touches.voice.surveys",
    "provodnik.touches.desk.intake",
    "provodnik.touches.desk.files",
    "provodnik.outcomes",
    "provodnik.reports",
    "provodnik.reports.audit",
    "provodnik.decisions.causes",
    "provodnik.decisions.goals",
    "provodnik.decisions.pay",
    "provodnik.decisions.quality",
    "provodnik.decisions.meetings",
    "provodnik.decisions.duties",
    "provodnik.connectors.telegram",
    "provodnik.connectors.email",
    "provodnik.web.design",
    "provodnik.web.shell",
    "provodnik.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "provodnik.web.tenancy.SchoolMiddleware",
    "provodnik.web.counters.CountersMiddleware",
    "axes.middleware.AxesMiddleware",
]

_PAGES = sorted((PACKAGE / "web" / "pages").glob("*/"))
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [page / "templates" for page in _PAGES if (page / "templates").is_dir()],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "provodnik.web.shell.context.shell",
            ],
        },
    }
]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
LOCALE_PATHS += [page / "locale" for page in _PAGES if (page / "locale").is_dir()]
LOCALE_PATHS += sorted((PACKAGE / "connectors").glob("*/locale"))
STATICFILES_DIRS = [page / "static" for page in _PAGES if (page / "static").is_dir()]
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["provodnik.web.uploads.LimitedUpload"]
FILE_UPLOAD_TEMP_DIR = HOME / "files" / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
UPLOAD_MAX_BYTES = 1024**3
# Copies of uploaded exports and their rejected rows; the facts taken from them stay.
IMPORT_FILES_KEPT_DAYS = int(os.environ.get("PROVODNIK_IMPORT_FILES_KEPT_DAYS", "90"))
# What Telegram told, word for word; the messages made of it stay.
TELEGRAM_UPDATES_KEPT_DAYS = int(os.environ.get("PROVODNIK_TELEGRAM_UPDATES_KEPT_DAYS", "30"))

ROOT_URLCONF = "provodnik.config.urls"
WSGI_APPLICATION = "provodnik.config.wsgi.application"

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PASSWORD_CHANGE_REDIRECT_URL = "me:show"  # noqa: S105 (a page, not a password)
ACCOUNT_SESSION_REMEMBER = True
# A letter to an address without an account would make us a sender of spam.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Failures of a password are counted by django-axes, in the database and for every process.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_ADAPTER = "provodnik.web.pages.signin.adapter.Adapter"
_SIGN_IN_FORMS = "provodnik.web.pages.signin.forms"
ACCOUNT_FORMS = {
    "login": f"{_SIGN_IN_FORMS}.SignInForm",
    "request_login_code": f"{_SIGN_IN_FORMS}.LetterForm",
    "confirm_login_code": f"{_SIGN_IN_FORMS}.LetterCodeForm",
    "reset_password": f"{_SIGN_IN_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_SIGN_IN_FORMS}.FirstPasswordForm",
    "set_password": f"{_SIGN_IN_FORMS}.OwnPasswordForm",
    "change_password": f"{_SIGN_IN_FORMS}.ChangedPasswordForm",
    "reauthenticate": f"{_SIGN_IN_FORMS}.PasswordAgainForm",
}
MFA_ADAPTER = "provodnik.web.pages.signin.adapter.SecondStepAdapter"
MFA_TOTP_ISSUER = "Provodnik"
MFA_FORMS = {
    "authenticate": f"{_SIGN_IN_FORMS}.AppCodeForm",
    "reauthenticate": f"{_SIGN_IN_FORMS}.AppCodeAgainForm",
    "activate_totp": f"{_SIGN_IN_FORMS}.ConnectAppForm",
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.1
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "provodnik.web.pages.signin.views.locked"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(HOME / "files" / "mail")},
    }
}

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("PROVODNIK_HTTPS") == "1"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
