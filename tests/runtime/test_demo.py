"""The demo school: its golden figures, made by our own importers and services, and its making."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

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


def _net(home: Path, by: str, *period: str) -> dict[str | None, Decimal]:
    """Repeat sales in roubles along a dimension: of the four months of the programme."""
    asked = ("metrics", "repeat_sales", "--school", "demo", "--by", by, "--format", "json")
    done = answer(home, *asked, *(period or _programme()))
    assert done.returncode == 0, done.stderr
    return {row[by]: Decimal(row["net"]) for row in json.loads(done.stdout)["rows"]}


def _programme() -> tuple[str, str, str, str]:
    """The four whole months before this one, in the school's zone."""
    return _months(-4, 0)


def _before() -> tuple[str, str, str, str]:
    """As many months before the programme."""
    return _months(-8, -4)


def _months(since: int, until: int) -> tuple[str, str, str, str]:
    """A period between first days of months, counted from this month, in the school's zone."""
    first = datetime.now(ZoneInfo("Europe/Moscow")).date().replace(day=1)
    days = []
    for months in (since, until):
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        days.append(f"{year}-{month + 1:02}-01")
    return ("--from", days[0], "--to", days[1])


def _value(home: Path, metric: str, period: tuple[str, ...], *path: str) -> float | None:
    """A figure of a metric as `provodnik metrics` prints it; `path` leads to a part of it."""
    done = answer(home, "metrics", metric, "--school", "demo", "--format", "json", *period)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["value"]
    for part in path:
        found = found[part]
    return None if found is None else float(found)


def test_an_interrupted_demo_is_made_anew_and_there_is_one(demo: Path) -> None:
    assert _schools(demo) == ["demo"]
    assert answer(demo, "demo").returncode == 2
    assert answer(demo, "demo", "--if-absent").returncode == 0


@pytest.mark.requirement("R-097")
@pytest.mark.golden("G1", "G3")
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
    assert _net(demo, "channel", "--to", _programme()[1]) == {}


@pytest.mark.golden("G2")
def test_the_coordinators_sum_to_their_line(demo: Path) -> None:
    by_person = _net(demo, "staff")
    assert by_person.pop(None) == Decimal(228_670)
    assert sorted(by_person.values(), reverse=True) == [248_300, 201_760, 191_350]
    assert sum(by_person.values()) == Decimal(641_410)


@pytest.mark.requirement("R-105")
@pytest.mark.golden("G9")
def test_a_practicum_with_twelve_clicks_and_no_sale_is_shown(demo: Path) -> None:
    code = _DJANGO + (
        "from provodnik.facts.sales.queries import launches\n"
        "with schools.inside(School.objects.get().pk):\n"
        "    found = [o for o in launches.launch_funnels() if o.drops_at_payment]\n"
        "    print(*[(o.made, o.clicked, o.ordered, o.paid) for o in found])"
    )
    assert finish(python(demo, code, PROVODNIK_POOL="0"), timeout=60) == "(140, 12, 0, 0)"


_SERVICE = (
    ("csi", ("index",), 85.0, 96.0),
    ("nps", ("nps",), None, 95.0),
    ("first_response", ("calendar", "max"), 24.0, 2.0),
    ("payroll_share", (), 0.075, 0.047),
    ("cases", ("videos",), 5.0, 10.0),
)


@pytest.mark.parametrize(("metric", "path", "before", "since"), _SERVICE)
def test_the_service_has_its_figures_before_the_programme_and_in_it(
    demo: Path, metric: str, path: tuple[str, ...], before: float | None, since: float
) -> None:
    was = _value(demo, metric, _before(), *path)
    assert was == (before if before is None else pytest.approx(before, abs=0.0004))
    assert _value(demo, metric, _programme(), *path) == pytest.approx(since, abs=0.0004)


_STUDYING = (("homework_completion", 0.49), ("lesson_views", 0.8), ("engagement", 0.7))


@pytest.mark.parametrize(("metric", "share"), _STUDYING)
def test_students_of_the_programme_take_part(demo: Path, metric: str, share: float) -> None:
    # On the first days of a month the latest cohort has hardly begun, so the shares are rough.
    assert _value(demo, metric, _programme()) == pytest.approx(share, abs=0.06)


def test_the_producer_is_freed_of_service_work(demo: Path) -> None:
    last_month = _months(-1, 0)
    assert _value(demo, "producer_hours", last_month, "baseline") == 22
    assert _value(demo, "producer_hours", last_month, "weekly") == 1
    assert _value(demo, "producer_hours", last_month, "freed") == 21
