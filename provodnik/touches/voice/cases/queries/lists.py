"""Cases as a list, found by words, pain, product, kind and state; one case, open."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from provodnik.method import queries as method
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases import rules
from provodnik.touches.voice.cases.models import Story, StoryUse
from provodnik.touches.voice.cases.types import (
    CasePage,
    CaseRow,
    Consent,
    Missing,
    Origin,
    State,
    UseRow,
)

_TOLD = ("title", "text", "point_a", "path", "point_b", "quote", "client__name", "pain__name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a list is narrowed to. Words are looked for in the result, the quote and the names."""

    words: str = ""
    state: State | None = None
    kind: CaseKind | None = None
    origin: Origin | None = None
    pain_id: int | None = None
    product_id: int | None = None
    cohort_id: int | None = None
    collector_id: int | None = None
    approved: bool = False
    with_uses: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Search()


def cases(search: Search, *, limit: int | None = None) -> list[CaseRow]:
    """Cases that match, the latest first. Two queries."""
    shown = limit or method.case_settings().most_shown
    found = _matching(search).select_related("client", "product", "pain", "cohort", "collector")
    rows = list(found.order_by("-created_at", "-pk")[:shown])
    uses = _uses_of([row.pk for row in rows])
    return [row_of(row, uses.get(row.pk, 0)) for row in rows]


def case_count(search: Search) -> int:
    """How many match. One query."""
    return _matching(search).count()


def counts_by_state() -> Mapping[State, int]:
    """How many cases are in each state. One query."""
    counted = Story.objects.values_list("state").annotate(n=Count("pk"))
    return Counter({State(state): n for state, n in counted})


def case(case_id: int) -> CasePage:
    """One case with its uses. Two queries.

    Raises:  Story.DoesNotExist
    """
    story = Story.objects.select_related(
        "client", "product", "pain", "cohort", "collector", "approved_by", "consent_told_by"
    ).get(pk=case_id)
    uses = StoryUse.objects.filter(story=story).select_related("told_by")
    told = tuple(
        UseRow(one.pk, one.purpose, one.place, one.used_on, one.told_by.name if one.told_by else "")
        for one in uses.order_by("-used_on", "-pk")
    )
    consent = None
    if story.consent_on is not None:
        consent = Consent(story.consent_text, story.consent_by, story.consent_on)
    return CasePage(
        row=row_of(story, len(told)),
        point_a=story.point_a,
        path=story.path,
        point_b=story.point_b,
        media=rules.links_of(story.media),
        consent=consent,
        consent_told_by=story.consent_told_by.name if story.consent_told_by else "",
        withdrawn_at=story.withdrawn_at,
        edited_at=story.edited_at,
        decline_reason=story.decline_reason,
        rejection=story.rejection,
        approved_by=story.approved_by.name if story.approved_by else "",
        uses=told,
    )


def lacking(page: CasePage) -> tuple[Missing, ...]:
    """What keeps a case from being published; nothing means it may be. No query."""
    row = page.row
    told = rules.Progress(
        is_received=row.received_at is not None,
        has_consent=page.consent is not None,
        is_withdrawn=page.withdrawn_at is not None,
        is_edited=page.edited_at is not None,
        is_published=row.published_at is not None,
        is_declined=row.state is State.DECLINED,
    )
    return rules.missing(told)


def row_of(story: Story, uses: int) -> CaseRow:
    """A case as a plain row; its links are read already."""
    return CaseRow(
        case_id=story.pk,
        kind=CaseKind(story.kind),
        origin=Origin(story.origin),
        state=State(story.state),
        title=story.title,
        text=story.text,
        quote=story.quote,
        client_id=story.client_id,
        client=story.client.name,
        product_id=story.product_id,
        product=story.product.name if story.product else "",
        pain_id=story.pain_id,
        pain=story.pain.name if story.pain else "",
        cohort_id=story.cohort_id,
        cohort=story.cohort.name if story.cohort else "",
        collector_id=story.collector_id,
        collector=story.collector.name if story.collector else "",
        requested_at=story.requested_at,
        received_at=story.received_at,
        published_at=story.published_at,
        approved_at=story.approved_at,
        has_consent=story.consent_on is not None and story.withdrawn_at is None,
        uses=uses,
        reminders=story.reminders,
    )


def _uses_of(case_ids: list[int]) -> dict[int, int]:
    counted = StoryUse.objects.filter(story_id__in=case_ids).values_list("story_id")
    return dict(counted.annotate(n=Count("pk")).values_list("story_id", "n"))


def _matching(search: Search) -> QuerySet[Story]:
    exact = {
        "state": search.state,
        "kind": search.kind,
        "origin": search.origin,
        "pain_id": search.pain_id,
        "product_id": search.product_id,
        "cohort_id": search.cohort_id,
        "collector_id": search.collector_id,
    }
    found = Story.objects.filter(**{name: told for name, told in exact.items() if told is not None})
    if search.approved:
        found = found.filter(approved_at__isnull=False)
    if search.origin is Origin.UNSOLICITED:
        found = found.filter(received_at__isnull=False)
    if search.with_uses:
        found = found.filter(pk__in=StoryUse.objects.values("story_id"))
    for word in search.words.split():
        found = found.filter(_says(word))
    return found


def _says(word: str) -> Q:
    said = Q()
    for name in _TOLD:
        said |= Q(**{f"{name}__icontains": word})
    return said
