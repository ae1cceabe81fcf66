"""Question-set files: YAML 1.2 in, a checked :class:`QuestionSet` out, and what differs between two.

Every error names the file, the line, what is wrong and what is allowed, because the people who edit these
files are not programmers.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from panelroom.errors import BadFile
from panelroom.questions import QuestionSet, Term
from panelroom.resources import data_dir
from panelroom.text import clean_line

MAX_BYTES = 1_000_000
MAX_NODES = 200_000
_GLOSSARY = "glossary.yaml"


def built_in() -> tuple[QuestionSet, ...]:
    """Return the question sets that come with the program, by id."""
    return tuple(sorted((load_file(p) for p in _built_in_files()), key=lambda s: s.id))


def load(id_or_file: str) -> QuestionSet:
    """Return the built-in set with that id, or the set in that file.

    Raises:
        BadFile: there is neither, or the file is not a valid question set.
    """
    path = Path(id_or_file)
    if path.suffix.lower() in (".yaml", ".yml") or path.is_file():
        return load_file(path)
    for known in _built_in_files():
        if known.stem == id_or_file:
            return load_file(known)
    known_ids = ", ".join(p.stem for p in _built_in_files())
    raise BadFile(
        f"There is no question set {clean_line(id_or_file)}. Known: {known_ids}; or name a .yaml file."
    )


def load_file(path: Path) -> QuestionSet:
    """Read one YAML file, with the shared glossary beneath its own ``terms``.

    Raises:
        BadFile: with file, line, what is wrong and what is allowed.
    """
    data = _read_yaml(path)
    try:
        question_set = QuestionSet.model_validate(_plain(data, count(1)))
    except ValidationError as error:
        raise BadFile(_explain(path, data, error.errors())) from None
    except RecursionError:
        raise BadFile(
            f"{path.name}, line 1: the aliases in this file unfold without end; write out what they stand for."
        ) from None
    own = {t.id for t in question_set.terms}
    shared = tuple(t for t in _shared_terms() if t.id not in own)
    return question_set.model_copy(update={"terms": (*question_set.terms, *shared)})


def differences(old: QuestionSet, new: QuestionSet) -> list[str]:
    """Return, one line each, what is different in ``new``; empty when the sets say the same."""
    before, after = _flat(_keyed(old.as_data())), _flat(_keyed(new.as_data()))
    lines = []
    for key in sorted(before.keys() | after.keys(), key=_reading_order):
        if key not in after:
            lines.append(f"- {key}: {before[key]}")
        elif key not in before:
            lines.append(f"+ {key}: {after[key]}")
        elif before[key] != after[key]:
            lines.append(f"~ {key}: {before[key]} -> {after[key]}")
    return lines


def _built_in_files() -> list[Path]:
    return sorted(p for p in data_dir("question_sets").glob("*.yaml") if p.name != _GLOSSARY)


def _shared_terms() -> tuple[Term, ...]:
    path = data_dir("question_sets") / _GLOSSARY
    return tuple(Term.model_validate(_plain(t, count(1))) for t in _read_yaml(path)["terms"])


def _read_yaml(path: Path) -> Any:
    """Return the file's YAML, round-trip loaded so that every node knows its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"{path.name} is larger than a question set can be ({MAX_BYTES // 1000} kB).")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text: save it again as UTF-8.") from None
    except OSError as error:
        raise BadFile(
            f"{path} cannot be read ({error.strerror}): name a question-set file that exists."
        ) from None
    yaml = YAML(typ="rt", pure=True)
    yaml.version = (1, 2)
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = clean_line(str(error.problem or "this is not YAML"))
        raise BadFile(
            f"{path.name}, line {line}: {problem}. Check the indentation and the quotes here."
        ) from None
    except (YAMLError, ValueError, RecursionError):
        raise BadFile(f"{path.name}, line 1: this is not YAML that can be read.") from None
    if not isinstance(data, dict):
        raise BadFile(
            f"{path.name}, line 1: a question set starts with names and values, such as 'id: our-set'."
        )
    return data


def _plain(node: Any, seen: Iterator[int]) -> Any:
    """Return a round-trip node as plain dicts, lists and scalars; ``seen`` counts them.

    Raises:
        RecursionError: it holds itself, or aliases of aliases make it far larger than it looks.
    """
    if next(seen) > MAX_NODES:
        raise RecursionError
    if isinstance(node, dict):
        return {str(k): _plain(v, seen) for k, v in node.items()}
    if isinstance(node, list):
        return [_plain(v, seen) for v in node]
    for kind in (bool, int, float):
        if isinstance(node, kind):
            return node if node is True or node is False else kind(node)
    return str(node) if isinstance(node, str) else node


def _explain(path: Path, data: Any, problems: list[ErrorDetails]) -> str:
    lines = [f"{path.name}, line {_line_of(data, p['loc'])}: {_say(p)}" for p in problems[:5]]
    if len(problems) > 5:
        lines.append(f"and {len(problems) - 5} more")
    return "; ".join(lines) + "."


def _say(problem: ErrorDetails) -> str:
    """Return one pydantic problem in words an office worker can act on."""
    where = ".".join(str(p) for p in problem["loc"] if isinstance(p, str)) or "the set"
    context = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            return f"{where} is missing"
        case "extra_forbidden":
            return f"{where} is not a word that is known here"
        case "literal_error":
            return f"{where} is {clean_line(str(problem['input']))}; allowed: {context.get('expected')}"
        case "value_error":
            return clean_line(str(context.get("error")))
        case "string_pattern_mismatch":
            return f"{where} may only hold characters that match {context.get('pattern')}"
        case "string_type":
            return f"{where} must be words; put them in quotes"
    return f"{where}: {clean_line(problem['msg'])}"


def _line_of(data: Any, location: tuple[int | str, ...]) -> int:
    """Return the 1-based line of the deepest part of ``location`` that the file has."""
    node, line = data, 1
    for part in location:
        marks = getattr(node, "lc", None)
        if marks is None:
            break
        try:
            line = (marks.key(part) if isinstance(node, dict) else marks.item(part))[0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _keyed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the set with its lists turned into id -> item, so that an inserted question moves nothing."""
    keyed = dict(data)
    for name, key in (("questions", "id"), ("outcomes", "code"), ("rules", "id"), ("terms", "id")):
        keyed[name] = {item[key]: item for item in data.get(name, [])}
    return keyed


def _flat(node: Any, path: str = "") -> dict[str, str]:
    return dict(_leaves(node, path))


def _leaves(node: Any, path: str) -> Iterator[tuple[str, str]]:
    items = node.items() if isinstance(node, dict) else enumerate(node, 1) if isinstance(node, list) else None
    if items is None:
        yield path, str(node)
        return
    for key, value in items:
        yield from _leaves(value, f"{path}.{key}" if path else str(key))


def _reading_order(key: str) -> tuple[Any, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in key.split("."))
