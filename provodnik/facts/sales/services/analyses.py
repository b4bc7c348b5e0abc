"""What a launch taught: kept with it, and tried in the next one (R-106)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from provodnik.facts.sales.errors import AnalysisIncomplete, NextIsTheSame
from provodnik.facts.sales.models import Launch, LaunchAnalysis
from provodnik.facts.sales.queries.launches import launch_funnel
from provodnik.facts.sales.types import Analysis
from provodnik.kernel import journal


@transaction.atomic
def write_analysis(
    launch_id: int, told: Analysis, *, by_id: int | None, actor: str, now: datetime
) -> LaunchAnalysis:
    """Write down what failed and why; writing again corrects it. The same words change nothing.

    The failing step is named by the funnel the first time, and stays: figures move on.

    Raises:  Launch.DoesNotExist; AnalysisIncomplete; NextIsTheSame
    """
    if not told.what_failed.strip() or not told.why.strip():
        raise AnalysisIncomplete
    if told.next_launch_id == launch_id:
        raise NextIsTheSame
    launch = Launch.objects.select_for_update().get(pk=launch_id)
    found = LaunchAnalysis.objects.filter(launch=launch).first()
    if found is not None and all(getattr(found, key) == was for key, was in asdict(told).items()):
        return found
    step = found.failed_step if found else (launch_funnel(launch_id).failing or "")
    analysis, _is_new = LaunchAnalysis.objects.update_or_create(
        school_id=launch.school_id,
        launch=launch,
        defaults={
            **asdict(told),
            "failed_step": step,
            "written_at": now,
            "written_by_id": by_id,
        },
    )
    journal.record(
        "launch_analysed",
        happened_at=now,
        actor=actor,
        item=launch.name,
        channel=launch.channel,
        product_id=launch.product_id,
        attrs={"launch": launch.pk, "step": step, "next": told.next_launch_id},
    )
    return analysis


@transaction.atomic
def link_next(launch_id: int, next_launch_id: int, *, actor: str, now: datetime) -> None:
    """Say which launch tries the hypothesis of this one's analysis. Again changes nothing.

    Raises:  LaunchAnalysis.DoesNotExist: there is nothing to try yet; NextIsTheSame
    """
    if launch_id == next_launch_id:
        raise NextIsTheSame
    analysis = LaunchAnalysis.objects.select_related("launch").get(launch_id=launch_id)
    if analysis.next_launch_id == next_launch_id:
        return
    analysis.next_launch_id = next_launch_id
    analysis.save(update_fields=["next_launch"])
    journal.record(
        "launch_analysed",
        happened_at=now,
        actor=actor,
        item=analysis.launch.name,
        channel=analysis.launch.channel,
        attrs={"launch": launch_id, "step": analysis.failed_step, "next": next_launch_id},
    )
