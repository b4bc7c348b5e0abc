"""One card: the fall, its hypotheses with proofs, the change, and what it gave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.decisions.causes import queries
from provodnik.decisions.causes.queries import Card, Effect
from provodnik.decisions.causes.types import Comparison, Fall, HypothesisRow, Result, State
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.design.types import Figure, Step, Tone
from provodnik.web.goal_figures import version_words
from provodnik.web.pages.causes import words
from provodnik.web.pages.causes.content import (
    FallView,
    fall_view,
    language,
    number_href,
    share_figure,
)


@dataclass(frozen=True, slots=True)
class HypothesisLine:
    """A hypothesis: what it may be, how it is checked, what came out."""

    row: HypothesisRow
    kind: str
    result: str
    tone: Tone
    proof: str
    is_late: bool
    is_own_link: bool


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A figure before and after the change, the bounds of the difference, and the verdict."""

    name: str
    before: Figure
    after: Figure
    difference: str
    bounds: str
    verdict: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class EffectView:
    """What the change gave; without lines it is too early."""

    lines: tuple[EffectLine, ...]
    note: str
    early: str
    is_little: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """Everything the template needs; nothing in it can query."""

    card: Card
    sentence: str
    state: str
    tone: Tone
    steps: tuple[Step, ...]
    metric: str
    fall: FallView
    window: str
    hypotheses: tuple[HypothesisLine, ...]
    causes: str
    effect: EffectView | None
    redefined: str

    @property
    def is_open(self) -> bool:
        return self.card.outcome is None

    @property
    def may_change(self) -> bool:
        """Only a cause that was found is mended."""
        return self.is_open and bool(self.card.causes)

    @property
    def may_close(self) -> bool:
        return self.is_open and self.card.row.changed_on is not None


def card_page(card: Card, *, today: date, now: datetime) -> CardPage:
    """Three queries, and once something was changed four questions to the lake."""
    row = card.row
    effect = queries.effect(row, today=today, now=now)
    metric = method.metric_words().metric(row.place.metric)
    titles = words.kind_titles()
    causes = words.kinds_words(row.kinds, titles)
    return CardPage(
        card=card,
        sentence=_sentence(card, causes, effect),
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
        steps=_steps(row.state),
        metric=metric.title if metric else row.place.metric,
        fall=fall_view(row.place, row.product, row.fall),
        window=_window(row.fall, today),
        hypotheses=tuple(_hypothesis(one, titles, today) for one in card.hypotheses),
        causes=causes,
        effect=_effect(card, effect, today) if effect else None,
        redefined=version_words(card.redefined, today, language()),
    )


def _sentence(card: Card, causes: str, effect: Effect | None) -> str:
    """The conclusion of the card as far as it has come."""
    row = card.row
    told = {
        "item": row.place.item,
        "lost": formats.integer(row.fall.lost, language()),
        "before": formats.integer(row.fall.before, language()),
        "kinds": causes,
    }
    match row.state:
        case State.FOUND | State.CHECKING:
            return (
                _("“%(item)s”: lost are %(lost)s of %(before)s, the cause is not known yet") % told
            )
        case State.CAUSE_FOUND:
            return _("“%(item)s”: cause found, %(kinds)s. Change it") % told
        case State.CHANGED if effect is not None and effect.step is not None:
            return _compared(card, effect.step)
        case State.CHANGED:
            return _("“%(item)s”: changed, we look whether it helped") % told
        case State.HELPED:
            return _("“%(item)s”: the change helped") % told
        case State.NOT_HELPED:
            return _("“%(item)s”: the change did not help") % told


def _window(fall: Fall, today: date) -> str:
    """Whose steps were looked at: «доступ с 1 января — 30 июня»."""
    if fall.window is None:
        return _("access at any time")
    days = formats.day_range(fall.window.from_on, fall.window.to_on, today, language())
    return _("access %(days)s") % {"days": days}


