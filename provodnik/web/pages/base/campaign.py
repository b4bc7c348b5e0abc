"""What the page of a campaign shows, and the form that prepares one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.campaigns.errors import (
    CampaignError,
    CampaignIsOver,
    NameTaken,
    NobodyToTurnTo,
    SegmentMissing,
)
from provodnik.touches.campaigns.models import Campaign
from provodnik.touches.campaigns.queries import (
    CampaignPage,
    CampaignRow,
    MemberRow,
    member_rows,
)
from provodnik.touches.campaigns.running import Reach, reach
from provodnik.touches.campaigns.types import CampaignKind, CampaignState, Ending, Group
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.pages.base import words

_PRODUCTS = 500
_EXPORTED = 100_000
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class CampaignView:
    """Everything the template needs. `reach` is of a draft only."""

    row: CampaignRow
    page: CampaignPage
    sentence: str
    kind: str
    state: str
    channel: str
    lift: str
    touched_share: str
    alone_share: str
    warning: str
    reach: Reach | None
    expected_alone: int
    endings: tuple[tuple[str, int], ...]
    members: tuple[MemberRow, ...]
    may_run: bool
    may_export: bool
    sees_people: bool


def initial(query: QueryDict) -> dict[str, object]:
    """What the form begins with: the segment it was opened from, the method's part left alone."""
    kind, segment = query.get("kind", ""), query.get("segment", "")
    known = CampaignKind(kind) if kind in set(CampaignKind) else CampaignKind.REACTIVATION
    return {
        "kind": known.value,
        "segment": segment,
        "holdout": round(method.base_settings().campaigns.holdout_percent),
    }


def campaign_view(
    told: CampaignPage, found: Campaign, staff: Staff, *, now: datetime
) -> CampaignView:
    """One campaign. A fixed number of queries, whatever its people."""
    row, sees_people = told.row, has_right(staff, Right.SEE_ALL_STUDENTS)
    counted = reach(found, now=now) if row.state is CampaignState.DRAFT else None
    alone = round(counted.able * row.holdout_percent / _PERCENT) if counted else row.alone.people
    known = method.channels().channel(row.channel)
    return CampaignView(
        row=row,
        page=told,
        sentence=_sentence(row, counted, alone),
        kind=kind_words(row.kind),
        state=state_words(row.state),
        channel=known.title if known else row.channel,
        lift=lift_words(row),
        touched_share=_bought(row.touched),
        alone_share=_bought(row.alone),
        warning=_warning(row, counted, alone),
        reach=counted,
        expected_alone=alone,
        endings=tuple((ending_words(one), n) for one, n in told.progress.endings),
        members=tuple(member_rows(row.campaign_id, now=now, limit=50)) if sees_people else (),
        may_run=has_right(staff, Right.RUN_CAMPAIGNS),
        may_export=has_right(staff, Right.EXPORT_ROWS) and sees_people,
        sees_people=sees_people,
    )


def table(campaign_id: int, *, now: datetime) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Everybody in a campaign for a spreadsheet, in roubles."""
    header = (
        _("Client"),
        pgettext("campaign", "Group"),
        pgettext("campaign", "Step"),
        pgettext("campaign", "Ended"),
        _("Came back"),
        _("Revenue"),
    )
    rows = member_rows(campaign_id, now=now, limit=_EXPORTED)
    return header, (
        (
            row.name,
            pgettext("campaign", "left alone") if row.is_alone else pgettext("campaign", "touched"),
            row.step,
            ending_words(Ending(row.ending)) if row.ending else "",
            _("yes") if row.is_revived else "",
            f"{row.net_kopecks / 100:.2f}".replace(".", ","),
        )
        for row in rows
    )


def kind_words(kind: CampaignKind) -> str:
    if kind is CampaignKind.REACTIVATION:
        return _("Revive a segment")
    return _("Close those who clicked and did not pay")


def state_words(state: CampaignState) -> str:
    return {
        CampaignState.DRAFT: pgettext("campaign", "draft"),
        CampaignState.RUNNING: pgettext("campaign", "running"),
        CampaignState.STOPPED: pgettext("campaign", "stopped"),
        CampaignState.FINISHED: pgettext("campaign", "finished"),
    }[state]


def ending_words(ending: Ending) -> str:
    return {
        Ending.PAID: pgettext("campaign", "paid"),
        Ending.REFUSED: pgettext("campaign", "refused"),
        Ending.STEPS_DONE: _("all steps made"),
        Ending.NOT_ALLOWED: _("the rules do not let"),
    }[ending]


def lift_words(row: CampaignRow) -> str:
    """The difference with its interval in plain words; what to do where it proves nothing."""
    if row.lift is None:
        return _("There is nobody to compare with: the part left alone is empty.")
    lang = words.language()
    told = {
        "points": formats.signed(row.lift.difference * _PERCENT, lang, decimals=1),
        "low": formats.signed(row.lift.low * _PERCENT, lang, decimals=1),
        "high": formats.signed(row.lift.high * _PERCENT, lang, decimals=1),
    }
    if row.lift.is_proved:
        line = _("%(points)s pp of buyers, surely between %(low)s and %(high)s: it works.")
        worse = _("%(points)s pp of buyers, surely between %(low)s and %(high)s: it harms.")
        return (line if row.lift.difference > 0 else worse) % told
    return (
        _(
            "%(points)s pp of buyers, but anything from %(low)s to %(high)s is possible:"
            " the effect is not proved yet."
        )
        % told
    )


def refusal(error: CampaignError) -> str:
    """What a campaign forbids, in words."""
    match error:
        case NameTaken():
            return _("A campaign with this name exists already. Give this one another.")
        case NobodyToTurnTo():
            return _("Consent and past purchases leave nobody to turn to. Choose another segment.")
        case SegmentMissing():
            return _("Choose the segment to revive.")
        case CampaignIsOver():
            return _("This can no longer be done: a colleague has changed the campaign.")
        case _:
            return str(error)


def _sentence(row: CampaignRow, counted: Reach | None, alone: int) -> str:
    if counted is not None:
        told = {"touched": words.people_words(counted.able - alone), "alone": alone}
        return _("We turn to %(touched)s and compare with %(alone)s left alone") % told
    people = words.people_words(row.touched.people)
    if not row.touched.bought:
        return _("Turned to %(people)s, no purchases yet") % {"people": people}
    money = formats.money(row.touched.net_kopecks, words.language())
    bought = formats.counted(row.touched.bought, _("bought|have bought"), words.language())
    return _("Of %(people)s %(bought)s for %(money)s") % {
        "people": people,
        "bought": bought,
        "money": money,
    }


def _bought(group: Group) -> str:
    share = group.bought / group.people if group.people else None
    return formats.share(share, words.language(), n=group.people)


def _warning(row: CampaignRow, counted: Reach | None, alone: int) -> str:
    least = method.base_settings().campaigns.holdout_at_least
    is_early = counted is not None or row.alone.people or row.touched.people
    if is_early and alone < least:
        return _("Fewer than %(least)s are left alone: the effect cannot be measured.") % {
            "least": least
        }
    return ""
