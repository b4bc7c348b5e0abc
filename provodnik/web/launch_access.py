"""How a page obtains a launch."""

from django.http import Http404

from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.queries.launch_pages import LaunchCard, launch_card


def launch_of_school(launch_id: int) -> LaunchCard:
    """A launch of the current school; 404 if there is none such."""
    try:
        return launch_card(launch_id)
    except Launch.DoesNotExist:
        raise Http404(str(launch_id)) from None
