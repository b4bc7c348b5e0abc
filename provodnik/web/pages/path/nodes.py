"""Flows of clients as columns and bands, and the sentence they add up to."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provodnik.facts.sales.queries.flows import Flow
from provodnik.web.design.types import FlowKind, FlowLink, FlowNode

COLUMNS = 3
_FLAGSHIP = "flagship"
_LONG_NAME = 24
_OTHERS = "-other"

# The largest share for which the words hold; the last ones hold to the end.
_HOW_MANY = (
    (Fraction(3, 100), gettext_noop("hardly anybody goes nowhere")),
    (Fraction(15, 100), gettext_noop("one in ten goes nowhere")),
    (Fraction(22, 100), gettext_noop("one in five goes nowhere")),
    (Fraction(29, 100), gettext_noop("one in four goes nowhere")),
    (Fraction(42, 100), gettext_noop("one in three goes nowhere")),
    (Fraction(58, 100), gettext_noop("one in two goes nowhere")),
    (Fraction(70, 100), gettext_noop("two in three go nowhere")),
    (Fraction(85, 100), gettext_noop("three in four go nowhere")),
    (Fraction(1), gettext_noop("nearly everybody goes nowhere")),
)


def columns(flows: Sequence[Flow], *, months: int = 12) -> tuple[list[FlowNode], list[FlowLink]]:
    """Nodes and bands of the first columns, the largest node of each column first.

    Each opens to the clients of the last `months` months it counts.
    """
    arrived: dict[tuple[int, str], int] = defaultdict(int)
    names: dict[str, tuple[str, FlowKind]] = {}
    links: list[FlowLink] = []
    for flow in flows:
        if flow.step >= COLUMNS:
            continue
        source, target = _source(flow), _target(flow)
        names |= {source[0]: source[1:], target[0]: target[1:]}
        if flow.step == 1:
            arrived[0, source[0]] += flow.clients
        arrived[flow.step, target[0]] += flow.clients
        turn = {"step": flow.step, "source": source[0][1:], "target": target[0][1:]}
        links.append(
            FlowLink(
                f"{flow.step - 1}{source[0]}",
                f"{flow.step}{target[0]}",
                flow.clients,
                _href(months, **turn),
            )
        )
    nodes = [
        FlowNode(
            f"{depth}{key}", names[key][0], depth, count, names[key][1], _came(months, depth, key)
        )
        for (depth, key), count in sorted(arrived.items(), key=_place)
    ]
    return nodes, links


def _came(months: int, depth: int, key: str) -> str:
    """Who came to a node: the first column are first purchases, the others ends of turns."""
    if depth == 0:
        return _href(months, step=1, source=key[1:])
    return _href(months, step=depth, target=key[1:])


def _href(months: int, **turn: object) -> str:
    return f"{reverse('path:travellers')}?{urlencode({'months': months, **turn})}"


def _place(arrived: tuple[tuple[int, str], int]) -> tuple[int, bool, int]:
    """By column, the largest first, «others» last."""
    (depth, key), count = arrived
    return depth, key == _OTHERS, -count


def sentence(flows: Sequence[Flow]) -> str:
    """«После флагмана каждый третий уходит в никуда»: the first product that loses most."""
    first = [flow for flow in flows if flow.step == 1 and flow.from_id is not None]
    lost: dict[int | None, int] = defaultdict(int)
    came: dict[int | None, int] = defaultdict(int)
    for flow in first:
        came[flow.from_id] += flow.clients
        lost[flow.from_id] += flow.clients if flow.has_stopped and not flow.is_waiting else 0
    if not came:
        return _("Nobody has come to the second step yet")
    worst = max(came, key=lambda product: (lost[product], came[product]))
    share = Fraction(lost[worst], came[worst])
    how_many = next(words for most, words in _HOW_MANY if share <= most)
    flow = next(flow for flow in first if flow.from_id == worst)
    return _("%(after)s %(how_many)s") % {"after": _after(flow), "how_many": _(how_many)}


def _after(flow: Flow) -> str:
    if flow.from_kind == _FLAGSHIP:
        return _("After the flagship")
    if len(flow.from_name) > _LONG_NAME:
        return _("After the first purchase")
    return _("After “%(product)s”") % {"product": flow.from_name}


def _source(flow: Flow) -> tuple[str, str, FlowKind]:
    if flow.from_id is None:
        return _OTHERS, _("Others"), FlowKind.PRODUCT
    return f"-{flow.from_id}", flow.from_name, FlowKind.PRODUCT


def _target(flow: Flow) -> tuple[str, str, FlowKind]:
    if flow.has_stopped:
        if flow.is_waiting:
            return "-waiting", _("Still learning"), FlowKind.WAITING
        return "-nowhere", _("Nowhere"), FlowKind.NOWHERE
    if flow.to_id is None:
        return _OTHERS, _("Others"), FlowKind.PRODUCT
    return f"-{flow.to_id}", flow.to_name, FlowKind.PRODUCT
