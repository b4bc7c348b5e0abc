"""Erasures done after a backup was taken, repeated when it is restored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provodnik.facts.people.erasure import services
from provodnik.facts.people.erasure.following import LOG
from provodnik.facts.people.models import Client
from provodnik.kernel import schools
from provodnik.kernel.models import School


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log of erasures."""

    school: str
    client_id: int
    request: str
    erased_at: datetime


def repeat(home: Path, *, now: datetime) -> int:
    """Erase again whoever the log names and this database still knows. Returns how many.

    The lake of a restored database is made anew from the journal, and the copies of imported
    files follow in the job of each erasure.
    """
    return sum(_erase_again(line, now=now) for line in logged(home / LOG))


def logged(log: Path) -> Iterator[Logged]:
    """Lines of the log; a spoilt one is left out."""
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        try:
            told = json.loads(line)
            at = datetime.fromisoformat(told["erased_at"])
            yield Logged(str(told["school"]), int(told["client"]), str(told["request"]), at)
        except (ValueError, KeyError, TypeError):
            continue


def _erase_again(line: Logged, *, now: datetime) -> bool:
    school = School.objects.filter(slug=line.school).first()
    if school is None:
        return False
    with schools.inside(school.pk):
        # Who was added after the erasure under the same number is somebody else.
        same = Client.objects.filter(pk=line.client_id, created_at__lte=line.erased_at)
        if not same.filter(erased_at=None).exists():
            return False
        services.erase(line.client_id, request=line.request, now=now, actor="command")
    return True
