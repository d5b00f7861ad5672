"""Somebody who is signed in without having signed in: their cookie, made in the database. Needs Django."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from throughline.foundation.access.models import User


def signed_in(user: User, *, second_factor: bool = False) -> str:
    """The session's key, as of somebody who signed in on Medway's site of this machine."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["host"] = "medway.localhost"
    if second_factor:
        store["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        store["account_authentication_methods_user"] = str(user.pk)
    store.create()
    return str(store.session_key)
