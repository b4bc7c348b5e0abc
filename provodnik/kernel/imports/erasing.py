"""What imports keep of a person besides the facts: rejected rows, and copies of the files."""

from collections.abc import Collection

from django.db import connection

from provodnik.kernel import schools
from provodnik.kernel.imports import files
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.types import FINISHED


def blank_rejects(
    *, whole: Collection[str], inside: Collection[str], digits: Collection[str]
) -> int:
    """Empty the rejected rows of the current school that name a person. Returns how many.

    A row does when a cell is one of `whole`, or holds one of `inside`, or the row has these
    `digits` of a phone, however they are spelled; all in lower case. Number and reason stay.
    """
    params = {
        "whole": list(whole),
        "inside": [f"%{_literal(word)}%" for word in inside],
        "digits": [f"%{word}%" for word in digits],
    }
    with connection.cursor() as cursor:
        cursor.execute(_BLANK_REJECTS, params)
        blanked: int = cursor.rowcount
        cursor.execute(_BLANK_EXAMPLES, params)
    return blanked


def drop_copies() -> bool:
    """Delete the kept copies of imported files of the current school, at once.

    What they said is in the facts; which of them name a person cannot be told of a packed
    workbook. Files of rejected rows go where a row was emptied. Copies that a run still reads
    stay: False then, and the caller comes back.
    """
    runs = ImportRun.objects.exclude(state__in=[state.value for state in FINISHED])
    needed = set(runs.values_list("path", flat=True))
    emptied = ImportReject.objects.filter(cells=[]).values_list("run_id", flat=True).distinct()
    files.drop_copies(school_id=schools.current(), needed=needed, rejects_of=set(emptied))
    return not needed


def _literal(word: str) -> str:
    """A word inside JSON text as LIKE looks for it."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"')
    return quoted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# The words of a reason need their places, so the keys stay.
_BLANK_PARAMS = """
(SELECT coalesce(jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'string' THEN '"…"'::jsonb
                                       ELSE value END), '{}')
 FROM jsonb_each({params}))
"""

_BLANK_REJECTS = """
UPDATE kernel_importreject SET cells = '[]', params = {blank}
WHERE cells <> '[]' AND (
  lower(cells::text) LIKE ANY(%(inside)s)
  OR regexp_replace(cells::text, '[^0-9]', '', 'g') LIKE ANY(%(digits)s)
  OR EXISTS (SELECT FROM jsonb_array_elements_text(cells) AS cell
             WHERE lower(btrim(cell)) = ANY(%(whole)s))
)
""".replace("{blank}", _BLANK_PARAMS.replace("{params}", "params"))

_BLANK_EXAMPLES = """
UPDATE kernel_importrun SET reasons = (
  SELECT jsonb_agg(reason || jsonb_build_object('params', {blank}) ORDER BY place)
  FROM jsonb_array_elements(reasons) WITH ORDINALITY AS told (reason, place)
)
WHERE reasons <> '[]' AND (
  lower(reasons::text) LIKE ANY(%(inside)s)
  OR regexp_replace(reasons::text, '[^0-9]', '', 'g') LIKE ANY(%(digits)s)
)
""".replace("{blank}", _BLANK_PARAMS.replace("{params}", "reason -> 'params'"))
