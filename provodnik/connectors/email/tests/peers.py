"""Mail servers on loopback that do what they are told, bad things included."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class SmtpPeer:
    """Takes letters. `answers` say what the next commands of a name get instead of «fine».

    An answer of "drop" closes the connection without a word; for DATA, "drop after" takes the
    whole letter first.
    """

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    connections: int = 0

    def answer(self, command: str, otherwise: str) -> str:
        waiting = self.answers.get(command)
        return waiting.pop(0) if waiting else otherwise

    @property
    def letters(self) -> list[Message]:
        return [message_from_bytes(raw) for raw in self.taken]


@dataclass
class ImapPeer:
    """Holds one folder of letters by their numbers."""

    port: int = 0
    letters: dict[int, bytes] = field(default_factory=dict)
    uid_validity: int = 1
    password: str = "secret"
    drop_at: set[int] = field(default_factory=set)

    def deliver(self, raw: bytes) -> int:
        uid = max(self.letters, default=0) + 1
        self.letters[uid] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid


@contextmanager
def smtp_peer() -> Iterator[SmtpPeer]:  # noqa: C901 (a server is a small language)
    """A server of outgoing letters."""
    peer = SmtpPeer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> bool:
            if line == "drop":
                return False
            self.wfile.write(f"{line}\r\n".encode())
            return True

        def handle(self) -> None:
            peer.connections += 1
            if not self.say(peer.answer("CONNECT", "220 local")):
                return
            while line := self.rfile.readline():
                command = line.split()[0].decode().upper() if line.split() else ""
                if command == "QUIT":
                    self.say("221 bye")
                    return
                if command == "DATA":
                    if not self.data():
                        return
                elif not self.say(peer.answer(command, "250 fine")):
                    return

        def data(self) -> bool:
            begin = peer.answer("DATA", "354 go on")
            if not begin.startswith(("354", "drop after")):
                return self.say(begin)
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            end = "drop" if begin == "drop after" else peer.answer("END", "250 taken")
            if end.startswith("250") or begin == "drop after":
                peer.taken.append(b"".join(lines))
            return self.say(end)

    yield from _serving(peer, Handler)


@contextmanager
def imap_peer() -> Iterator[ImapPeer]:  # noqa: C901
    """A server of incoming letters."""
    peer = ImapPeer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("* OK local")
            while line := self.rfile.readline():
                tag, command, *words = line.decode().split()
                rest = " ".join(words)
                if command.upper() == "LOGOUT":
                    self.say("* BYE")
                    self.say(f"{tag} OK done")
                    return
                if command.upper() == "LOGIN" and peer.password not in rest:
                    self.say(f"{tag} NO wrong name or password")
                    continue
                if not self.answer(command.upper(), rest):
                    return
                is_there = command.upper() != "EXAMINE" or '"INBOX"' in rest
                self.say(f"{tag} OK done" if is_there else f"{tag} NO no such folder")

        def answer(self, command: str, rest: str) -> bool:
            if command == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            if command == "EXAMINE":
                self.say(f"* {len(peer.letters)} EXISTS")
                self.say(f"* OK [UIDVALIDITY {peer.uid_validity}] valid")
                self.say(f"* OK [UIDNEXT {max(peer.letters, default=0) + 1}] next")
            if command == "UID" and rest.startswith("SEARCH"):
                first = int(rest.split()[2].split(":", maxsplit=1)[0])
                found = sorted(uid for uid in peer.letters if uid >= first)
                last = sorted(peer.letters)[-1:]
                self.say(f"* SEARCH {' '.join(map(str, found or last))}")
            if command == "UID" and rest.startswith("FETCH"):
                return self.fetch(int(rest.split()[1]), rest)
            return True

        def fetch(self, uid: int, what: str) -> bool:
            raw = peer.letters.get(uid)
            if uid in peer.drop_at:
                peer.drop_at.discard(uid)
                return False
            if raw is None:
                return True
            if "RFC822.SIZE" in what:
                self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
                return True
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode())
            self.wfile.write(raw + b")\r\n")
            return True

    yield from _serving(peer, Handler)


def _serving[P: SmtpPeer | ImapPeer](
    peer: P, handler: type[socketserver.StreamRequestHandler]
) -> Iterator[P]:
    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), handler) as server:
        peer.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield peer
        finally:
            server.shutdown()
            thread.join()
