"""The mailbox of bounce messages: a folder, and a real mailbox behind IMAP; each message is read once and taken out."""

import imaplib
import mailbox as boxes
import ssl
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.publishing.bulletin.bouncing import mailbox
from throughline.publishing.bulletin.models import Bounce, Delivery, Suppression
from throughline.publishing.bulletin.tests.imap import Mailbox
from throughline.publishing.bulletin.tests.making import sent_issue
from throughline.publishing.bulletin.tests.test_rules import DSN

pytestmark = pytest.mark.django_db
HOLIDAY = b"From: a@example.org\nSubject: On holiday\n\nBack soon."


@pytest.fixture
def came_back(writer: Any, approver: Any, at: datetime, readers: Any) -> bytes:
    """What the mail server says of r1's mail."""
    readers(2)
    sent_issue(writer=writer, approver=approver, at=at)
    Delivery.objects.update(state="sent")
    return DSN % (Delivery.objects.get(email="r1@example.org").token.encode(), b"failed", b"5.1.1")


def read(at: datetime) -> int:
    return mailbox.read_all(by=system_actor("worker"), at=at)


def test_a_folder_is_read_once(came_back: bytes, at: datetime, settings: Any, tmp_path: Path) -> None:
    box = boxes.Maildir(str(tmp_path / "bounces"))
    box.add(came_back)
    box.add(HOLIDAY)
    settings.BOUNCES_URL = f"maildir://{tmp_path / 'bounces'}"
    assert (read(at), read(at)) == (1, 0)
    assert Delivery.objects.get(email="r1@example.org").state == "bounced"


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_a_mailbox_behind_imap_is_read_once_and_under_tls(
    scheme: str, came_back: bytes, at: datetime, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    server = Mailbox(tmp_path, [HOLIDAY, came_back], at_once=scheme == "imaps")
    settings.BOUNCES_URL = f"{scheme}://bounces:p%40ss@127.0.0.1:{server.port}/INBOX"
    with pytest.raises(ssl.SSLCertVerificationError):
        read(at)  # a server that nobody vouches for
    assert len(server.messages) == 2
    monkeypatch.setenv("SSL_CERT_FILE", str(server.file))
    assert (read(at), read(at)) == (1, 0)
    assert server.messages == []
    assert list(Suppression.objects.values_list("address", "reason")) == [("r1@example.org", "hard")]
    settings.BOUNCES_URL = f"{scheme}://bounces:wrong@127.0.0.1:{server.port}/INBOX"
    with pytest.raises(imaplib.IMAP4.error):
        read(at)
    assert set(server.seen_in_clear) <= {b"CAPABILITY", b"STARTTLS"}
    server.close()
    assert Bounce.objects.count() == 1
