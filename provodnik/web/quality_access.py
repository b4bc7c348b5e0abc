"""How a page obtains what quality control keeps."""

from django.http import Http404, HttpRequest

from provodnik.decisions.quality import queries
from provodnik.decisions.quality.models import Drawn, ListUse, Remark, ReviewAsk, ReviewLayer
from provodnik.decisions.quality.types import DrawnRow, Subject
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right
from provodnik.web.desk_access import ticket_of


def drawn_of(request: HttpRequest, drawn_id: int) -> DrawnRow:
    """An artefact, for who checks quality and for its author; 404 for others."""
    try:
        row = queries.drawn_row(drawn_id)
    except Drawn.DoesNotExist:
        raise Http404(str(drawn_id)) from None
    staff = current_staff(request)
    if row.staff_id != staff.pk and not has_right(staff, Right.CHECK_QUALITY):
        raise Http404(str(drawn_id))
    return row


def remark_of_school(remark_id: int) -> Remark:
    """A remark of the current school; 404 if there is none such."""
    found = Remark.objects.filter(pk=remark_id).first()
    if found is None:
        raise Http404(str(remark_id))
    return found


def own_remark(request: HttpRequest, remark_id: int) -> Remark:
    """A remark told to this member; 404 for anybody else's."""
    found = remark_of_school(remark_id)
    if found.staff_id != current_staff(request).pk:
        raise Http404(str(remark_id))
    return found


def layer_of_school(layer_id: int) -> ReviewLayer:
    """A layer of review; 404 if there is none such."""
    found = ReviewLayer.objects.filter(pk=layer_id).first()
    if found is None:
        raise Http404(str(layer_id))
    return found


def ask_of_school(ask_id: int) -> ReviewAsk:
    """What was shown to a second pair of eyes; 404 if there is none such."""
    found = ReviewAsk.objects.filter(pk=ask_id).first()
    if found is None:
        raise Http404(str(ask_id))
    return found


def list_of(request: HttpRequest, use_id: int) -> ListUse:
    """A list on a request this member may see; 404 for others."""
    found = ListUse.objects.filter(pk=use_id, subject=Subject.TICKET.value).first()
    if found is None:
        raise Http404(str(use_id))
    ticket_of(request, found.piece_id)
    return found
