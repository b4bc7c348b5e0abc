"""Who runs the server. PostgreSQL refuses root, and initdb refuses a user without a name."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from provodnik.config.postgres.errors import NoAccount

# Named accounts that every Linux has; any of them will do, none of them gets a right by it.
_LESSER = ("postgres", "daemon", "nobody")


@dataclass(frozen=True, slots=True)
class User:
    """Whom root becomes."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a program of PostgreSQL is started: behind a prefix, or as another user, or plainly."""

    prefix: tuple[str, ...] = ()
    user: User | None = None

    def run(
        self, command: list[str], *, folder: Path, timeout: float | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; the output of both streams stands in `stdout`."""
        user = self.user
        return subprocess.run(  # noqa: S603
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout,
            cwd=folder,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
        )

    def own(self, *folders: Path) -> None:
        """Give folders that we made, and all inside, to the account that will write them."""
        user = self.user
        if user is None:
            return
        for folder in folders:
            for path in (folder, *folder.rglob("*")):
                if path.lstat().st_uid != user.uid:
                    os.chown(path, user.uid, user.gid, follow_symlinks=False)


def account(data: Path) -> Account:
    """The account for the cluster in `data`, whether it exists or not.

    A cluster that a lesser user owns is run by that user again. Root's own is run in a user
    namespace, where root's files stay ours and root's name is another.
    """
    is_root = os.geteuid() == 0
    if is_root and data.exists() and (owner := data.stat()).st_uid != 0:
        known = _by_uid(owner.st_uid)
        return Account(user=known or User(owner.st_uid, owner.st_gid, str(owner.st_uid)))
    if not is_root and _by_uid(os.geteuid()):
        return Account()
    if prefix := _namespace():
        return Account(prefix=prefix)
    return lesser_account()


def lesser_account() -> Account:
    """The second way for root: drop to a named account without rights."""
    if os.geteuid() == 0:
        for name in _LESSER:
            if user := _by_name(name):
                return Account(user=user)
    raise NoAccount(
        "PostgreSQL does not run as this user (%(uid)s): start the command as an ordinary user,"
        " or set DATABASE_URL to a server.",
        uid=os.geteuid(),
    )


def require_reach(account: Account, folder: Path, program: str) -> None:
    """Make sure that the account can enter the data folder and run the program.

    Raises:  NoAccount: a parent folder is closed to it
    """
    if account.user is None:
        return
    # The folder by its path: a working folder is entered before root becomes the other user.
    tries = (["test", "-x", str(folder)], [program, "--version"])
    try:
        is_reached = all(account.run(t, folder=Path("/")).returncode == 0 for t in tries)
    except OSError:
        is_reached = False
    if not is_reached:
        raise NoAccount(
            "PostgreSQL must run as the user %(name)s, who cannot enter %(folder)s or start"
            " %(program)s: set PROVODNIK_HOME to a folder outside root's own, or allow user"
            " namespaces.",
            name=account.user.name,
            folder=folder,
            program=program,
        )


@cache
def _namespace() -> tuple[str, ...]:
    """The prefix that makes root look like an ordinary user; empty where the machine forbids it."""
    unshare = shutil.which("unshare")
    user = _by_uid(1000) or next(filter(None, map(_by_name, _LESSER)), None)
    if not unshare or not user:
        return ()
    prefix = (unshare, "--user", f"--map-user={user.uid}", f"--map-group={user.gid}", "--")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
    return prefix if tried.returncode == 0 else ()


def _by_uid(uid: int) -> User | None:
    try:
        return _user(pwd.getpwuid(uid))
    except KeyError:
        return None


def _by_name(name: str) -> User | None:
    try:
        return _user(pwd.getpwnam(name))
    except KeyError:
        return None


def _user(entry: pwd.struct_passwd) -> User:
    return User(entry.pw_uid, entry.pw_gid, entry.pw_name)
