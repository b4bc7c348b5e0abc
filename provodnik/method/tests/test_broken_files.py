"""Each way to break a file is answered with the file, the line and what is wrong."""

import shutil
from pathlib import Path

import pytest
from django.utils.translation import override

from provodnik.method import loader
from provodnik.method.errors import MethodInvalid, Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(loader.SHIPPED, tmp_path / "ru"))


def broken(folder: Path, name: str, old: str, new: str) -> tuple[int, Problem]:
    """Break one place of one file. Returns the place's line and the only problem found."""
    path = folder / name
    text = path.read_text()
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(MethodInvalid) as caught:
        loader.load(folder)
    (problem,) = caught.value.problems
    return line, problem


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "path"),
    [
        pytest.param(
            "gates.yaml",
            "csat_at_most: 3",
            "csat_at_most: three",
            "int_type",
            "gates.offer.dissatisfied.csat_at_most",
            id="a word for a number",
        ),
        pytest.param(
            "gates.yaml",
            "nps_at_most: 6",
            "nps_at_most: -1",
            "greater_than_equal",
            "gates.offer.dissatisfied.nps_at_most",
            id="a number out of range",
        ),
        pytest.param(
            "gates.yaml",
            'starts: "21:00"',
            'starts: "25:00"',
            "string_pattern_mismatch",
            "gates.offer.quiet_hours.starts",
            id="no such time",
        ),
        pytest.param(
            "queue.yaml",
            "attempts_limit: 3",
            "atempts_limit: 3\nattempts_limit: 3",
            "extra_forbidden",
            "queue.atempts_limit",
            id="a misspelt field",
        ),
        pytest.param(
            "queue.yaml",
            "    script: recovery",
            "    script: recovry",
            "unknown_reference",
            "queue.deeds.recovery.script",
            id="a script that is not there",
        ),
        pytest.param(
            "channels.yaml",
            "  - key: warm_up\n",
            "  - key: platform\n",
            "key_repeated",
            "channels.channels.platform",
            id="a key twice",
        ),
        pytest.param(
            "roles.yaml",
            "      - make_personal_offers\n      - see_matrix\n      - see_path\n",
            "      - make_any_offers\n      - see_matrix\n      - see_path\n",
            "enum",
            "roles.roles.coordinator.rights.5",
            id="a right nobody knows",
        ),
        pytest.param(
            "home.yaml",
            "{count|дело|дела|дел}, ничего",
            "{amount|дело|дела|дел}, ничего",
            "unknown_place",
            "home.sentences.pulse_deeds.text",
            id="a place nothing fills",
        ),
        pytest.param(
            "scripts.yaml",
            "«{имя}, это {координатор}",
            "«{фамилия}, это {координатор}",
            "unknown_place",
            "scripts.scripts.acquaintance.steps.greet.say",
            id="a place scripts do not have",
        ),
        pytest.param(
            "scripts.yaml",
            "«{имя}, это {координатор}",
            "«{имя, это {координатор}",
            "braces",
            "scripts.scripts.acquaintance.steps.greet.say",
            id="braces that do not match",
        ),
        pytest.param(
            "credit.yaml",
            "window_days: 30",
            "window_days: 30\nwindow_days: 31",
            "field_repeated",
            "credit.window_days",
            id="a field twice",
        ),
    ],
)
def test_the_answer_names_file_line_and_place(
    folder: Path, name: str, old: str, new: str, code: str, path: str
) -> None:
    line, problem = broken(folder, name, old, new)

    assert (problem.file, problem.code, problem.path) == (name, code, path)
    assert abs(problem.line - line) <= 1


def test_a_missing_field_is_named_at_the_item_that_lacks_it(folder: Path) -> None:
    line, problem = broken(folder, "credit.yaml", "    title: Личная ссылка\n", "")

    assert (problem.code, problem.path) == ("missing", "credit.rules.tracked_link.title")
    assert problem.line == line - 1


def test_an_item_missing_for_a_known_code_is_named(folder: Path) -> None:
    _line, problem = broken(folder, "metrics.yaml", "  - key: plural\n    text: не считались\n", "")

    assert (problem.code, problem.path) == ("item_missing", "metrics.not_measured")
    assert problem.params["missing"] == "plural"


def test_text_that_is_not_yaml_is_answered_with_its_line(folder: Path) -> None:
    (folder / "credit.yaml").write_text("window_days: 30\nrules: [tracked_link\n")

    with pytest.raises(MethodInvalid) as caught:
        loader.load(folder)

    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == ("credit.yaml", "not_yaml")
    assert problem.line in {2, 3}


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "path.yaml").unlink()

    with pytest.raises(MethodInvalid) as caught:
        loader.load(folder)

    assert [(one.file, one.code) for one in caught.value.problems] == [
        ("path.yaml", "file_missing")
    ]


def test_another_encoding_is_named(folder: Path) -> None:
    path = folder / "credit.yaml"
    path.write_bytes(path.read_text().encode("cp1251"))

    with pytest.raises(MethodInvalid) as caught:
        loader.load(folder)

    assert [(one.file, one.code) for one in caught.value.problems] == [("credit.yaml", "not_utf8")]


def test_all_problems_of_all_files_come_at_once(folder: Path) -> None:
    for name, old in (("credit.yaml", "window_days: 30"), ("gates.yaml", "per_window: 2")):
        path = folder / name
        path.write_text(path.read_text().replace(old, old.split(":")[0] + ": many"))

    with pytest.raises(MethodInvalid) as caught:
        loader.load(folder)

    assert [one.file for one in caught.value.problems] == ["gates.yaml", "credit.yaml"]


def test_a_problem_reads_as_one_line(folder: Path) -> None:
    line, problem = broken(folder, "credit.yaml", "window_days: 30", "window_days: month")

    with override("en"):
        assert str(problem) == (
            f"credit.yaml:{line}: credit.window_days:"
            " a whole number is needed here, and “month” stands"
        )
