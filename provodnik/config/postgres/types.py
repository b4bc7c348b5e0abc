"""Where an embedded cluster lives and how it is reached. Standard library only."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

OWNER, APP, LAKE, SEARCH = (
    "provodnik_owner",
    "provodnik_app",
    "provodnik_lake",
    "provodnik_search",
)
SUPERUSER = "postgres"
DATABASE = "provodnik"
PORT = 5432  # names the socket file only: the cluster never listens on the network

# The kernel takes 107 bytes for a socket's path; the file's name needs some of them.
_MAX_SOCKET_BYTES = 107
_SOCKET_NAME = f".s.PGSQL.{PORT}"


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of one database for its three ways in: pages and jobs, migrations, the lake."""

    app: str
    owner: str
    lake: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one embedded cluster. Everything but a too long socket path is under home."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def start_lock(self) -> Path:
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.root / "users.lock"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: under home, or under /tmp by a name made of home's path."""
        inside = self.root / "run"
        if len(os.fsencode(inside / _SOCKET_NAME)) <= _MAX_SOCKET_BYTES:
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        # Fixed on purpose: TMPDIR differs between a shell and cron, and both must find one socket.
        return Path("/tmp") / f"provodnik-{os.geteuid()}-{digest}"  # noqa: S108

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of a database of this cluster for one role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets))}&port={PORT}"

    def urls(self) -> Urls:
        return Urls(app=self.url(APP), owner=self.url(OWNER), lake=self.url(LAKE))


def given_urls(environment: Mapping[str, str]) -> Urls | None:
    """The addresses of a server that somebody else runs, if DATABASE_URL names one."""
    app = environment.get("DATABASE_URL")
    if not app:
        return None
    owner = environment.get("DATABASE_OWNER_URL") or app
    return Urls(app=app, owner=owner, lake=environment.get("DATABASE_LAKE_URL") or owner)


def without_password(url: str) -> str:
    """The address as it may be shown: host, port, database and role."""
    parts = urlsplit(url)
    where = parts.hostname or unquote(parts.query.removeprefix("host=").split("&")[0])
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.username or ''}@{where}{port}{parts.path}"
