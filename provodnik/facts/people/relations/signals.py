"""Steps and artefacts of stages for which nobody answers (R-004)."""

import json
from collections.abc import Mapping
from datetime import datetime
from zlib import crc32

from provodnik.facts.people.relations.rules import gaps
from provodnik.kernel.signals import Check
from provodnik.method import queries as method

# A gap is a piece of the method: it is known by a number made of its key, as long as it lasts.
_GAPS = """
SELECT gap.id AS subject_id, %(at)s::timestamptz AS since_at,
       jsonb_build_object('key', gap.key, 'lacks', gap.lacks) AS evidence
FROM jsonb_to_recordset(%(gaps)s::jsonb) AS gap (id bigint, key text, lacks text)
"""


def _gaps(now: datetime) -> Mapping[str, object]:
    found = [
        {"id": crc32(str(item.key).encode()), "key": str(item.key), "lacks": "".join(lacks)}
        for item in method.relation_settings().raci
        if (lacks := gaps(item))
    ]
    return {"gaps": json.dumps(found), "at": now}


CHECKS = (Check("raci_gap", "raci", _GAPS, _gaps),)
