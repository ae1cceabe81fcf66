"""Names that the words around them give away: ``PC Smith``, ``her son, ...``, ``known as ...``, ``SMITH, John``.

The capitalised words that nothing around gives away are the business of :mod:`panelroom.checks.ledger`.
"""

from collections.abc import Iterator, Sequence

from panelroom.checks.hits import Hit
from panelroom.checks.vocabulary import word_set
from panelroom.checks.words import Word, follows, kind_of

TITLES = word_set(
    "mr mrs ms miss mx dr doctor cllr councillor rev revd reverend father fr imam rabbi sir lady lord prof "
    "professor sister brother uncle auntie aunt aunty nan grandad pastor bhai sheikh hajji granthi nurse ward "
    "master madam"
)
RANKS = word_set(
    "pc wpc dc ds di dci ps sgt sergeant insp inspector supt superintendent pcso cso tdc constable det "
    "detective sc psi"
)
ROLES = word_set(
    "victim witness suspect complainant informant caller offender perpetrator defendant aggressor oic ip inf "
    "susp wit vic iop complaint detainee male female driver occupant patient tenant resident landlord owner "
    "passenger operator spoc supervisor officer handler author interviewee interpreter solicitor deceased "
    "reportee"
)
RELATIVES = word_set(
    "son daughter wife husband partner brother sister mother father mum dad mam mom nan gran grandmother "
    "grandfather grandson granddaughter grandad uncle aunt auntie nephew niece cousin friend neighbour "
    "boyfriend girlfriend ex ex-partner ex-wife ex-husband stepson stepdaughter stepfather stepmother fiancé "
    "fiancée fiancee fiance colleague manager boss landlord carer flatmate housemate child baby mate teacher "
    "headteacher employer sibling parent spouse in-law mother-in-law father-in-law brother-in-law "
    "sister-in-law son-in-law daughter-in-law stepbrother stepsister twin lodger tenant customer pupil "
    "student keyworker"
)
_CALLED = word_set(
    "called named known nicknamed alias aka signed dubbed surnamed forename forenames surname surnames"
)
_NAME_FIELDS = word_set(
    "name names forename forenames surname surnames alias aliases signed signature nickname"
)
PARTICLES = word_set("de da di du van von der den bin ibn ben bint al el la le ap ab abu ter dos mac st")
_BESIDE_RELATION = frozenset(
    RELATIVES | {"victim", "witness", "suspect", "neighbour", "complainant", "caller", "oic"}
)
_SPEAKS = word_set(
    "said says stated states told tells was is has had rang called reported reports came went arrived "
    "attended lives lived moved thinks thought saw heard believes believed felt feels wants wanted asked asks "
    "replied answered confirmed confirms admitted denied explained described opened walked ran shouted "
    "threatened returned left advised agreed declined works worked got gave gives does did then also who "
    "whose would could can cannot updated phoned texted emailed visited spoke speaks contacted interviewed "
    "arrested stopped signed will sent received provided disclosed alleged claimed stayed lost helped "
    "followed remembered knows knew"
)
_BETWEEN = word_set("as is was by himself herself themselves a")
_AFTER_CALLED = (" ", ": ", " - ", "\n", ' "', " '", " “", " (", ":  ", "  ", ", ", " : ")
_AFTER_ROLE = (" ", ": ", " - ", "\n", " (", ", ", " : ", ":  ", "  ")
_AFTER_RELATIVE = (" ", ", ", " (", "\n", ": ")
_SHORT_TITLES = word_set("mr mrs ms dr miss")  # also written small, before a name written small
MONTHS_THAT_ARE_NAMES = word_set("Jan Jun April May June August")
_LONGEST_NAME = 4


def find(words: Sequence[Word]) -> Iterator[Hit]:
    """Yield every name that a cue gives away; of what stands in front only a rank is part of it."""
    for index in range(len(words)):
        for first, last in _names_at(words, index):
            yield Hit("T-PERSON-CUE", words[first].start, words[last].end)


def is_spoken_of(words: Sequence[Word], index: int) -> bool:
    """Tell whether the word behind makes this one somebody who does something: ``Rose said``."""
    return index + 1 < len(words) and words[index + 1].gap in (" ", "\n") and words[index + 1].text in _SPEAKS


