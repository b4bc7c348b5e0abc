"""What the school holds under a word, section by section, as far as the person's rights reach."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.finding import products_by_name
from provodnik.facts.people.queries.searching import search
from provodnik.facts.sales.queries.finding import orders_by_number
from provodnik.facts.team.models import Staff
from provodnik.kernel.names import search_key, search_keys
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.shell import menu

PEOPLE_SIGN, NUMBER_SIGN = "@", "#"

_LEAST_LETTERS = 2
_SHOWN = 8
# Of a coordinator's search most hits may be other people's students.
_LOOKED_THROUGH = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One line. Without `href` there is no page to go to yet."""

    title: str
    note: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    hits: tuple[Hit, ...]


def find(text: str, *, staff: Staff) -> tuple[Section, ...]:
    """Sections with at least one hit. `@` asks for people alone, `#` for an order's number.

    Queries: 4 at most
    """
    sign, sought = text[:1], text.strip(PEOPLE_SIGN + NUMBER_SIGN + " ")
    if len(sought) < _LEAST_LETTERS and sign != NUMBER_SIGN:
        return ()
    rights = method.rights_of(staff.role)
    sections = _sections(sign, sought, staff, rights)
    return tuple(section for section in sections if section.hits)


def _sections(sign: str, text: str, staff: Staff, rights: frozenset[str]) -> Iterator[Section]:
    if sign != NUMBER_SIGN:
        yield Section(_("People"), tuple(_people(text, staff, rights)))
    if sign != PEOPLE_SIGN and any(char.isdigit() for char in text):
        yield Section(_("Orders"), tuple(_orders(text, staff, rights)))
    if not sign.isalnum():
        return
    if Right.SEE_MATRIX in rights:
        yield Section(_("Products"), tuple(_products(text)))
    if Right.SEE_NUMBERS in rights:
        yield Section(_("Figures"), tuple(_figures(text)))
    yield Section(_("Pages"), tuple(_pages(text, rights)))


def _people(text: str, staff: Staff, rights: frozenset[str]) -> Iterator[Hit]:
    sees_all, sees_own = Right.SEE_ALL_STUDENTS in rights, Right.SEE_OWN_STUDENTS in rights
    if not sees_all and not sees_own:
        return
    found = search(text, limit=_SHOWN if sees_all else _LOOKED_THROUGH)
    mine = [hit for hit in found if sees_all or hit.coordinator_id == staff.pk]
    sees_contacts = Right.SEE_CONTACTS in rights
    for hit in mine[:_SHOWN]:
        contacts = (hit.phone, hit.email) if sees_contacts else ()
        note = " · ".join(filter(None, contacts))
        yield Hit(hit.name, note, _address("students:show", hit.client_id), "user")


def _orders(text: str, staff: Staff, rights: frozenset[str]) -> Iterator[Hit]:
    sees_all = Right.SEE_ALL_STUDENTS in rights
    for order in orders_by_number(text):
        if sees_all or order.coordinator_id == staff.pk:
            money = formats.money(order.cost_kopecks, _language())
            note = " · ".join(filter(None, (order.client_name, order.title, money)))
            href = _address("students:show", order.client_id)
            yield Hit(_("Order %(number)s") % {"number": order.number}, note, href, "receipt")


def _products(text: str) -> Iterator[Hit]:
    kinds = {kind.key: kind.title for kind in method.product_kinds().kinds}
    for product in products_by_name(text):
        href = _address("matrix:product", product.product_id)
        yield Hit(product.name, kinds.get(product.kind, ""), href, "package")


def _figures(text: str) -> Iterator[Hit]:
    sought = search_keys(text)
    for figure in method.metric_words().metrics:
        if any(key in search_key(figure.title) for key in sought):
            yield Hit(figure.title, "", _address("metrics:show", figure.key), "chart-line")


def _pages(text: str, rights: frozenset[str]) -> Iterator[Hit]:
    sought = search_keys(text)
    for item in menu.items(rights, {}, ""):
        if any(key in search_key(item.label) for key in sought):
            yield Hit(item.label, "", item.href, item.entry.icon)


def _address(name: str, key: object) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
