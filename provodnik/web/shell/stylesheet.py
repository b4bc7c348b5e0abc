"""All our component styles as one file with its content in its name.

Each component keeps its own CSS file; a browser would rather fetch one. There is no
build step: the files are joined when first asked for, and again when one changes.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent
FIRST = "tokens.css"


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The joined text, compressed too, and the name that changes with it."""

    digest: str
    text: bytes
    compressed: bytes


def current() -> Stylesheet:
    """What the files say now; a glance at their dates, rebuilt only when one is newer."""
    return _joined(tuple((path, path.stat().st_mtime_ns) for path in sources()))


def sources() -> list[Path]:
    """Our files in order: the tokens first, since they declare the layers."""
    found = sorted(WEB.glob("*/static/*/css/*.css"), key=lambda path: path.name)
    return sorted(found, key=lambda path: path.name != FIRST)


@lru_cache(maxsize=1)
def _joined(dated: tuple[tuple[Path, int], ...]) -> Stylesheet:
    text = b"\n".join(path.read_bytes().strip() for path, _ in dated)
    digest = hashlib.sha256(text).hexdigest()[:12]
    return Stylesheet(digest, text, gzip.compress(text, mtime=0))
