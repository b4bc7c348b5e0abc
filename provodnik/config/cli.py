"""The console script `provodnik`: one line in, one answer out, one clear line when it cannot.

Imports no framework until a command is chosen, so that `--help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

REFUSED = 2
INTERRUPTED = 130

type Groups = "argparse._SubParsersAction[argparse.ArgumentParser]"
type Arguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `path` as it is typed, the function `run` of `module`, and its arguments.

    `database` says whether it needs one, `schema` whether the tables must be of this version.
    """

    path: tuple[str, ...]
    module: str
    help: str
    arguments: Arguments = lambda _: None
    database: bool = True
    schema: bool = True


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 something is amiss, 2 refused."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.chosen
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provodnik.config.settings")
    # A command needs one connection; the threads of a pool would only hold up its end.
    os.environ.setdefault("PROVODNIK_POOL", "0")
    start = import_module("provodnik.config.start")
    start.django()
    try:
        if command.database:
            start.database(schema=command.schema)
        code: int = import_module(f"provodnik.config.commands.{command.module}").run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        line = import_module("provodnik.config.complaints").in_words(error)
        if line is None:
            raise
        print(f"provodnik: {line}", file=sys.stderr)
        return REFUSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="provodnik",
        description="The guide of an online school's product-and-service department.",
    )
    groups: dict[tuple[str, ...], Groups] = {
        (): parser.add_subparsers(required=True, metavar="COMMAND")
    }
    for command in COMMANDS:
        *group, name = command.path
        key = tuple(group)
        if key not in groups:
            above = groups[()].add_parser(key[0], help=_GROUP_HELP[key[0]])
            groups[key] = above.add_subparsers(required=True, metavar="COMMAND")
        own = groups[key].add_parser(name, help=command.help, description=command.help)
        command.arguments(own)
        own.set_defaults(chosen=command)
    return parser


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the site (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine)")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--if-absent", action="store_true", help="keep the demo school that is already there"
    )


def _school_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="short name in commands and addresses")
    parser.add_argument("--name", required=True, help="name that people read")
    parser.add_argument("--timezone", default="Europe/Moscow", help="time zone (Europe/Moscow)")
    parser.add_argument("--currency", default="RUB", help="currency of prices (RUB)")


def _school_calendar(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG")
    parser.add_argument("file", metavar="FILE", help="JSON: timezone, week, days")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="getcourse-orders, events, …")
    parser.add_argument("file", metavar="FILE", help="CSV or XLSX")
    parser.add_argument("--school", required=True, metavar="SLUG")
    parser.add_argument("--profile", metavar="P", help="saved mapping of columns")
    parser.add_argument("--dry-run", action="store_true", help="count, write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _metrics(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="all of them by default")
    parser.add_argument("--school", required=True, metavar="SLUG")
    parser.add_argument("--from", dest="period_from", metavar="D", help="first day")
    parser.add_argument("--to", dest="period_to", metavar="D", help="the day after the last")
    parser.add_argument("--as-of", metavar="D", help="as known at the end of day D")
    parser.add_argument("--by", metavar="DIM", help="one row for each value of DIM")
    parser.add_argument("--versus", metavar="FROM..TO", help="compare with another period")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument(
        "--spark", metavar="MASTER", help="ask a Spark cluster: spark://host:7077, local[2]"
    )


def _audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", required=True, metavar="SLUG")
    parser.add_argument("--out", required=True, metavar="FILE", help=".html, .pdf or .pptx")


def _erase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("client", metavar="CLIENT", help="e-mail, outside id, or client:12")
    parser.add_argument("--school", required=True, metavar="SLUG")
    parser.add_argument("--reason", required=True, help="where the person's request lies")
    parser.add_argument("--yes", action="store_true", help="do not ask again")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake", action="store_true", help="compare the lake with the whole journal as well"
    )


def _docs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", choices=("events", "metrics", "signals", "scenarios"))


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


_GROUP_HELP = {"school": "open a school, set its working calendar"}

COMMANDS = (
    Command(("serve",), "serve", "serve the site and run its jobs", _serve),
    Command(("demo",), "demo", "make a believable demo school", _demo),
    Command(("school", "create"), "school_create", "open a school", _school_create),
    Command(
        ("school", "calendar"),
        "school_calendar",
        "replace the school's working calendar",
        _school_calendar,
    ),
    Command(("import",), "import_file", "read an export file into a school", _import),
    Command(("metrics",), "metrics", "print metrics of a school", _metrics),
    Command(("audit",), "audit", "write the audit of a school's department", _audit),
    Command(("docs",), "docs", "print a catalogue", _docs, database=False),
    Command(("erase",), "erase", "erase a person at their request", _erase),
    Command(("check",), "check", "look for what is amiss", _check, database=False),
    Command(("backup",), "backup", "write everything into one file", _file),
    Command(("restore",), "restore", "read a backup into an empty home", _file, schema=False),
    Command(("migrate",), "migrate", "bring the tables to this version", schema=False),
    Command(("worker",), "worker", "run background jobs only", schema=False),
)

if __name__ == "__main__":
    sys.exit(main())
