"""Reads a workbook in a process of its own and prints its first filled sheet as CSV.

The reader holds the sheet in memory and trusts the file: two cells at opposite
corners make it ask for gigabytes. Here the system's own limits stop it, and only
this process ends. First cell of a printed row = row number of the sheet.
"""

import contextlib
import csv
import datetime
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

BROKEN, LOCKED, HUGE = 3, 4, 5
MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 600

type Cell = int | float | str | bool | datetime.time | datetime.date | datetime.timedelta


def main(path: str) -> int:
    """Print the rows. Returns the exit code."""
    for limit, amount in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        # macOS refuses the first one; the check of the archive's sizes still holds there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (amount, amount))
    try:
        return _print_rows(path)
    except PasswordError:
        return LOCKED
    except MemoryError:
        return HUGE
    except BrokenPipeError:
        return 0
    except (CalamineError, ValueError, OSError):
        return BROKEN
    # Rust's panic derives from BaseException: a malformed sheet may cause one.
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return BROKEN


def _print_rows(path: str) -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="")  # type: ignore[union-attr]
    writer = csv.writer(sys.stdout)
    with CalamineWorkbook.from_path(path) as book:
        for index in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(index)
            if not sheet.total_height:
                continue
            for number, row in enumerate(sheet.iter_rows(), start=1):
                cells = [_text(cell) for cell in row]
                if any(cells):
                    writer.writerow([number, *cells])
            break
    sys.stdout.flush()
    return 0


def _text(cell: Cell) -> str:
    if type(cell) is str:
        return cell
    if type(cell) is float:
        # Fifteen digits are what a spreadsheet shows: 299.7, not 299.70000000000005.
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
