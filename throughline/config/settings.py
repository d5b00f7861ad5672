"""Settings for every mode. What differs comes from the environment (environment.py), what does not stands here."""

import os
import sys
from pathlib import Path

from django.utils.csp import CSP

from throughline.config import environment, logs

ROOT = Path(__file__).resolve().parents[2]
ENV = environment.read(os.environ, ROOT)
TESTING = "pytest" in sys.modules

DEBUG = False
DEMONSTRATION = ENV.demonstration
PRODUCTION = ENV.production
BENCH = ENV.bench
WEB_PROCESSES = ENV.web_processes
DATA_DIR = ENV.data_dir
AS_AT = ENV.as_at
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins

FOUNDATION = [
    "throughline.foundation.statute",
    "throughline.foundation.ui",
    "throughline.foundation.tenancy",
    "throughline.foundation.access",
    "throughline.foundation.accounts",
    "throughline.foundation.figures",
    "throughline.foundation.documents",
    "throughline.foundation.jobs",
    "throughline.foundation.notices",
    "throughline.foundation.workflow",
    "throughline.foundation.restricted",
    "throughline.foundation.links",
    "throughline.foundation.sheets",
    "throughline.foundation.statistics",
    "throughline.foundation.surveys",
]
OFFICE: list[str] = [
    "throughline.office.partnership",
    "throughline.office.actions",
    "throughline.office.strategy",
    "throughline.office.finance",
    "throughline.office.training",
    "throughline.office.reviews",
    "throughline.office.audits",
    "throughline.office.dataset",
    "throughline.office.intake",
]
PUBLISHING: list[str] = [
    "throughline.publishing.library",
    "throughline.publishing.bulletin",
    "throughline.publishing.yearly_report",
    "throughline.publishing.website",
]
INSTALLED_APPS = [
    "throughline.config",
    *FOUNDATION,
    *OFFICE,
    *PUBLISHING,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["anymail"] if ENV.anymail else []),
    "simple_history",
    "django_tasks_db",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "throughline.office.training.middleware.ContentHostMiddleware",
    "throughline.foundation.tenancy.middleware.PartnershipMiddleware",
    "throughline.publishing.website.middleware.KeptPagesMiddleware",
    "throughline.publishing.website.middleware.OldAddressesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "throughline.foundation.access.middleware.SessionHostMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughline.foundation.access.middleware.GateMiddleware",
    "throughline.publishing.website.middleware.EditorsGateMiddleware",
    "throughline.foundation.documents.middleware.PdfUnavailableMiddleware",
]

ROOT_URLCONF = "throughline.config.urls"
WSGI_APPLICATION = "throughline.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.publishing.website.context.site",
            ],
        },
    }
]

FORM_RENDERER = "throughline.foundation.ui.forms.GovukRenderer"

# --- database: SQLite survives a power cut (FULL) and never meets "database is locked" half-way (IMMEDIATE)
DATABASES = {"default": ENV.database}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # while a connection is made; from then on config/waiting.py
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
            " PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864;"
        ),
    }
CACHES = {
    "default": {
        "BACKEND": "throughline.config.cache.QuickDatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # limits that are counted must not be forgotten because many are
    }
}

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/media/"
CLAMAV_URL = ENV.clamav_url
CLAMAV_REQUIRED = ENV.clamav_required
CONTENT_PREFIX = ENV.content_prefix  # of the host that plays uploaded courses; empty: none is played
LINK_CHECK = ENV.link_check  # ask whether links on public pages and in the bulletin lead somewhere
LINK_CHECK_INSIDE = False  # addresses inside a network; tests have their server there
UPLOAD_QUOTA = ENV.upload_quota  # bytes, for each space
FILE_UPLOAD_HANDLERS = [
    "throughline.foundation.documents.fields.StopAtLargest",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Compressing takes half a minute and saves a browser on this machine nothing: production alone does it.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}

# --- language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- people and sign-in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["throughline.foundation.accounts.backends.PreparedAuthentication"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "throughline.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # no password anywhere
ACCOUNT_SIGNUP_FORM_CLASS = "throughline.foundation.accounts.signup.SignUpDetails"
ACCOUNT_FORMS = {
    "login": "throughline.foundation.accounts.forms.SignInForm",
    "signup": "throughline.foundation.accounts.forms.SignUpForm",
    "confirm_login_code": "throughline.foundation.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "throughline.foundation.accounts.forms.EmailCodeForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a second factor added or removed is told by e-mail
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip,200/h/ip",
    "signup": "20/m/ip,100/h/ip",
    "request_login_code": "3/m/key,20/h/key",  # key: the address that the code goes to
    "confirm_email": "3/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0
MFA_ADAPTER = "throughline.foundation.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Throughline"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are up to half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://medway.localhost
MFA_FORMS = {
    "authenticate": "throughline.foundation.accounts.forms.SecondFactorForm",
    "reauthenticate": "throughline.foundation.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "throughline.foundation.accounts.forms.AddAppForm",
    "add_webauthn": "throughline.foundation.accounts.forms.AddKeyForm",
    "edit_webauthn": "throughline.foundation.accounts.forms.RenameKeyForm",
}
# An organisation's own sign-in (OpenID Connect), where the environment names one. Its verified addresses are trusted.
SOCIALACCOUNT_ADAPTER = "throughline.foundation.accounts.adapter.OrganisationAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form's redirect to another host is what `form-action 'self'` forbids
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_FORMS = {"signup": "throughline.foundation.accounts.forms.OrganisationSignUpForm"}
OPENID_SECOND_FACTORS = ENV.openid["second_factors"].split() if ENV.openid else []
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if ENV.openid:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "organisation",
            "name": ENV.openid["name"],
            "client_id": ENV.openid["client_id"],
            "secret": ENV.openid["secret"],
            "settings": {"server_url": ENV.openid["server_url"]},
        }
    ]
SESSION_ENGINE = "throughline.foundation.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# --- mail: everything goes through the outbox (notices); only production has a route out
MAILERS = environment.mailers(ENV)
DEFAULT_FROM_EMAIL = ENV.mail_from
REPLY_TO = ENV.mail_reply_to
BULLETIN_LEAVES = PRODUCTION or environment.has_sink(ENV)  # else each message is shown in the outbox
BULLETIN_BOUNCES_TO = ENV.bulletin_bounces_to
BOUNCES_URL = ENV.bounces_url
ANYMAIL = ENV.anymail
PORT = ENV.port  # of this machine; in links outside production

# --- background work
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# --- security
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
SECURITY_CONTACT = ENV.security_contact
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if ENV.behind_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Wagtail: public pages only; nothing asks the outside world
WAGTAIL_SITE_NAME = "Throughline"
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False  # it links outside, to the library's own news
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # there are no passwords
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # names and addresses are changed on our own page
WAGTAIL_WORKFLOW_ENABLED = False  # would send mail past the outbox
WAGTAILADMIN_COMMENTS_ENABLED = False  # likewise
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_MODEL = "website.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "website.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What editors send is looked at and scanned like every other file (publishing/website/uploads.py).
WAGTAILDOCS_DOCUMENT_FORM_BASE = "throughline.publishing.website.uploads.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "throughline.publishing.website.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png"]
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 5
PAGE_SECONDS = 0 if TESTING else 2  # how long a process answers unknown readers with the same public page
HOST_SECONDS = 0 if TESTING else 2  # how long a process keeps which partnership a host serves, and its spaces
FRAME_SECONDS = 0 if TESTING else 15  # how long a process keeps the numbers to call and the menu's facts

LOGGING = logs.settings(as_json=PRODUCTION)
