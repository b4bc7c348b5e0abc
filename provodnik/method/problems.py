"""Mistakes in the method, put into words for the person who edits it."""

from collections.abc import Mapping

from django.utils.translation import pgettext

from provodnik.method.errors import Problem

# Codes of pydantic first, then our own; a new code without words falls back to its name.
WORDS: Mapping[str, str] = {
    "missing": "the field is missing",
    "extra_forbidden": "there is no such field here; perhaps it is misspelt",
    "string_type": "a text is needed here, and “{given}” stands",
    "string_too_short": "the text is empty",
    "string_pattern_mismatch": "“{given}” is not written as it should be: {pattern}",
    "int_type": "a whole number is needed here, and “{given}” stands",
    "int_parsing": "a whole number is needed here, and “{given}” stands",
    "int_from_float": "a whole number is needed here, and “{given}” stands",
    "float_type": "a number is needed here, and “{given}” stands",
    "bool_type": "true or false is needed here, and “{given}” stands",
    "greater_than_equal": "{given} is too little, at least {ge} is needed",
    "less_than_equal": "{given} is too much, at most {le} is allowed",
    "enum": "“{given}” is unknown; one of these is needed: {expected}",
    "tuple_type": "a list is needed here, and “{given}” stands",
    "too_short": "the list is empty",
    "model_type": "fields are needed here, and “{given}” stands",
    "not_yaml": "the file cannot be read as YAML: {problem}",
    "field_repeated": "the field stands twice",
    "not_utf8": "the file is not in UTF-8",
    "file_missing": "the file is missing",
    "key_repeated": "the key “{key}” stands twice",
    "item_missing": "items are missing: {missing}",
    "limit_before_target": "the limit comes before the target",
    "graduate_scale": "each mark from 1 to 5 is told once",
    "one_decision": "exactly one step decides",
    "role_twice": "“{given}” is in two departments",
    "braces": "the braces of a place do not match",
    "unknown_reference": "“{given}” is not among: {section}, {collection}",
    "unknown_place": "nothing can stand in “{given}”; allowed: {allowed}",
}


def in_words(problem: Problem) -> str:
    """What is wrong, in the reader's language."""
    text = WORDS.get(problem.code)
    return pgettext("method", text).format(**problem.params) if text else problem.code