def _names_at(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield the spans (first and last word) that the word at ``index`` gives away."""
    word = words[index]
    plain, behind = word.plain.rstrip("."), index + 1
    if plain in RANKS and word.capital:
        yield from _named(words, index, _run(words, behind, cued=True))
    elif plain in TITLES and (word.capital or plain in _SHORT_TITLES):
        yield from _named(words, behind, _run(words, behind, cued=True, small=plain in _SHORT_TITLES))
    elif plain in ROLES:
        yield from _named(words, behind, _run(words, behind, gaps=_AFTER_ROLE))
    elif word.text in RELATIVES:
        small = behind < len(words) and words[behind].gap in (" ", ", ")
        yield from _named(words, behind, _run(words, behind, gaps=_AFTER_RELATIVE, small=small))
    elif plain in _CALLED or plain in _NAME_FIELDS:
        yield from _after_called(words, index)
    if word.capital:
        yield from _before_relation(words, index)
        yield from _surname_first(words, index)
        yield from _spelt_capitals(words, index)


def _named(words: Sequence[Word], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span up to ``end`` (exclusive) unless it is empty or a rank without a name."""
    rank_alone = end == first + 1 and words[first].plain.rstrip(".") in RANKS
    if end > first and not rank_alone:
        yield first, end - 1


def _run(
    words: Sequence[Word],
    first: int,
    *,
    gaps: tuple[str, ...] = (" ", ". ", "\n"),
    cued: bool = False,
    small: bool = False,
) -> int:
    """Return the index behind the last word of the name that begins at ``first``; ``first`` if none does.

    ``cued`` says that a title stands in front: then an everyday word is a name as well (``Mr Green``).
    ``small`` lets a name without capitals pass when the word is unknown (``her son tariq``).
    """
    at = first
    while at < len(words) and at - first < _LONGEST_NAME:
        initial = at > first and len(words[at - 1].text) == 1
        allowed = gaps if at == first else (" ", "-", "\n", ". ", ".") if initial else (" ", "-", "\n")
        if words[at].gap not in allowed or not _fits(words, at, first, cued=cued, small=small):
            break
        at += 1
    while at > first and words[at - 1].plain in PARTICLES:
        at -= 1
    return at + _is_surname(words, at) if at > first else at


def _is_surname(words: Sequence[Word], at: int) -> bool:
    """Tell whether an everyday word ends a name begun before it: ``Rhys Placeholder``."""
    return (
        at < len(words)
        and words[at].gap == " "
        and words[at].shape == "Capital"
        and words[at - 1].capital
        and len(words[at].text) > 1
        and kind_of(words[at].plain) == "common"
    )


def _fits(words: Sequence[Word], at: int, first: int, *, cued: bool, small: bool) -> bool:
    word = words[at]
    if word.plain in PARTICLES and at + 1 < len(words) and words[at + 1].capital and word.shape == "small":
        return True
    kind = kind_of(word.plain)
    if word.shape == "small":
        return small and at == first and kind == "unknown" and len(word.text) > 2
    if len(word.text) == 1:
        return at + 1 < len(words) and words[at + 1].capital and words[at + 1].gap in (" ", ". ", ".")
    if cued and at == first and word.text in MONTHS_THAT_ARE_NAMES:
        return True
    if kind == "name-like" and not cued and _goes_on_with_a_field_word(words, at):
        return False
    if kind in ("unknown", "name-like"):
        return not (kind == "name-like" and not cued and at == first and _is_auxiliary(words, at))
    return cued and at == first and kind == "common" and words[at].gap == " " and word.shape == "Capital"


def _goes_on_with_a_field_word(words: Sequence[Word], at: int) -> bool:
    """Tell ``Black Caribbean`` from a name."""
    behind = words[at + 1] if at + 1 < len(words) else None
    return behind is not None and behind.gap == " " and behind.capital and kind_of(behind.plain) == "field"


def _is_auxiliary(words: Sequence[Word], at: int) -> bool:
    return words[at].text in ("Will", "May") and not is_spoken_of(words, at)


def _after_called(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield what stands behind ``called``, ``known as``, ``name is``, ``Surname:``."""
    first = index + 1
    while first < len(words) and words[first].text in _BETWEEN:
        first += 1
    if first >= len(words):
        return
    quoted = any(mark in words[first].gap for mark in "\"'“")
    plainly = first == index + 1 or words[first - 1].text in ("as", "is", "was")
    yield from _named(words, first, _run(words, first, gaps=_AFTER_CALLED, small=plainly and not quoted))


def _before_relation(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield ``Xyz`` of ``Xyz (brother)`` and ``Xyz (her brother)``."""
    after = index + 1
    if after < len(words) and words[after].gap == " (":
        after += words[after].text in ("her", "his", "their", "the", "my", "a")
        related = after < len(words) and words[after].plain in _BESIDE_RELATION
        if related and kind_of(words[index].plain) in ("unknown", "name-like"):
            first = index
            while first > max(0, index - 3) and follows(words, first) and _part_of_name(words[first - 1]):
                first -= 1
            yield first, index


def _surname_first(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield ``SMITH, John`` and ``Smith, John``: two words that may be names with a comma between."""
    after = index + 1
    if after >= len(words) or words[after].gap != ", " or not words[after].capital:
        return
    first, second = kind_of(words[index].plain), kind_of(words[after].plain)
    shouted = words[index].shape == "CAPITALS"
    if not shouted and (_in_a_list(words, index, index - 1) or _in_a_list(words, after + 1, after + 1)):
        return
    likely = "unknown" in (first, second) or shouted
    if likely and first in ("unknown", "name-like") and second in ("unknown", "name-like"):
        yield index, max(after, _run(words, after, gaps=(", ",)) - 1)


def _in_a_list(words: Sequence[Word], later: int, other: int) -> bool:
    """Tell whether a list goes on with another capitalised word: ``Ashford, Dartford, Dover``."""
    return other >= 0 and later < len(words) and words[later].gap == ", " and words[other].capital


def _spelt_capitals(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield ``John SMITH``: a first name and a surname in capitals, as police systems print them."""
    if index == 0 or words[index].shape != "CAPITALS" or not follows(words, index, line_end=False):
        return
    ahead = words[index - 1]
    kinds = (kind_of(ahead.plain), kind_of(words[index].plain))
    if ahead.shape == "Capital" and _part_of_name(ahead) and "field" not in kinds:
        yield index - 1, index


def _part_of_name(word: Word) -> bool:
    return word.capital and kind_of(word.plain) in ("unknown", "name-like")
