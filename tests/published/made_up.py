"""A desk and a course made up for the tests: real ones may not be kept here, only read.

`python -m tests.published.made_up` writes them anew, the same rows each time.
"""

import json
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.published.keep import write
from tests.published.sets import KEPT

TICKETS = 260
STUDENTS = 140
COURSE_STARTS = date(2026, 2, 2)
# Two years in which Moscow moved its clock five times: working hours follow the clock of each day.
DESK_STARTS = datetime(2010, 2, 1, tzinfo=UTC)
HOLIDAYS = {
    *(date(2011, 1, day).isoformat() for day in range(1, 11)),
    *("2010-02-23", "2010-03-08", "2010-05-03", "2010-05-10", "2010-06-14", "2010-11-04"),
    *("2010-11-05", "2011-02-23", "2011-03-07", "2011-03-08", "2011-05-02", "2011-05-09"),
    *("2011-06-13", "2011-11-04"),
}


def desk(chance: Random) -> None:
    """Tickets at any hour; some wait for weeks, some open again, some are told twice."""
    lines: list[tuple[str, str, str, datetime]] = []
    for nth in range(TICKETS):
        at = DESK_STARTS + timedelta(seconds=chance.randrange(700 * 86400))
        who = f"agent {chance.randrange(5)}"
        name = f"T{nth:03}"
        lines.append((name, "Assign seriousness", who, at))
        if chance.random() < 0.92:
            at += timedelta(seconds=int(chance.expovariate(1 / 40_000)))
            lines.append((name, "Take in charge ticket", who, at))
        for _ in range(chance.choice((1, 1, 1, 2, 0))):
            at += timedelta(seconds=int(chance.expovariate(1 / 300_000)))
            lines.append((name, "Resolve ticket", who, at))
        if nth % 20 == 0:
            lines.append(lines[-1])
    lines.sort(key=lambda line: (line[3], line[0], line[1]))
    head = ("ticket_id", "activity", "agent", "at")
    write(
        KEPT / "made_desk.csv.gz", head, ([*line[:3], f"{line[3]:%F %T}+00:00"] for line in lines)
    )
    days = dict.fromkeys(sorted(HOLIDAYS), "closed")
    (KEPT / "made_desk_holidays.json").write_text(json.dumps(days, indent=0) + "\n")


def course(chance: Random) -> None:
    """Students of thirty days: each has a pace of their own, those who leave fall silent sooner."""
    truth, daily = [], []
    for student in range(1, STUDENTS + 1):
        leaves = chance.random() < 0.6
        pace, until = chance.uniform(0.05, 0.5), chance.randrange(1, 31)
        truth.append((student, int(leaves)))
        for day in range(until if leaves else 30):
            if chance.random() < pace:
                daily.append((student, COURSE_STARTS + timedelta(days=day)))
    write(KEPT / "made_course_truth.csv", ("enrollment_id", "label"), truth)
    write(KEPT / "made_course_daily.csv.gz", ("enrollment_id", "time"), daily)


if __name__ == "__main__":
    desk(Random(41))
    course(Random(42))
