"""A Bot API on loopback that answers what a test planned, and remembers what it was asked."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

CLOSE = "close"


@dataclass(slots=True)
class Plan:
    """Answers in order; past them everything is accepted."""

    answers: deque[tuple[int, object] | str] = field(default_factory=deque)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    port: int = 0
    hangs_up: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        plan = cast("_Server", self.server).plan
        plan.connections.add(self.client_address)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        plan.asked.append((self.path.rpartition("/")[2], json.loads(body)))
        planned = plan.answers.popleft() if plan.answers else (200, accepted())
        if planned == CLOSE:
            self.close_connection = True
            return
        status, told = cast(tuple[int, object], planned)
        text = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        # Without a word about it, as a server does that was idle for too long.
        self.close_connection = plan.hangs_up

    def log_message(self, format: str, *arguments: object) -> None:
        """Silence."""


class _Server(ThreadingHTTPServer):
    plan: Plan
    daemon_threads = True


def accepted(result: object = None) -> dict[str, object]:
    return {"ok": True, "result": {"message_id": 77} if result is None else result}


def refused(code: int, words: str, **parameters: object) -> tuple[int, dict[str, object]]:
    told = {"ok": False, "error_code": code, "description": words, "parameters": parameters}
    return code, told


@contextmanager
def bot_api(*answers: tuple[int, object] | str) -> Iterator[Plan]:
    """The server, while the block runs."""
    plan = Plan(deque(answers))
    server = _Server(("127.0.0.1", 0), _Handler)
    server.plan, plan.port = plan, server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield plan
    finally:
        server.shutdown()
        server.server_close()
