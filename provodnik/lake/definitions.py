"""Which version of each definition answers here, since when, and what was counted otherwise.

The history belongs to the installation: its program changes for all its schools at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from provodnik.lake.models import DefinitionVersion
from provodnik.lake.together import once
from provodnik.metrics import redefined
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition
from provodnik.metrics.redefined import Redefined

type History = Mapping[str, Sequence[tuple[int, datetime]]]
type Definitions = Mapping[str, Definition]

_FOR_ALL = 0


def note_versions(*, definitions: Definitions = DEFINITIONS, now: datetime) -> int:
    """Write down the versions that answer here for the first time. Returns how many.

    Run again it changes nothing. One query, and one more where something is new.
    """
    known = set(DefinitionVersion.objects.values_list("metric", "version"))
    fresh = [
        DefinitionVersion(metric=one.name, version=one.version, since_at=now)
        for one in definitions.values()
        if (one.name, one.version) not in known
    ]
    DefinitionVersion.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def changes_of(metric: Definition) -> list[Redefined]:
    """Every change of a definition seen here, in the reader's words, oldest first.

    One query, none for a definition that never changed.
    """
    if metric.version == 1:
        return []
    history = once("definitions", _FOR_ALL, _history).get(metric.name, ())
    return [_worded(metric, one) for one in redefined.series(metric.name, history)]


def changed_since(name: str, moment: datetime | None) -> Redefined | None:
    """How a metric's definition differs from the one that answered at a moment.

    None where it is the same, where nobody knows the metric, or without a moment.
    """
    metric = DEFINITIONS.get(name)
    if metric is None or moment is None:
        return None
    change = redefined.since(changes_of(metric), moment)
    return _worded(metric, change) if change else None


def _worded(metric: Definition, change: Redefined) -> Redefined:
    told = [gettext(words) for words in redefined.what_changed(metric, change)]
    return replace(change, what=" ".join(told))


def _history() -> History:
    found: dict[str, list[tuple[int, datetime]]] = {}
    for name, version, at in DefinitionVersion.objects.values_list("metric", "version", "since_at"):
        found.setdefault(name, []).append((version, at))
    return found
