"""What the list under a number of a launch shows."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.launch_rows import PAGE, LaunchRow, LaunchStep, launch_rows
from provodnik.web import formats
from provodnik.web.design.types import Column

WORDS = {
    LaunchStep.MADE: gettext_noop("offer made|offers made"),
    LaunchStep.CLICKED: gettext_noop("click|clicks"),
    LaunchStep.MACHINES: gettext_noop("click of a robot|clicks of robots"),
    LaunchStep.ORDERED: gettext_noop("order|orders"),
    LaunchStep.PAID: gettext_noop("payment|payments"),
    LaunchStep.JOINED: gettext_noop("participant|participants"),
    LaunchStep.TASKED: gettext_noop("participant did the tasks|participants did the tasks"),
    LaunchStep.CAME: gettext_noop("participant came|participants came"),
    LaunchStep.BOUGHT: gettext_noop("participant bought|participants bought"),
}


@dataclass(frozen=True, slots=True)
class LaunchRows:
    """A page of rows with what they are in words."""

    sentence: str
    rows: tuple[LaunchRow, ...]
    columns: tuple[Column, ...]
    next_query: str


def rows_of(launch_id: int, step: LaunchStep, *, page: int) -> LaunchRows:
    """One query, whatever the number of rows."""
    found, total = launch_rows(launch_id, step, skip=(page - 1) * PAGE)
    return LaunchRows(
        sentence=formats.counted(total, _(WORDS[step]), (get_language() or "ru").split("-")[0]),
        rows=tuple(found),
        columns=(
            *(Column(_("Client")), Column(_("Product"))),
            *(Column(_("When")), Column(_("Paid, net"), is_number=True)),
        ),
        next_query=f"?page={page + 1}" if page * PAGE < total else "",
    )


def rows_href(launch_id: int, step: LaunchStep) -> str:
    """Where a number of a launch opens."""
    return reverse("launches:rows", args=[launch_id, step.value])