def _compared(card: Card, told: Comparison) -> str:
    """«„Модуль 3“: было 40%, стало 80%, и это не случайность»."""
    before, after = (
        formats.share(Fraction(one.reached, one.size), language(), n=one.size)
        if one.size
        else formats.UNDEFINED
        for one in (told.before, told.after)
    )
    said = _("“%(item)s”: was %(before)s, is %(after)s, %(verdict)s")
    return said % {
        "item": card.row.place.item,
        "before": before,
        "after": after,
        "verdict": str(words.VERDICTS[told.verdict]),
    }


def _steps(state: State) -> tuple[Step, ...]:
    names = (_("Fall"), _("Check"), _("Cause"), _("Change"), _("Outcome"))
    places = {State.FOUND: 1, State.CHECKING: 1, State.CAUSE_FOUND: 3, State.CHANGED: 4}
    now = places.get(state, len(names))
    return tuple(
        Step(name, is_done=place < now, is_current=place == now) for place, name in enumerate(names)
    )


def _hypothesis(row: HypothesisRow, titles: Mapping[str, str], today: date) -> HypothesisLine:
    tones = {Result.CONFIRMED: Tone.GOOD, Result.REFUTED: Tone.NEUTRAL}
    return HypothesisLine(
        row=row,
        kind=words.kinds_words([row.kind], titles),
        result=str(words.RESULTS[row.result]) if row.result else _("not checked yet"),
        tone=tones[row.result] if row.result else Tone.WATCH,
        proof=str(words.PROOFS[row.proof_kind]) if row.proof_kind else "",
        is_late=row.result is None and row.due_on is not None and row.due_on < today,
        is_own_link=row.link.startswith("/"),
    )


def _effect(card: Card, effect: Effect, today: date) -> EffectView:
    told = [one for one in (effect.step, effect.completion) if one]
    days = formats.counted(effect.reach_days, _("day|days"), language())
    note = _(
        "Compared are students who got access before the change and after it, "
        "at equal time since access: at least %(days)s each."
    )
    return EffectView(
        lines=tuple(_lines(card, effect)),
        note=note % {"days": days},
        early="" if told else _early(effect, today),
        is_little=any(
            min(one.before.size, one.after.size) < effect.students_at_least for one in told
        ),
    )


def _lines(card: Card, effect: Effect) -> Iterator[EffectLine]:
    place, course = card.row.place, {"product": card.row.product}
    if effect.step is not None:
        name = _("Reached “%(item)s”") % {"item": place.item}
        yield _line(name, place.metric, {**course, "item": place.item}, effect.step)
    if effect.completion is not None:
        yield _line(_("Finished the course"), "course_completion", course, effect.completion)


def _early(effect: Effect, today: date) -> str:
    day = formats.day_words(effect.judgeable_on, today, language())
    said = _("Too early to judge: the first students will have had their time on %(day)s.")
    return said % {"day": day}


def _line(name: str, metric: str, where: dict[str, str], told: Comparison) -> EffectLine:
    before, after = told.before, told.after
    return EffectLine(
        name=name,
        before=share_figure(
            before.reached, before.size, number_href(metric, where, before.window, before.as_of)
        ),
        after=share_figure(
            after.reached, after.size, number_href(metric, where, after.window, after.as_of)
        ),
        difference=formats.points(
            Fraction(before.reached, before.size) if before.size else None,
            Fraction(after.reached, after.size) if after.size else None,
            language(),
        ),
        bounds=_bounds(told),
        verdict=str(words.VERDICTS[told.verdict]),
        tone=words.VERDICT_TONES[told.verdict],
    )


def _bounds(told: Comparison) -> str:
    """«от +2,1 до +24,0 п.п.»: where the difference truly lies, 95 of a hundred."""
    if told.low is None or told.high is None:
        return ""
    low, high = (
        formats.signed(Fraction(end) * 100, language(), decimals=1) for end in (told.low, told.high)
    )
    return _("truly from %(low)s to %(high)s points") % {"low": low, "high": high}
