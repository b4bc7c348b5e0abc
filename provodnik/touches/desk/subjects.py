"""The standard of a letter's subject (R-126): made by the system, and recognised. Pure."""

import re

LONGEST = 150
_NUMBER = re.compile(r"[№#]\s?(\d{1,12})(?!\d)")
# «Re:», «Fwd[2]:», «Aw:» and their kin in any language: a short word with a colon.
_REPLIES = re.compile(r"^\s*(?:[^\W\d_]{2,5}(?:\[\d+\])?\s*:\s*)+")
_SPACES = re.compile(r"\s+")


def standard(form: str, *, number: int, name: str, topic: str) -> str:
    """A subject by the school's form: its {number}, {name} and {topic} filled in, one line."""
    told = {"{number}": str(number), "{name}": name, "{topic}": bare(topic)}
    for mark, text in told.items():
        form = form.replace(mark, text)
    subject = _SPACES.sub(" ", form).strip()
    return subject if len(subject) <= LONGEST else f"{subject[: LONGEST - 1].rstrip()}…"


def follows(form: str, subject: str, *, number: int | None = None) -> bool:
    """Whether a subject is written by the form, signs of a reply aside; about this ticket if told.

    A mark may stand for any words; only {number} must be a number.
    """
    marks = {"{number}": str(number) if number is not None else r"\d+"}
    parts = re.split(r"(\{[^{}]*\})", form)
    pattern = "".join(
        marks.get(part, r"\S.*?") if part.startswith("{") else re.escape(part) for part in parts
    )
    written = (_SPACES.sub(" ", subject).strip(), bare(subject))
    return any(re.fullmatch(pattern, one) for one in written)


def bare(subject: str) -> str:
    """A subject without «Re:», «Fwd:» and the like, its spaces single."""
    return _SPACES.sub(" ", _REPLIES.sub("", subject)).strip()


def numbers_in(subject: str) -> tuple[int, ...]:
    """Numbers of tickets a subject may name: «[№1043] …», «#1043»."""
    return tuple(int(found) for found in _NUMBER.findall(subject))
