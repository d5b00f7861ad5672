"""A mail server that remembers whom it took a message for, in the moment before it says so."""

import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Sink:
    """`refuse`: address → the reply to its RCPT; `after_data`: what to answer to a message, "" to hang up instead."""

    def __init__(self, server: socket.socket, *, pipelining: bool = True) -> None:
        self.server, self.port = server, server.getsockname()[1]
        self.pipelining = pipelining
        self.taken: list[str] = []
        self.contents: list[bytes] = []
        self.refuse: dict[str, str] = {}
        self.after_data: dict[str, str] = {}
        self.connections = 0
        self.ending = False

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for content in self.contents]  # type: ignore[misc]

    def serve(self) -> None:
        while not self.ending:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        file = connection.makefile("rb")
        say = lambda words: connection.sendall(f"{words}\r\n".encode())  # noqa: E731
        try:
            say("220 sink")
            to, refused = "", False
            while line := file.readline():
                command = line.strip().decode()
                verb = command.upper()
                if verb.startswith("EHLO"):
                    say("250-sink\r\n250 PIPELINING" if self.pipelining else "250 sink")
                elif verb.startswith("RCPT"):
                    to = command.partition("<")[2].rstrip(">")
                    refused = to in self.refuse
                    say(self.refuse.get(to, "250 OK"))
                elif verb == "DATA":
                    if refused:
                        say("554 no valid recipients")
                        continue
                    say("354 go on")
                    lines = []
                    while (each := file.readline()) != b".\r\n":
                        if not each:
                            return
                        lines.append(each[1:] if each.startswith(b".") else each)
                    answer = self.after_data.get(to, "250 taken")
                    if not answer.startswith(("4", "5")):
                        self.taken.append(to)
                        self.contents.append(b"".join(lines))
                    if not answer:
                        return
                    say(answer)
                elif verb == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 OK")
        except OSError:
            return
        finally:
            connection.close()
