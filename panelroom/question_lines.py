"""What is wrong in a question-set file, where, and what is allowed, in words an office worker can act on."""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from panelroom.questions import INCONSISTENT, Place, Problem, QuestionSet
from panelroom.text import clean_line

_PATTERNS = {
    "^[a-z0-9_]+$": "small letters, digits and _",
    "^[a-z0-9-]+$": "small letters, digits and hyphens",
    "^[a-z]$": "one small letter",
}
_KINDS = {
    "tuple_type": "must be a list: one line for each, with a dash before it, or [one, two]",
    "dict_type": "must have names and values beneath it, further in by two spaces",
    "model_type": "must have names and values beneath it, further in by two spaces",
    "string_type": "must be words; put them in quotes",
    "string_too_short": "is empty",
    "too_short": "lists nothing",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
}
_YAML = (
    ("'\\t'", "there is a tab here: put spaces in its place, two for each step further in"),
    ("that cannot start any token", "these words begin with a sign that YAML keeps for itself: put them in quotes"),
    ("undefined alias", "these words begin with *, which YAML keeps for itself: put them in quotes"),
    ("mapping values are not allowed", "there is a second colon in this line, or it stands too far in:"
     " put words that hold a colon in quotes"),
    ("could not find expected ':'", "a name is written without a colon and a space after it"),
    ("expected <block end>", "this line stands too far in or not far enough, or a quote ends too soon:"
     " line it up with those above, and put words that hold an apostrophe in double quotes"),
    ("unexpected end of stream", "a quote is opened in this line and never closed: close it, or take it out"),
    ("found duplicate key", "{said}: a name stands once in each item, and each item of a list begins with a dash"),
    ("another document", "a line of --- begins a second file in this one: take out what follows it"),
)  # fmt: skip
_CURLY = "\u2018\u2019\u201c\u201d"
_ODD_SPACE = re.compile(r"^[ ]*[^\S \r\n]", re.MULTILINE)


def of_model(problems: Iterable[ErrorDetails]) -> Iterator[Problem]:
    """Yield, for what the model refuses, where it stands and what is wrong and allowed."""
    for problem in problems:
        context = problem.get("ctx", {})
        if problem["type"] == INCONSISTENT:
            yield tuple(context["place"]), clean_line(context["problem"])
        else:
            yield problem["loc"], _say(problem)


def curly_quotes(node: Any, at: Place = ()) -> Iterator[Problem]:
    """Yield the values that stand in curly quotes, which YAML takes for a part of the words."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for part, value in items:
        yield from curly_quotes(value, (*at, part))
    if isinstance(node, str) and len(node) > 1 and node[0] in _CURLY and node[-1] in _CURLY:
        yield at, f"{_where(at)} stands in curly quotes, which would be printed: write straight ones, or none"


def cut_words(node: Any, at: Place = ()) -> Iterator[Problem]:
    """Yield the values that YAML cut short at a ``#`` that begins no remark, as in "form #3"."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    comments = getattr(getattr(node, "ca", None), "items", {})
    for part, value in items:
        place = (*at, part)
        for token in comments.get(part) or ():
            if re.match(r"#[^\s#]", getattr(token, "value", None) or ""):
                yield (
                    place,
                    f"{_where(place)} is cut short at the #: put these words in quotes,"
                    " or a space behind the # of a remark",
                )
        yield from cut_words(value, place)


def line_of(data: Any, place: Place) -> int:
    """Return the 1-based line of the deepest part of ``place`` that the file has."""
    node, line = data, 1
    for part in place:
        marks = getattr(node, "lc", None)
        if marks is None:
            break
        try:
            line = (marks.key(part) if isinstance(node, dict) else marks.item(part))[0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def of_yaml(text: str, said: str, line: int) -> tuple[int, str]:
    """Return the line and the words for a file that is not YAML; ``said`` and ``line`` are the reader's."""
    odd = _ODD_SPACE.search(text)
    if odd and "\t" not in odd.group():
        return text.count("\n", 0, odd.end() - 1) + 1, (
            "a space at the start of this line is not an ordinary one: delete it and type spaces"
        )
    words = next((words for sign, words in _YAML if sign in said), None)
    said = clean_line(said)
    return line, words.format(said=said) if words else f"{said}. Check the indentation and the quotes here"


def _say(problem: ErrorDetails) -> str:
    where, context = _where(problem["loc"]), problem.get("ctx", {})
    kind, given = problem["type"], problem["input"]
    if kind == "missing":
        last = problem["loc"][-1]
        return (
            f"{where} lists too few: its number {last + 1} is missing"
            if isinstance(last, int)
            else f"{where} is missing"
        )
    if kind == "extra_forbidden":
        return f"{where} is not a word that is known here{_known(problem['loc'])}"
    if given is None:
        return f"{where} is empty: write what belongs there, or take the line out"
    if kind == "literal_error":
        return f"{where} is {clean_line(str(given))}; allowed: {context.get('expected')}"
    if kind == "value_error":
        return clean_line(str(context.get("error")))
    if kind == "string_pattern_mismatch":
        allowed = _PATTERNS.get(str(context.get("pattern")), f"what matches {context.get('pattern')}")
        curly = "; it stands in curly quotes: write straight ones" if set(_CURLY) & set(str(given)) else ""
        return f"{where} is {clean_line(str(given))}; allowed: {allowed}{curly}"
    if kind in ("greater_than", "greater_than_equal"):
        limit = context["gt"] if kind == "greater_than" else context["ge"]
        return f"{where} must be {'more than' if kind == 'greater_than' else 'at least'} {limit:g}"
    if kind in _KINDS:
        return f"{where} {_KINDS[kind]}"
    return f"{where}: {clean_line(problem['msg'])}"


def _where(place: Place) -> str:
    return ".".join(str(p) for p in place if isinstance(p, str)) or "the set"


def _known(place: Place) -> str:
    """Return what may stand where the last name of ``place`` stands, and which of it was probably meant."""
    model: type[BaseModel] = QuestionSet
    for part in place[:-1]:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part in fields:
            model = _model_in(fields[str(part)].annotation) or model
    names = [field.alias or name for name, field in model.model_fields.items()]
    near = difflib.get_close_matches(str(place[-1]), names, 1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"{meant}; known: {', '.join(names)}"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
