"""The demo school: its golden figures, made by our own importers and services, and its making."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.runtime.homes import fresh_home
from tests.runtime.processes import answer, eventually, finish, kill, provodnik, python

pytestmark = pytest.mark.slow

_DJANGO = (
    "os.environ['DJANGO_SETTINGS_MODULE'] = 'provodnik.config.settings'\n"
    "ensure(home); import django; django.setup()\n"
    "from provodnik.kernel import schools; from provodnik.kernel.models import School\n"
)


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    """A home with the demo school, made by the command after an attempt that was killed."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LAKE_URL"):
            patched.delenv(name, raising=False)
        for home in fresh_home():
            _make_half(home)
            finish(provodnik(home, "demo"), timeout=240)
            yield home


def _make_half(home: Path) -> None:
    finish(provodnik(home, "migrate"), timeout=240)
    process = provodnik(home, "demo")
    eventually(lambda: _schools(home), timeout=120)
    kill(process.pid)
    process.communicate(timeout=30)
    assert _schools(home) == ["demo-unfinished"]


def _schools(home: Path) -> list[str]:
    code = _DJANGO + "print(*School.objects.values_list('slug', flat=True))"
    return finish(python(home, code, PROVODNIK_POOL="0"), timeout=120).split()


def _net(home: Path, by: str) -> dict[str | None, Decimal]:
    """Repeat sales of all time, in roubles, along a dimension."""
    asked = ("metrics", "repeat_sales", "--school", "demo", "--by", by, "--format", "json")
    done = answer(home, *asked)
    assert done.returncode == 0, done.stderr
    return {row[by]: Decimal(row["net"]) for row in json.loads(done.stdout)["rows"]}


def test_an_interrupted_demo_is_made_anew_and_there_is_one(demo: Path) -> None:
    assert _schools(demo) == ["demo"]
    assert answer(demo, "demo").returncode == 2
    assert answer(demo, "demo", "--if-absent").returncode == 0


@pytest.mark.requirement("R-097")
def test_the_total_is_the_sum_of_platform_and_coordinators(demo: Path) -> None:
    by_channel = _net(demo, "channel")
    assert by_channel == {
        "coordinator_calls": Decimal(312_900),
        "platform": Decimal(228_670),
        "warm_up": Decimal(148_560),
        "graduation": Decimal(121_450),
        "alumni_master_class": Decimal(58_500),
    }
    assert sum(by_channel.values()) == Decimal(870_080)


def test_the_coordinators_sum_to_their_line(demo: Path) -> None:
    by_person = _net(demo, "staff")
    assert by_person.pop(None) == Decimal(228_670)
    assert sorted(by_person.values(), reverse=True) == [248_300, 201_760, 191_350]
    assert sum(by_person.values()) == Decimal(641_410)
