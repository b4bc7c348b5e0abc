"""Components check what they are given, and never take more than five arguments."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from provodnik.web.design import samples
from provodnik.web.design.tags import charts, figures, gates, lists, text, work
from provodnik.web.design.tags import forms as form_tags
from provodnik.web.design.types import Clock, ClockState, FlowLink, FlowNode

NOW = datetime(2026, 11, 3, 6, 40, tzinfo=UTC)
SUBJECTS = (text, figures, charts, work, lists, form_tags, gates)
DESIGN = Path(__file__).parents[1]


def rendered(source: str, **values: object) -> str:
    template = Template("{% load design %}" + source)
    return template.render(Context({**samples.gallery(NOW), **values}))


def tags() -> list[tuple[str, Callable[..., object]]]:
    return [
        (name, getattr(subject, name)) for subject in SUBJECTS for name in subject.register.tags
    ]


@pytest.mark.parametrize(("name", "tag"), tags(), ids=[name for name, _ in tags()])
def test_a_component_takes_at_most_five_arguments(name: str, tag: Callable[..., object]) -> None:
    given = [arg for arg in inspect.signature(tag).parameters if arg not in {"context", "content"}]

    assert len(given) <= 5, f"{name}: a sixth argument means a second component"


@pytest.mark.parametrize(
    "source",
    [
        '{% pill "слово" "red" %}',
        '{% bar 0.5 "red" %}',
        '{% deed "слово" tone="red" %}',
        '{% notice "red" %}{% endnotice %}',
        '{% gate "maybe" "слово" %}',
        '{% icon "no-such-icon" %}',
        '{% button "слово" kind="huge" %}',
        '{% card kind="glass" %}{% endcard %}',
        '{% number figures.money size="tiny" %}',
        '{% delta figures.was_share figures.share "sideways" %}',
        '{% delta figures.was_share figures.share "up" "angle" %}',
        '{% money 100 "profit" %}',
        '{% moment now "long" %}',
        '{% empty "слово" kind="sad" %}',
        '{% person people.0 "" "giant" %}',
        '{% facts facts "wide" %}',
        '{% toast "слово" "" 9 %}',
        "{% stage_bar stages 7 %}",
        '{% field "name" %}',
        '{% pill "" "good" %}',
    ],
)
def test_an_unknown_argument_raises(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_figures_in_different_units_are_not_compared() -> None:
    with pytest.raises(ValueError, match="compared"):
        rendered("{% delta figures.money figures.share %}")


def test_a_sixth_series_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="five"):
        rendered('{% columns bars many "слова" %}', many=["…"] * 6)


def test_a_number_opens_and_tells_itself_whole() -> None:
    html = rendered('{% number figures.share metric "октябрь" "hero" %}')

    assert 'href="#"' in html
    assert 'data-metric="csi"' in html
    assert 'aria-label="CSI, 95,2%, октябрь"' in html


def test_silences_read_differently() -> None:
    said = [
        rendered("{% number figures." + name + " metric %}")
        for name in ("undefined", "not_measured", "no_access", "loading", "zero")
    ]

    for html, words in zip(said, ("—", "не считался", "нет доступа", "считаем", "0"), strict=True):
        assert words in html
    assert all("<a" not in html for html in said[:4])


def test_a_small_sample_shows_its_parts() -> None:
    html = rendered("{% number figures.small %}{% share 0.25 20 %}{% share 0.373 500 %}")

    assert "2 из 3, мало данных" in html
    assert "5 из 20" in html
    assert html.count("мало данных") == 1


def test_a_change_is_judged_by_direction_not_by_sign() -> None:
    falling = "{% delta figures.share figures.was_share "

    assert "хуже" in rendered(falling + '"up" %}')
    assert "лучше" in rendered(falling + '"down" %}')
    assert "лучше" not in rendered(falling + '"none" %}')


def test_growth_from_zero_is_a_word() -> None:
    html = rendered("{% delta figures.was_zero figures.money %}")

    assert "с нуля" in html
    assert "%" not in html


def test_a_reached_target_is_words_and_the_rest_is_a_bar() -> None:
    reached, ahead = samples.gallery(NOW)["ab_rows"][2], samples.gallery(NOW)["ab_rows"][4]  # type: ignore[index]

    assert "не ниже 90%" in rendered("{% ab_row row %}", row=reached)
    assert "pv-bar" not in rendered("{% ab_row row %}", row=reached)
    assert "81% пути к 55%" in rendered("{% ab_row row %}", row=ahead)


def test_a_target_without_a_beginning_is_named_without_a_way() -> None:
    nps = samples.gallery(NOW)["ab_rows"][3]  # type: ignore[index]
    behind = replace(nps, now=replace(nps.now, amount=80))

    assert "цель 90" in rendered("{% ab_row row %}", row=behind)


def test_a_short_trend_draws_nothing() -> None:
    assert rendered('{% sparkline points "тренд" %}', points=[1.0, 2.0]) == ""
    assert "polyline" in rendered('{% sparkline points "тренд" %}', points=[1.0, None, 2.0, 3.0])


def test_a_flat_trend_is_drawn_too() -> None:
    assert "polyline" in rendered('{% sparkline points "тренд" %}', points=[2.0, 2.0, 2.0])


def test_a_month_ahead_is_blank_and_zero_is_zero() -> None:
    html = rendered("{% cohort_map cohorts months metric %}")

    assert html.count("pv-cohorts__ahead") == 1 + 2 + 3 + 4 + 5 + 6
    assert 'scope="row"' in html


def test_an_offending_link_of_a_path_is_refused() -> None:
    nodes = [FlowNode("a", "А", 0, 1), FlowNode("b", "Б", 1, 1)]

    for links in ([FlowLink("a", "c", 1)], [FlowLink("b", "a", 1)]):
        with pytest.raises(ValueError, match="a link from"):
            rendered("{% path_flow nodes links %}", nodes=nodes, links=links)


def test_outcomes_are_equal_buttons_with_digits() -> None:
    html = rendered("{% outcomes outcome_form outcome_kinds %}", csrf_token="t0ken")

    assert "pv-btn--primary" not in html
    assert [f'data-key="Digit{n}"' in html for n in range(1, 6)] == [True] * 5
    assert 'value="t0ken"' in html


def test_a_refusal_posts_the_same_form_with_its_reason() -> None:
    html = rendered("{% outcomes outcome_form outcome_kinds %}")

    assert 'popovertarget="refusal-1"' in html
    assert 'name="objection"' in html
    assert 'name="not_before"' in html
    assert html.count('value="refused"') == 1


def test_a_timeline_tells_who_did_it_and_is_newest_first() -> None:
    html = rendered("{% timeline events %}")

    assert html.index("Сегодня, 3\u00a0ноября") < html.index("Октябрь") < html.index("Август")
    assert "правило „Сначала помочь“" in html


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock(ClockState.RUNNING, 80), "ответить за 1\u00a0ч 20\u00a0мин"),
        (Clock(ClockState.OVERDUE, 40), "просрочено на 40\u00a0мин"),
        (Clock(ClockState.PAUSED), "ждём ученика"),
        (Clock(ClockState.MET, 35), "ответ за 35\u00a0мин"),
    ],
)
def test_a_clock_speaks_working_time(clock: Clock, words: str) -> None:
    assert words in rendered("{% sla_chip clock %}", clock=clock)


def test_what_a_person_wrote_is_escaped() -> None:
    html = rendered("{% pill name %}{% button name %}{% card name %}{% endcard %}", name="<b>")

    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 3


def test_a_field_shows_the_error_in_the_place_of_the_hint() -> None:
    class Form(forms.Form):
        name = forms.CharField(label="Имя")

    wrong, untouched = Form({}), Form()

    assert "Подсказка" not in rendered('{% field form.name "Подсказка" %}', form=wrong)
    assert 'aria-invalid="true"' in rendered("{% field form.name %}", form=wrong)
    assert "Подсказка" in rendered('{% field form.name "Подсказка" %}', form=untouched)
    assert 'aria-describedby="id_name-note"' in rendered(
        '{% field form.name "Подсказка" %}', form=untouched
    )


def test_words_follow_the_language_of_the_reader() -> None:
    with override("en"):
        html = rendered(
            "{% number figures.not_measured metric %}"
            '{% count 21 "дело|дела|дел" %}{% money 87008000 "revenue" %}'
        )

    assert "not measured" in html
    assert "21\u00a0tasks" in html
    assert "870,080\u00a0₽" in html
    assert "revenue" in html


def test_counted_words_agree_in_russian() -> None:
    html = rendered('{% count 21 "дело|дела|дел" %} {% plural 11 "дело|дела|дел" %}')

    assert html == "21\u00a0дело дел"


def test_a_difference_is_marked_by_signs() -> None:
    html = rendered("{% diff texts.old texts.new %}")

    assert html.count("<del>") == html.count("<ins>") == 1
    assert "−" in html
    assert "+" in html


def test_sorting_keeps_the_filter_and_turns_round() -> None:
    from django.test import RequestFactory

    request = RequestFactory().get("/", {"kind": "mini", "sort": "price", "page": "3"})
    html = rendered('{% data_table table_columns "Продукты" %}{% enddata_table %}', request=request)

    assert 'href="?kind=mini&amp;sort=-price"' in html
    assert 'aria-sort="ascending"' in html


def test_every_component_has_a_stylesheet_of_its_own_or_needs_none() -> None:
    unstyled = {"moment", "sla_chip", "ab_table", "rule_part", "share"}
    components = {path.stem for path in (DESIGN / "templates/design").glob("*.html")}
    styled = {path.stem for path in (DESIGN / "static/design/css").glob("*.css")}

    missing = {one for one in components if not one.startswith("gallery")} - styled - unstyled

    assert missing == set()
