"""A mailbox behind IMAP under TLS, as much of RFC 3501 as a reader of bounces uses. Its certificate is its own."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def certificate(folder: Path) -> Path:
    """Key and certificate of 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "imap.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


class Mailbox:
    """`messages` are what lies in INBOX of `user`. `at_once`: TLS from the first byte, else by STARTTLS."""

    def __init__(self, folder: Path, messages: list[bytes], *, at_once: bool = True) -> None:
        self.messages, self.at_once = messages, at_once
        self.file = certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.file)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.seen_in_clear: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self.at_once:
                connection = self.context.wrap_socket(connection, server_side=True)
            connection.sendall(b"* OK ready\r\n")
            self._commands(connection)
        except OSError:
            return
        finally:
            connection.close()

    def _commands(self, connection: socket.socket) -> None:
        """Until it hangs up, or goes on under TLS."""
        deleted, is_in = set[int](), False
        file = connection.makefile("rb", buffering=0)
        while line := file.readline():
            tag, verb, *words = line.split()
            answer, status = b"", b"OK"
            if not isinstance(connection, ssl.SSLSocket):
                self.seen_in_clear.append(verb)
            match verb.upper():
                case b"CAPABILITY":
                    answer = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n"
                case b"STARTTLS":
                    connection.sendall(tag + b" OK go on\r\n")
                    file.close()
                    with self.context.wrap_socket(connection, server_side=True) as secure:
                        self._commands(secure)
                    return
                case b"LOGIN":
                    is_in = words == [b"bounces", b'"p@ss"']
                    status = b"OK" if is_in else b"NO"
                case b"SELECT" if is_in:
                    answer = b"* %d EXISTS\r\n" % len(self.messages)
                case b"SEARCH" if is_in:
                    found = [n for n in range(1, len(self.messages) + 1) if n not in deleted]
                    answer = b"* SEARCH %s\r\n" % b" ".join(b"%d" % n for n in found)
                case b"FETCH" if is_in:
                    text = self.messages[int(words[0]) - 1]
                    answer = b"* %s FETCH (RFC822 {%d}\r\n%s)\r\n" % (words[0], len(text), text)
                case b"STORE" if is_in:
                    deleted.add(int(words[0]))
                case b"EXPUNGE" if is_in:
                    self.messages[:] = [text for n, text in enumerate(self.messages, 1) if n not in deleted]
                    deleted.clear()
                case b"LOGOUT":
                    answer = b"* BYE\r\n"
                case _:
                    status = b"BAD"
            connection.sendall(answer + tag + b" " + status + b" done\r\n")
