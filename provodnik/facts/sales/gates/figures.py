"""What stands in the words of a refusal: scores, dates, names, taken from the judged row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from provodnik.facts.people.models import Satisfaction
from provodnik.facts.people.types import SatisfactionKind
from provodnik.facts.sales.gates.judging import HUNDREDTHS
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode

type Row = Mapping[str, object]
type Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one judged row. Dates are the school's."""

    row: Row
    now: datetime
    zone: ZoneInfo

    def of(self, code: str) -> Params:
        """What the words of a reason ask for; nothing for a reason that asks for nothing."""
        tell = _TOLD.get(ReasonCode(code))
        return tell(self) if tell else {}

    def name(self, column: str) -> str:
        return str(self.row[column])

    def on(self, at: datetime) -> str:
        return local_date(at, self.zone).isoformat()

    def at(self, column: str) -> datetime:
        return moment(self.row[column])


def moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


def points(hundredths: object) -> str:
    """«5», «4.5»: hundredths of a point as a plain number."""
    return f"{int(str(hundredths)) / HUNDREDTHS:g}"


def _csat(told: Figures) -> Params:
    scale = method.offer_gates().dissatisfied.csat_scale
    return {"score": points(told.row["last_csat"]), "scale": scale}


def _nps(told: Figures) -> Params:
    return {"score": points(told.row["last_nps"])}


def _complaint(told: Figures) -> Params:
    complaints = Satisfaction.objects.filter(
        client_id=int(told.name("client_id")), kind=SatisfactionKind.COMPLAINT.value
    )
    last = complaints.order_by("-told_at").values("comment", "told_at").first()
    if last is None:
        return {"item": "", "since_on": told.on(told.now)}
    return {"item": last["comment"], "since_on": told.on(last["told_at"])}


def _not_now(told: Figures) -> Params:
    return {"until_on": told.name("until_on")}


def _bought(told: Figures) -> Params:
    return {"product": told.name("product_name"), "bought_on": told.on(told.at("bought_at"))}


def _offered(told: Figures) -> Params:
    return {"product": told.name("product_name"), "offered_on": told.on(told.at("open_at"))}


def _product(told: Figures) -> Params:
    return {"product": told.name("product_name")}


def _prerequisite(told: Figures) -> Params:
    return {**_product(told), "prerequisite": told.name("prerequisite_name")}


def _limit(told: Figures) -> Params:
    limits = method.offer_gates().limits
    frees_at = told.at("limiting_at") + timedelta(days=limits.window_days)
    return {
        "made": int(told.name("made")),
        "limit": limits.per_window,
        "next_on": told.on(frees_at),
    }


def _recently(told: Figures) -> Params:
    """Whichever of the two distances ends later: from any offer, or from this product's."""
    limits = method.offer_gates().limits
    distances = [(told.at("last_made_at"), limits.days_between)]
    if told.row["same_made_at"] is not None:
        distances.append((told.at("same_made_at"), limits.same_product_days))
    made_at, days = max(distances, key=lambda pair: pair[0] + timedelta(days=pair[1]))
    return {
        "days": (told.now - made_at).days,
        "limit": days,
        "next_on": told.on(made_at + timedelta(days=days)),
    }


_TOLD: Mapping[ReasonCode, Callable[[Figures], Params]] = {
    ReasonCode.DISSATISFIED_CSAT: _csat,
    ReasonCode.DISSATISFIED_NPS: _nps,
    ReasonCode.COMPLAINT_OPEN: _complaint,
    ReasonCode.NOT_NOW: _not_now,
    ReasonCode.ALREADY_BOUGHT: _bought,
    ReasonCode.ALREADY_OFFERED: _offered,
    ReasonCode.PREREQUISITE_MISSING: _prerequisite,
    ReasonCode.PRODUCT_NOT_ON_SALE: _product,
    ReasonCode.OFFER_LIMIT: _limit,
    ReasonCode.OFFERED_RECENTLY: _recently,
}
