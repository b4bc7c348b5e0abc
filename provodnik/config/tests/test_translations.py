"""A text without a translation is found, whoever wrote it and however."""

from pathlib import Path

import pytest

from provodnik.config import translations

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one app, a translation for some of its texts."""
    app = tmp_path / "package" / "app"
    (app / "templates").mkdir(parents=True)
    (app / "tests").mkdir()
    return tmp_path / "package"


def write_po(package: Path, language: str, **said: str) -> Path:
    path = package / "app" / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = "\n".join(f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in said.items())
    path.write_text(PO + entries)
    return path


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Текст" %}',
        '{% translate "Текст" as text %}',
        "{% blocktranslate %}Текст{% endblocktranslate %}",
        "<div>\n      {% blocktranslate trimmed %}\n  Текст\n {% endblocktranslate %}\n</div>",
        '{{ _("Текст") }}',
        '{% plural n "Текст" %}',
        "{% count rows|length 'Текст' as words %}",
    ],
)
def test_a_russian_text_of_a_template_needs_english(package: Path, source: str) -> None:
    template = package / "app" / "templates" / "page.html"
    template.write_text(f"{{% load i18n design %}}\n{source}\n")

    assert [text.msgid for text in translations.texts(package)] == ["Текст"]
    assert translations.check(package) == 1

    write_po(package, "en", Текст="Text")
    assert translations.check(package) == 0


@pytest.mark.parametrize(
    "source",
    ['_("Text")', 'gettext_lazy("Text")', 'gettext_noop("Text")', '_(\n    "Te"\n    "xt"\n)'],
)
def test_an_english_text_of_python_needs_russian(package: Path, source: str) -> None:
    (package / "app" / "views.py").write_text(
        f"from django.utils.translation import gettext\n{source}\n"
    )

    assert [(text.msgid, text.needs) for text in translations.texts(package)] == [("Text", "ru")]
    write_po(package, "en", Text="Text")
    assert translations.check(package) == 1
    write_po(package, "ru", Text="Текст")
    assert translations.check(package) == 0


def test_the_place_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "app" / "templates" / "page.html").write_text(
        '{% load i18n %}\n\n{% translate "Текст" %}'
    )

    translations.check(package)

    assert (
        "package/app/templates/page.html:3: no en translation of 'Текст'" in capsys.readouterr().out
    )


def test_an_empty_translation_is_none(package: Path) -> None:
    (package / "app" / "templates" / "page.html").write_text('{% translate "Текст" %}')
    write_po(package, "en", Текст="")

    assert translations.check(package) == 1


def test_words_of_tests_are_nobodys(package: Path) -> None:
    (package / "app" / "tests" / "test_page.py").write_text(
        'from gettext import gettext\ngettext("x")'
    )

    assert list(translations.texts(package)) == []


def test_one_text_said_in_two_ways_is_told(package: Path) -> None:
    write_po(package, "en", Текст="Text")
    other = package / "other" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    other.parent.mkdir(parents=True)
    other.write_text(PO + 'msgid "Текст"\nmsgstr "Words"\n')

    assert translations.check(package) == 1


def test_a_catalogue_is_compiled_once_and_again_when_changed(package: Path) -> None:
    import gettext
    import os

    path = write_po(package, "en", Текст="Text")

    assert translations.compile_all(package) == [path.with_suffix(".mo")]
    assert translations.compile_all(package) == []

    write_po(package, "en", Текст="Words")
    os.utime(path, (path.stat().st_atime + 10, path.stat().st_mtime + 10))
    translations.compile_all(package)
    with path.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Текст") == "Words"


def test_a_broken_catalogue_is_named(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_po(package, "en", Текст="Text")
    path.write_text(path.read_text() + "<<<<<<< ours\n")
    monkeypatch.setattr(translations, "PACKAGE", package)

    assert translations.main([]) == 1


def test_nothing_of_the_frame_or_the_components_lacks_a_translation() -> None:
    catalogs = translations.Catalogs(translations.PACKAGE)
    web = translations.PACKAGE / "web"

    texts = [*translations.texts(web / "design"), *translations.texts(web / "shell")]

    assert [text.msgid for text in texts if not catalogs.has(text)] == []
    assert len(texts) > 100
