"""Words, sums, moments, icons, pills, buttons, cards: what other components are made of."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template import Context, TemplateSyntaxError
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from provodnik.web import formats
from provodnik.web.design.icons import ICONS
from provodnik.web.design.tags.rendering import among, language, now_of, one_of, render
from provodnik.web.design.types import Fact, Tone

register = template.Library()

BASES = ("", "revenue", "gross_profit", "contribution", "repeat")
BUTTON_KINDS = ("plain", "primary", "ghost", "danger", "small")
CARD_KINDS = ("plain", "flush", "accent")
FACT_KINDS = ("apart", "brief")
MOMENT_FORMS = ("moment", "short", "day", "clock")


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and is not read out.

    Kept once made: a long list draws the same few hundreds of times.

    Raises:  TemplateSyntaxError: the icon is not in `icons.ICONS`
    """
    if name not in ICONS:
        raise TemplateSyntaxError(
            f"icon: {name!r} is not shipped, see provodnik/web/design/icons.py"
        )
    spoken = format_html('role="img" aria-label="{}"', label) if label else _SILENT
    return format_html(
        '<svg class="pv-icon" {}><use href="{}#{}"/></svg>',
        spoken,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def plural(n: float, forms: str) -> str:
    """The word for `n` things, without the number: «дел» for 14. `forms` is one msgid."""
    return formats.plural(n, gettext(forms))


@register.simple_tag
def count(n: int, forms: str) -> str:
    """The number with its word: «14 дел», never torn by a line break."""
    return formats.counted(n, gettext(forms), language())


@register.simple_tag
def money(kopecks: int | None, basis: str = "", with_kopecks: bool = False) -> SafeString:
    """A sum. Where it is earned money its basis must be named: revenue, gross profit, contribution.

    Raises:  TemplateSyntaxError: an unknown basis
    """
    among(BASES, basis, "money basis")
    text = (
        formats.UNDEFINED
        if kopecks is None
        else formats.money(kopecks, language(), with_kopecks=with_kopecks)
    )
    return render("money", text=text, basis=basis)


@register.simple_tag
def share(value: formats.Number | None, n: int | None = None) -> SafeString:
    """«37,3%»; below 30 with its parts, «67% · 2 из 3»; below 10 it adds «мало данных»."""
    parts = ""
    if value is not None and n is not None and formats.is_small_sample(n):
        parts = formats.sample(int(formats.rounded(formats.exact(value) * n)), n, language())
    return render(
        "share",
        text=formats.share(value, language(), n=n),
        parts=parts,
        is_little=n is not None and formats.is_little_data(n),
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | date | None, form: str = "moment") -> SafeString:
    """A `<time>` in the school's zone: moment «сегодня, 09:12», short «3 ноя, 09:12», day, clock.

    Raises:  TemplateSyntaxError: an unknown form
    """
    among(MOMENT_FORMS, form, "moment form")
    if at is None:
        return format_html("{}", formats.UNDEFINED)
    tz, now, spoken = timezone.get_current_timezone(), now_of(context), language()
    if not isinstance(at, datetime):
        today = now.astimezone(tz).date()
        write = formats.day_short if form == "short" else formats.day
        return render("moment", iso=at.isoformat(), text=write(at, today, spoken), title="")
    texts = {
        "moment": formats.moment(at, now, tz, spoken),
        "short": formats.moment_short(at, now, tz, spoken),
        "day": formats.day(at.astimezone(tz).date(), now.astimezone(tz).date(), spoken),
        "clock": formats.clock(at, tz),
    }
    full = formats.full_moment(at, tz, spoken)
    return render("moment", iso=at.isoformat(), text=texts[form], title=full)


@register.filter
def rub(kopecks: int) -> str:
    """A sum inside a sentence: {{ price_kopecks|rub }}."""
    return formats.money(kopecks, language())


@register.filter
def grouped(n: int) -> str:
    """A count with its groups: {{ total|grouped }} → «12 480»."""
    return formats.integer(n, language())


@register.filter
def percent(value: formats.Number | None) -> str:
    """A share inside a sentence: {{ paid_share|percent }}."""
    return formats.share(value, language())


@register.filter
def minutes(n: formats.Number) -> str:
    """A length of time inside a sentence: {{ left_minutes|minutes }} → «2 ч 40 мин»."""
    return formats.duration(n, language())


@register.simple_tag
def pill(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A state in at most three words. The tone adds colour; the words alone carry the meaning."""
    if not str(text).strip():
        raise TemplateSyntaxError("pill: the word is mandatory")
    return render("pill", text=text, tone=one_of(Tone, tone, "pill tone"), icon=icon)


@register.simple_tag
def button(
    label: str, href: str = "", kind: str = "plain", icon: str = "", key: str = ""
) -> SafeString:
    """A link that looks like a button, or without `href` the submit of its form.

    `key` is the physical key that presses it («KeyC»); it is shown beside the label.

    Raises:  TemplateSyntaxError: an unknown kind
    """
    among(BUTTON_KINDS, kind, "button kind")
    shown_key = key.removeprefix("Key").removeprefix("Digit")
    return render(
        "button", label=label, href=href, kind=kind, icon=icon, key=key, shown_key=shown_key
    )


@register.simple_block_tag
def card(
    content: SafeString, title: str = "", note: str = "", aside: str = "", kind: str = "plain"
) -> SafeString:
    """A surface with a heading. `note` is a quiet caption, `aside` stands at the right edge.

    `flush` leaves the padding to the content (tables); `accent` is the one next step.

    Raises:  TemplateSyntaxError: an unknown kind
    """
    among(CARD_KINDS, kind, "card kind")
    return render("card", content=content, title=title, note=note, aside=aside, kind=kind)


@register.simple_tag
def facts(rows: Sequence[Fact], kind: str = "apart") -> SafeString:
    """Lines «name — value» of a card; `brief` is the tinted box beside a deed: why now, what for.

    Raises:  TemplateSyntaxError: an unknown kind
    """
    return render("facts", rows=rows, kind=among(FACT_KINDS, kind, "facts kind"))


_SILENT = SafeString('aria-hidden="true"')
