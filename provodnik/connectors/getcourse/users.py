"""The export of users: who they are."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_noop

from provodnik.connectors.getcourse.cells import person_columns
from provodnik.connectors.getcourse.columns import FIRST_VISIT, USERS
from provodnik.connectors.getcourse.lookalikes import find_lookalikes
from provodnik.connectors.getcourse.orders import SOURCE
from provodnik.facts.people.intake import Roster, take_roster, tell_leads
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing, StageColumn
from provodnik.kernel.imports.types import CUSTOM, Need, RejectCode
from provodnik.kernel.models import School

NOBODY = gettext_noop(
    "No column with the id or e-mail of a student. Without it nobody can be recognised."
)


def _stage(school: School, binding: Binding) -> Sequence[StageColumn]:
    return [
        # Own fields of an export of users belong to the person.
        replace(column, target=CUSTOM) if column.name == "user_custom" else column
        for column in person_columns(school, binding)
    ]


def _land(landing: Landing) -> Landed:
    roster = Roster(landing.run_id, landing.same_file_runs)
    tally = take_roster(roster, now=landing.now)
    tell_leads(FIRST_VISIT, source=SOURCE, actor=landing.actor, now=landing.now)
    return Landed(tally)


KIND = ImportKind(
    name="getcourse-users",
    columns=USERS,
    needs=(Need(NOBODY, ("user_id", "email"), RejectCode.NOBODY),),
    stage=_stage,
    land=_land,
    finish=find_lookalikes,
)
