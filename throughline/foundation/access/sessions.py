"""Django's sessions in its own table, by one plain statement each.

Every page of everybody who is signed in begins with reading one. Building that question with the ORM took ten times as
long as the answer, and a new key at sign-in was seven statements: now a session that begins, or that gets a new key, is
written once, with all that is in it, when it is saved.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.db import connection
from django.utils.crypto import get_random_string

from throughline.foundation.clock import real_now

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
INSERT = (
    "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)"
    " ON CONFLICT (session_key) DO NOTHING"
)
UPDATE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
DELETE = "DELETE FROM django_session WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """Same table, same meaning as Django's; but `create` waits for `save`, and what is written already is not again
    until something is set: who changes a list or dict within it says `modified = True`, also after a `save`."""

    unsaved_key: str | None = None  # of a session that has no row yet
    unwritten = False  # was it changed since it was written?

    @property
    def modified(self) -> bool:
        """Was it changed in this request? Its cookie is sent then."""
        return self._modified

    @modified.setter
    def modified(self, value: bool) -> None:
        self._modified = value
        self.unwritten = self.unwritten or value

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)  # `save` takes another one, were it ever in use

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            now = connection.ops.adapt_datetimefield_value(real_now())
            cursor.execute(READ, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))

    def create(self) -> None:
        self._session_key = self.unsaved_key = self._get_new_session_key()
        self._get_session(no_load=True)  # type: ignore[attr-defined]
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError where the session was deleted meanwhile."""
        if self.session_key is None or must_create:
            self.create()
        elif self.modified and not self.unwritten:
            return
        data = self.encode(self._get_session())  # type: ignore[attr-defined]
        expires = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        with connection.cursor() as cursor:
            if self.session_key != self.unsaved_key:
                cursor.execute(UPDATE, [data, expires, self.session_key])
                if not cursor.rowcount:
                    raise UpdateError
            else:
                cursor.execute(INSERT, [self.session_key, data, expires])
                while not cursor.rowcount:
                    self._session_key = self._get_new_session_key()
                    cursor.execute(INSERT, [self.session_key, data, expires])
        self.unsaved_key, self.unwritten = None, False

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            with connection.cursor() as cursor:
                cursor.execute(DELETE, [key])
