"""Django's view of the installation, derived from `anjian.config.environment.Settings`."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from anjian.config.environment import Settings, database

INSTALLATION = Settings.read(os.environ)
PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]
TESTING = INSTALLATION.mode == "test"
REHEARSAL = INSTALLATION.mode == "rehearsal"
DATA_DIR = INSTALLATION.data
SECOND_COPY = INSTALLATION.second_copy
STORE = INSTALLATION.store
UPLOAD_LIMIT = INSTALLATION.upload_limit

# Under which name the logs of this installation sign: the first public address, without its scheme.
LOG_HOST = (INSTALLATION.origins or ("https://anjian.local",))[0].split("://", 1)[-1].rstrip("/")
# Who else signs that they only grow: `URL VKEY, URL VKEY` (`./anjian witness`).
WITNESSES = INSTALLATION.witnesses

# Where the public finds this installation; it stands in the QR codes of documents.
PUBLIC_ADDRESS = INSTALLATION.address

SECRET_KEY = INSTALLATION.secret_key
DEBUG = False
# A speech engine on the agency's own network; none when empty.
# Web pages as evidence: the browser that draws them, inner addresses (host:port) that may be fetched anyway.
CHROMIUM = INSTALLATION.chromium
CAPTURE_ALLOW = INSTALLATION.capture_allow
# Helps two browsers meet through address translation: stun:host:port, turn:user:password@host:port.
ICE_SERVERS = INSTALLATION.ice_servers
SPEECH_URL = INSTALLATION.speech_url
SPEECH_KEY = INSTALLATION.speech_key
SPEECH_MODEL = INSTALLATION.speech_model
# A model that looks at contradictions again, likewise; none when empty.
JUDGE_URL = INSTALLATION.judge_url
JUDGE_KEY = INSTALLATION.judge_key
JUDGE_MODEL = INSTALLATION.judge_model
# What looks at files from outside, and the folder in which docking stations put recordings.
VIRUS_CHECK = INSTALLATION.virus_check
DOCK_DIR = INSTALLATION.dock or str(DATA_DIR / "dock")
# What locks key files; the time authority (the local test authority when empty) and the roots trusted of
# it; a token that keeps the signing keys (key files when empty).
KEY_SECRET = INSTALLATION.key_secret
TSA_URL = INSTALLATION.tsa_url
TSA_ROOTS = INSTALLATION.tsa_roots
PKCS11_MODULE = INSTALLATION.pkcs11_module
PKCS11_TOKEN = INSTALLATION.pkcs11_token
PKCS11_PIN = INSTALLATION.pkcs11_pin
ALLOWED_HOSTS = [*INSTALLATION.hosts, *(["testserver"] if TESTING else [])]
CSRF_TRUSTED_ORIGINS = list(INSTALLATION.origins)

# Our apps from the lowest layer to the highest; one is switched on by having an apps.py.
LAYERS = (
    "audit",
    "transparency",
    "people",
    "credentials",
    "library",
    "dossiers",
    "deadlines",
    "documents",
    "evidence",
    "recordings",
    "cases",
    "intake",
    "interviews",
    "registers",
    "remote",
    "archive",
    "inspections",
    "complaints",
    "command",
    "journeys",
    "training",
    "live",
    "api",
    "web",
)
OUR_APPS = tuple(f"anjian.{name}" for name in LAYERS if (PACKAGE / name / "apps.py").exists())
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_vite",
    "csp",
    "procrastinate.contrib.django",
    *OUR_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "anjian.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "anjian.web.middleware.ActorMiddleware",
]
ROOT_URLCONF = "anjian.config.urls"
WSGI_APPLICATION = "anjian.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.static",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anjian.web.context.shell",
            ],
        },
    },
]

DATABASES = {"default": database(INSTALLATION.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A view that changes something opens its own transaction through anjian.audit.actions.
ATOMIC_REQUESTS = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "anjian_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
ISLANDS_DIST = ROOT / "islands" / "dist"
STATICFILES_DIRS = [path for path in (PACKAGE / "web" / "static", ISLANDS_DIST) if path.is_dir()]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": ISLANDS_DIST / "manifest.json",
        "app_client_class": "anjian.web.frontend.ContentNamedClient",
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# The bundler's files keep their own content-hashed names (see anjian.web.frontend).
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+(?:/front/.+|\.[0-9a-f]{12}\..+)$"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = TESTING
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp") if (DATA_DIR / "tmp").is_dir() else None
# Evidence is streamed by its own view; a form keeps little in memory and spools the rest to disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_ADAPTER = "anjian.config.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Anjian"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "anjian.config.accounts.sign_in_name"
AXES_LOCKOUT_CALLABLE = "anjian.web.errors.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True

SESSION_COOKIE_NAME = "anjian_session"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = INSTALLATION.https
CSRF_FAILURE_VIEW = "anjian.web.errors.csrf_failure"
CSRF_COOKIE_NAME = "anjian_csrf"
CSRF_COOKIE_SECURE = INSTALLATION.https
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if INSTALLATION.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTALLATION.proxies else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [SELF],
        "frame-src": [SELF, "blob:"],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}

# Our own periodic job that takes up work left by a killed worker stands beside the apps' tasks.
PROCRASTINATE_IMPORT_PATHS = ["anjian.config.jobs"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
