"""Question-set files: YAML 1.2 in, a checked :class:`QuestionSet` out, and what differs between two.

Every error names the file, the line, what is wrong and what is allowed, because the people who edit these
files are not programmers.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from panelroom.errors import BadFile
from panelroom.question_checks import oversights
from panelroom.question_lines import curly_quotes, cut_words, line_of, of_model, of_yaml
from panelroom.questions import Problem, QuestionSet, Term
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
        plain = _plain(data, count(1))
        question_set = QuestionSet.model_validate(plain)
    except ValidationError as error:
        raise BadFile(_explain(path, data, list(of_model(error.errors())))) from None
    except RecursionError:
        raise BadFile(
            f"{path.name}, line 1: the aliases in this file unfold without end; write out what they stand for."
        ) from None
    shared_terms = _shared_terms()
    slips = [*cut_words(data), *curly_quotes(plain), *oversights(question_set, {t.id for t in shared_terms})]
    if slips:
        raise BadFile(_explain(path, data, slips))
    own = {t.id for t in question_set.terms}
    shared = tuple(t for t in shared_terms if t.id not in own)
    return question_set.model_copy(update={"terms": (*question_set.terms, *shared)})


def differences(old: QuestionSet, new: QuestionSet) -> list[str]:
    """Return, one line each, what is different in ``new``; empty when the sets say the same.

    What a list holds is known by its id, code, value, label or words, so that an inserted item moves nothing.
    """
    return list(_differ(old.as_data(), new.as_data(), ""))


def _built_in_files() -> list[Path]:
    return sorted(p for p in data_dir("question_sets").glob("*.yaml") if p.name != _GLOSSARY)


def _shared_terms() -> tuple[Term, ...]:
    path = data_dir("question_sets") / _GLOSSARY
    return tuple(Term.model_validate(_plain(t, count(1))) for t in _read_yaml(path)["terms"])


def _read_yaml(path: Path) -> Any:
    """Return the file's YAML, round-trip loaded so that every node knows its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

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
        said = str(error.problem or "this is not YAML")
        # A name without its colon, or an open quote, is noticed only lines after it.
        late = "could not find expected" in said or "unexpected end of stream" in said
        mark = (error.context_mark if late else None) or error.problem_mark
        line, words = of_yaml(text, said, mark.line + 1 if mark else 1)
        raise BadFile(f"{path.name}, line {line}: {words}.") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFile(
            f"{path.name}, line {line}: there is a character that is no letter, digit or sign: delete it."
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


def _explain(path: Path, data: Any, problems: list[Problem]) -> str:
    lines = [f"{path.name}, line {line_of(data, place)}: {words}" for place, words in problems[:5]]
    if len(problems) > 5:
        lines.append(f"and {len(problems) - 5} more")
    return "; ".join(lines) + "."


def _differ(old: Any, new: Any, path: str) -> Iterator[str]:
    before, after = _items(old), _items(new)
    if before is None or after is None:
        if old != new:
            yield f"~ {path}: {old} -> {new}"
        return
    for name in (*before, *(name for name in after if name not in before)):
        way = f"{path}.{name}" if path else name
        if name not in after:
            yield from (f"- {leaf}" for leaf in _leaves(before[name], way, path))
        elif name not in before:
            yield from (f"+ {leaf}" for leaf in _leaves(after[name], way, path))
        else:
            yield from _differ(before[name], after[name], way)
    kept = [name for name in after if name in before]
    if isinstance(old, list) and kept != [name for name in before if name in after]:
        yield f"~ {path}: in another order: {', '.join(after)}"


def _items(node: Any) -> dict[str, Any] | None:
    """Return what a mapping or list holds by name; ``None`` for a plain value."""
    if isinstance(node, dict):
        return node
    if not isinstance(node, list):
        return None
    named = {_name(item): item for item in node}
    return named if len(named) == len(node) else {str(n): item for n, item in enumerate(node, 1)}


def _name(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    return next((str(item[key]) for key in ("id", "code", "value", "label") if key in item), str(item))


def _leaves(node: Any, path: str, above: str) -> Iterator[str]:
    """Yield each plain value beneath ``path`` with its way; the words of a list are their own name."""
    items = _items(node)
    if items is None:
        yield f"{above}: {node}" if path == f"{above}.{node}" else f"{path}: {node}"
        return
    for name, value in items.items():
        yield from _leaves(value, f"{path}.{name}", path)
