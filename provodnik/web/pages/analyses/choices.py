"""What a slice may be chosen from: the school's products, channels, people and segments."""

from django.utils.translation import gettext as _

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.sales.base.models import Membership, Segment
from provodnik.facts.sales.queries.launches import channel_names
from provodnik.facts.team.queries import staff_list
from provodnik.lake import analyses
from provodnik.method import queries as method
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Unit

type Choices = list[tuple[str, str]]

# What a figure may be compared by; single clients are not compared.
_COMPARED = ("channel", "staff", "product", "cohort", "month", "item")


def products() -> Choices:
    """Products by name, after no choice."""
    return [_any(), *((str(pk), name) for pk, name in product_choices())]


def channels() -> Choices:
    """Channels by name, after no choice."""
    return [_any(), *channel_names().items()]


def staff() -> Choices:
    """Members by name, after no choice."""
    return [_any(), *((str(one.staff_id), one.name) for one in staff_list())]


def segments() -> Choices:
    """Segments of the base by name, after no choice."""
    living = Segment.objects.filter(archived_at=None).order_by("name")
    return [_any(), *((str(pk), name) for pk, name in living.values_list("pk", "name"))]


def sources() -> Choices:
    """Sources of leads that the school's journal tells of, by title, after no choice."""
    known = method.channels()
    told = [(one, known.lead_title(one)) for one in analyses.lead_sources()]
    return [_any(), *sorted(told, key=lambda one: one[1].casefold())]


def members(segment_id: int) -> tuple[int, ...]:
    """Clients in a segment now."""
    of = Membership.objects.filter(segment_id=segment_id, left_at=None)
    return tuple(of.order_by("client_id").values_list("client_id", flat=True))


def figures() -> Choices:
    """Figures that are parts of a whole: in them chance can be told from difference."""
    words = method.metric_words()
    return [
        (name, told.title if (told := words.metric(name)) else metric.title)
        for name, metric in DEFINITIONS.items()
        if metric.unit is Unit.SHARE and dims_of(name)
    ]


def dims_of(name: str) -> tuple[str, ...]:
    """What the rows of a figure may be."""
    return tuple(dim for dim in DEFINITIONS[name].dims if dim in _COMPARED)


def _any() -> tuple[str, str]:
    return "", _("any")
