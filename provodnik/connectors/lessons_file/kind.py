"""The kind of import `lessons`."""

from collections.abc import Collection, Sequence
from itertools import groupby

from django.db import connection
from django.utils.translation import gettext_noop

from provodnik.connectors.lessons_file.columns import COLUMNS
from provodnik.facts.catalog.intake import name_products
from provodnik.facts.learning.courses import services
from provodnik.facts.learning.courses.types import ToldLesson
from provodnik.kernel.imports.cells import short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing, StageColumn
from provodnik.kernel.imports.types import Need, RejectCode, Tally
from provodnik.kernel.models import School
from provodnik.method import queries as method


def _stage(_school: School, _binding: Binding) -> Sequence[StageColumn]:
    return [
        StageColumn("title", "text", "product", short(300)),
        StageColumn("module", "text", "module", short(200)),
        StageColumn("lesson", "text", "lesson", short(200)),
        StageColumn("homework", "text", "homework", short(20)),
    ]


def _land(landing: Landing) -> Landed:
    """New lessons stand last in their module of the course's draft; known ones stay."""
    name_products(now=landing.now)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        rows = cursor.fetchall()
    created, required = 0, method.course_settings().list_words.required
    for product_id, block in groupby(rows, key=lambda row: row[0]):
        told = [_told(*(*row[1:], required)) for row in block]
        course = services.open_course(product_id, now=landing.now)
        created += services.add_lessons(course.pk, told, now=landing.now).lessons
    return Landed(Tally(created=created, unchanged=len(rows) - created))


def _told(
    module: str | None, lesson: str, homework: str | None, required: Collection[str]
) -> ToldLesson:
    return ToldLesson(module or lesson, lesson, (homework or "").strip().casefold() in required)


_ROWS = """
SELECT stage_product.product_id, stage.module, stage.lesson, stage.homework
FROM stage JOIN stage_product ON stage_product.title = stage.title
ORDER BY stage_product.product_id, stage.line
"""

KIND = ImportKind(
    name="lessons",
    columns=COLUMNS,
    needs=(
        Need(gettext_noop("No column with the course."), ("product",), RejectCode.EMPTY),
        Need(gettext_noop("No column with the lesson."), ("lesson",), RejectCode.EMPTY),
    ),
    stage=_stage,
    land=_land,
)
