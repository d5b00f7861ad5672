"""The door for other apps: declare a notice, put it into the outbox, name a whole address."""

from throughline.foundation.notices.links import site_link
from throughline.foundation.notices.operations import put
from throughline.foundation.notices.queries import keys_put, outbox_is_stuck
from throughline.foundation.notices.registry import find, kinds, register
from throughline.foundation.notices.rules import Attachment, Notice

__all__ = ["Attachment", "Notice", "find", "keys_put", "kinds", "outbox_is_stuck", "put", "register", "site_link"]
