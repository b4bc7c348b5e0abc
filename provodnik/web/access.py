"""The only ways a page obtains an object. A page that needs another way adds it here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from provodnik.facts.catalog.models import Product, ProductLine
from provodnik.facts.catalog.path import queries as path
from provodnik.facts.catalog.path.types import UpsellRow
from provodnik.facts.catalog.queries import ProductPage, product_page
from provodnik.facts.learning.models import Cohort, ExclusiveLesson
from provodnik.facts.learning.queries import CohortPage, cohort_page
from provodnik.facts.people.models import MatchSuggestion, Merge
from provodnik.facts.sales.queries.lines import LinePlan, product_line
from provodnik.facts.sales.queries.offer_log import LoggedOffer, logged_offer
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.kernel import schools
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.diff import Body
from provodnik.method.models import MethodRevision
from provodnik.method.types import Right, Section
from provodnik.reports.cohorts import cohort_facts

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def current_staff(request: HttpRequest) -> Staff:
    """The signed-in member of the current school; 404 for anybody else."""
    staff = getattr(request, "staff", None)
    if staff is None:
        raise Http404
    return cast(Staff, staff)


def has_right(staff: Staff, right: str) -> bool:
    """Whether the method's table of roles gives this right to the member's role."""
    return right in method.rights_of(staff.role)


def for_members[**P](view: View[P]) -> View[P]:
    """A view for every member, whatever the role. A stranger signs in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        current_staff(request)
        return view(request, *args, **kwargs)

    return guarded


def require[**P](*rights: str) -> Callable[[View[P]], View[P]]:
    """A view for members with any of these rights. A stranger signs in; a colleague without one
    is refused."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            staff = current_staff(request)
            if not any(has_right(staff, right) for right in rights):
                raise PermissionDenied(rights[0])
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page, and afterwards exactly where the person was.

    What cannot be visited again, a form or a part of a page, leads back to its page.
    """
    is_part = "HX-Request" in request.headers
    page = request.headers.get("HX-Current-URL" if is_part else "Referer", "/")
    is_page = request.method == "GET" and not is_part
    target = redirect_to_login(request.get_full_path() if is_page else _path_of(page))
    if not is_part:
        return target
    return HttpResponse(headers={"HX-Redirect": target.url})


def schools_of(request: HttpRequest) -> Sequence[School]:
    """The schools the signed-in account works in."""
    return cast("Sequence[School]", getattr(request, "schools", ()))


def member_of_team(staff_id: int) -> Staff:
    """A member of the current school's team, those who left included; 404 for a stranger."""
    found = Staff.objects.select_related("user", "school").filter(pk=staff_id).first()
    if found is None:
        raise Http404
    return found


def import_run(run_id: int) -> ImportRun:
    """A run of the current school; 404 for a stranger."""
    found = ImportRun.objects.select_related("school").filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def channel_account(account_id: int) -> ChannelAccount:
    """A bot or a mail box of the current school; 404 when there is none."""
    try:
        return ChannelAccount.objects.get(pk=account_id)
    except ChannelAccount.DoesNotExist:
        raise Http404(str(account_id)) from None


def match_suggestion(suggestion_id: int) -> MatchSuggestion:
    """A pair of the current school who look alike; 404 for a stranger."""
    found = MatchSuggestion.objects.filter(pk=suggestion_id).first()
    if found is None:
        raise Http404
    return found


def merge_of_people(merge_id: int) -> Merge:
    """A merge of the current school; 404 for a stranger."""
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    return found


def method_section(name: str) -> Section:
    """A section of the method by its name in the address; 404 for any other."""
    try:
        return Section(name)
    except ValueError:
        raise Http404 from None


def method_revision(section: Section, revision: int) -> Body:
    """A section as it stood at a revision; 404 if there was none."""
    try:
        return method.revision_body(section, revision)
    except MethodRevision.DoesNotExist:
        raise Http404 from None


def only_school() -> School | None:
    """The school of an installation that has just one: a stranger may read its name."""
    found = list(School.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def product_named(product_id: int) -> Product:
    """A product of the current school, without what is around it; 404 for a stranger."""
    found = Product.objects.filter(pk=product_id).first()
    if found is None:
        raise Http404(str(product_id))
    return found


def product_of_school(product_id: int) -> ProductPage:
    """A product with everything around it; 404 if the school has none such."""
    try:
        return product_page(product_id)
    except Product.DoesNotExist:
        raise Http404(str(product_id)) from None


def line_of_school(line_id: int) -> LinePlan:
    """A plan of products with its places; 404 if the school has none such."""
    try:
        return product_line(line_id)
    except ProductLine.DoesNotExist:
        raise Http404(str(line_id)) from None


def kept_lesson(lesson_id: int) -> ExclusiveLesson:
    """A lesson of the backlog; 404 if the school has none such."""
    found = ExclusiveLesson.objects.filter(pk=lesson_id).first()
    if found is None:
        raise Http404(str(lesson_id))
    return found


def cohort_of_school(cohort_id: int) -> CohortPage:
    """A cohort with its groups, plan and fact; 404 if the school has none such."""
    try:
        return cohort_page(cohort_id, facts=cohort_facts(cohort_id))
    except Cohort.DoesNotExist:
        raise Http404(str(cohort_id)) from None


def offer_seen(request: HttpRequest, offer_id: int) -> LoggedOffer:
    """An offer of the school; 404 if there is none, or it is another's and those stay unseen."""
    offer, staff = logged_offer(offer_id), current_staff(request)
    sees_all = has_right(staff, Right.SEE_TEAM_QUEUE) or has_right(staff, Right.SEE_SELLERS)
    if offer is None or not (sees_all or offer.staff_id == staff.pk):
        raise Http404(str(offer_id))
    return offer


def upsell_rule(rule_id: int) -> UpsellRow:
    """An upsell rule of the school; 404 if there is none."""
    for rule in path.upsell_rules():
        if rule.rule_id == rule_id:
            return rule
    raise Http404(str(rule_id))


@dataclass(frozen=True, slots=True)
class ClosedAccess:
    """The school an account left last, and who there may let it in again."""

    school: str
    left_on: date
    ask: str


def closed_access(request: HttpRequest) -> ClosedAccess | None:
    """What to tell a signed-in person who works nowhere; None if they never did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT school_id, left_on FROM team_schools_left_by(%s) ORDER BY left_on DESC LIMIT 1",
            [request.user.pk],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    with schools.inside(row[0]):
        keepers = [
            member for member in staff_list() if Right.MANAGE_STAFF in method.rights_of(member.role)
        ]
        name = School.objects.get(pk=row[0]).name
    return ClosedAccess(name, row[1], keepers[0].name if keepers else "")


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))
