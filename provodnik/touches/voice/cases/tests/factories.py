"""Cases for tests. What matters is said at the call."""

from datetime import date

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import make_client
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases import services
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.types import Consent, NewCase, Origin, Packaging

ACTOR = "system"
TODAY = date(2026, 11, 2)
AGREED = Consent("Согласна на публикацию имени и фото", "Наталья Ремизова", TODAY)
RESULT = Packaging(
    title="С нуля до кабинета",
    point_a="Боялась брать клиентов",
    path="Два месяца практики с куратором",
    point_b="Своя запись на две недели вперёд",
    quote="Перестала бояться осветления",
    media="https://video.example/1",
)


def given(  # noqa: PLR0913 (what matters is visible at the call)
    kind: CaseKind = CaseKind.CASE,
    *,
    client: Client | None = None,
    text: str = "Теперь работаю в салоне",
    origin: Origin = Origin.ASKED,
    collector_id: int | None = None,
    cohort_id: int | None = None,
    product_id: int | None = None,
) -> Story:
    new = NewCase(
        client_id=(client or make_client()).pk,
        kind=kind,
        origin=origin,
        text=text,
        collector_id=collector_id,
        cohort_id=cohort_id,
        product_id=product_id,
    )
    return services.record_case(new, now=MONDAY, actor=ACTOR)


def allowed(story: Story) -> Story:
    services.allow(story.pk, AGREED, today=TODAY, now=MONDAY, actor=ACTOR)
    return story


def packaged(story: Story, **told: object) -> Story:
    fields = {name: getattr(RESULT, name) for name in RESULT.__slots__}
    services.package(story.pk, Packaging(**{**fields, **told}), now=MONDAY, actor=ACTOR)
    return story


def published(story: Story | None = None) -> Story:
    story = packaged(allowed(story or given()))
    services.publish(story.pk, now=MONDAY, actor=ACTOR)
    story.refresh_from_db()
    return story
