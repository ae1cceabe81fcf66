"""Ways to reach somebody: telephone numbers, e-mail and internet addresses, user names."""

import ipaddress
import re
from collections.abc import Iterator

from panelroom.checks.hits import Hit, before, digits_of, hits
from panelroom.checks.settings import CheckSettings
from panelroom.checks.vocabulary import word_set

_GAP = r"(?: ?[.\-] ?|\) ?| \(| )?"
_SLASHED_GAP = rf"(?: ?/ ?|{_GAP})"
_UK = re.compile(
    rf"(?<![\w£$€+])(?<!\d[.*-])(?:(?<=\d{{6}}/)|(?<!\d/))(?P<it>"
    rf"(?:\(?(?:\+|00) ?44\)?{_GAP}(?:\(0\){_GAP}|0)?|\(?0 ?)"
    rf"(?P<rest>[1-9](?:(?:{_SLASHED_GAP}\d){{9}}|(?:{_SLASHED_GAP}\d){{8}}))(?!\d)(?![.*-]\d)(?!/\d{{1,6}}(?!\d)))"
)
_BARE_MOBILE = re.compile(
    rf"(?<![\w£$€.*/+-])(?P<it>(?:44{_GAP})?7\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}})(?![\w*/])"
)
_ABROAD = re.compile(
    rf"(?<![\w+])(?P<it>(?:\+ ?(?!44)[1-9]|00(?!44)[1-9])(?:{_GAP}\d){{7,13}})(?![\w])(?![./*-]\d)"
)
_CUE = (
    r"(?:tel|telephone|phone|mobile|mob|landline|extension|ext|fax|whatsapp)"
    r"(?: ?(?:no|number|num|nos))?\b\.?(?: (?:is|was|on|of|at|ends|ending))?(?: in)? ?[:=.\-]? ?"
)
_CUED = re.compile(rf"\b{_CUE}(?P<it>\d{{3,11}}(?:[ -]\d{{3,4}}){{0,2}})(?![\w/:])(?![.,]\d)", re.IGNORECASE)
_SPOKEN_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_SPOKEN = re.compile(rf"\b{_SPOKEN_DIGIT}(?:[ ,-]{{1,2}}{_SPOKEN_DIGIT}){{7,}}\b", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\D*(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d\d[ ./-]\d\d)\b")
_MOBILE_CUE = re.compile(
    r"\b(?:tel|phone|mobile|mob|call|called|rang|ring|rung|number|contact|text|texted|whatsapp|from|on)\b\W*"
    r"(?:\w+ ){0,2}$"
)

_LOCAL = r"[\w.!#$%&'*+=?^`{|}~-]{1,64}"
_TOP = (
    r"(?:com|net|org|info|biz|edu|gov|uk|ie|eu|me|io|co|tv|app|dev|online|live|email|scot|wales|cymru"
    r"|london|pl|ro"
    r"|de|fr|es|it|nl|in|pk|bd|ng|gh|cn|ru|ua|lt|lv|bg|pt|tr|ir|iq|us|ca|au|nz|za|so|et|er|lk|np|example"
    r"|test|invalid)"
)
_EMAIL = re.compile(
    rf"{_LOCAL} ?@ ?(?:[\w-]+ ?\. ?(?=\w)){{1,5}}?[a-z]{{2,24}}\b(?:\.[a-z]{{2,10}}\b)*", re.IGNORECASE
)
_AT = r"(?: ?[(\[{<] ?at ?[)\]}>] ?| at )"
_DOT = r"(?: ?[(\[{<] ?dot ?[)\]}>] ?| dot |\.)"
_SPELT_EMAIL = re.compile(
    rf"\b[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}{_TOP}\b", re.IGNORECASE
)
_PLAIN_AT = re.compile(r" at [\w.-]+$", re.IGNORECASE)

_URL = re.compile(
    r"(?<![\w@.])(?P<it>(?:https?://|www\.)[^\s<>\"\x02]+"
    r"|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|info|biz|uk|ie|eu|io|co|tv|me|app|online|live|example|gg"
    r"|ly)\b"
    r"(?:/[^\s<>\"\x02]*)?)(?<![.,;:!?')\]])",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)

_AT_NAME = re.compile(r"(?<![\w.@/+-])@(?=[\w.]*[A-Za-z])[A-Za-z0-9_][\w.]{1,29}\b")
_SERVICE = (
    r"snap(?:chat)?|insta(?:gram)?|ig|tik ?tok|twitter|face ?book|fb|telegram|discord|you ?tube|steam"
    r"|xbox|psn|kik"
    r"|grindr|tinder|hinge|bumble|reddit|twitch|linked ?in|roblox|fortnite|signal|threads|whats ?app"
)
_HANDLE = re.compile(
    rf"\b(?:{_SERVICE})(?: ?(?:user ?name|user|account|handle|id|name|profile|tag|page))?"
    rf"(?: ?[:=\-] ?| (?:is|was|as|under|called|named|of) | )[\"'“(]?@?(?P<it>[a-z0-9_][\w.\-]{{2,29}})",
    re.IGNORECASE,
)
_USER_NAME = re.compile(
    r"\b(?:user ?name|user ?id|handle|screen ?name|gamer ?tag|nick ?name online|account name)(?: (?:is"
    r"|was|of))?"
    r" ?[:=\-]? ?[\"'“(]?@?(?P<it>[a-z0-9_][\w.\-]{2,29})",
    re.IGNORECASE,
)
_MADE_UP = re.compile(r"[a-z]*[\d_.]+[\w.]*\w|[a-z]+[A-Z]\w+|\d+\w*[A-Za-z]\w*")
_COLON = re.compile(r"[:=\"'“@] ?$")

_W3W = re.compile(r"(?<![/\w])/{3} ?[a-z]+\.[a-z]+\.[a-z]+\b", re.IGNORECASE)
_W3W_CUE = re.compile(
    r"\b(?:what ?3 ?words|what three words|w3w)\W{1,4}(?:(?:is|was|location|address|gives|gave) ?:? ?)?/{0,3}"
    r"(?P<it>[a-z]{3,}[. ]{1,2}[a-z]{3,}[. ]{1,2}[a-z]{3,})\b",
    re.IGNORECASE,
)
_IP4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-])(?!\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_NUMBERING = re.compile(
    r"(?:\b(?:version|ver|v|section|sections|s|ss|para|paragraph|part|rule|clause|chapter|release)\b\.? ?)$"
)


def find(text: str, settings: CheckSettings) -> Iterator[Hit]:
    """Yield every way to reach somebody in the shadow ``text`` with line ends as spaces."""
    yield from _phones(text, frozenset(settings.allowed_phones))
    yield from hits("T-EMAIL", _EMAIL, text, needs=("@",))
    yield from hits("T-EMAIL", _SPELT_EMAIL, text, _spelt, needs=("at)", "at]", "at}", "at>", "at ", " dot "))
    yield from hits("T-URL", _URL, text, lambda found: not _public(found["it"], settings.allowed_sites))
    yield from hits("T-HANDLE", _AT_NAME, text, needs=("@",))
    yield from hits("T-HANDLE", _HANDLE, text, _made_up)
    yield from hits("T-HANDLE", _USER_NAME, text, _made_up)
    yield from hits("T-W3W", _W3W, text, needs=("///",))
    yield from hits("T-W3W", _W3W_CUE, text, needs=("what", "w3w"))
    yield from hits("T-IP", _IP4, text, _address_not_numbering)
    yield from hits("T-IP", _IP6, text, lambda found: _is_ip(found[0]) and len(found[0]) > 4)


def _phones(text: str, allowed: frozenset[str]) -> Iterator[Hit]:
    def private(found: re.Match[str]) -> bool:
        national = re.sub(r"^(?:00|\+)? ?44 ?(?:\(0\))?", "0", found["it"].lstrip("("))
        return digits_of(national) not in allowed and not _DATE_LIKE.match(found["it"])

    yield from hits("T-PHONE", _UK, text, lambda found: private(found) and _uk_digits(found))
    yield from hits("T-PHONE", _ABROAD, text, private)
    yield from hits(
        "T-PHONE",
        _BARE_MOBILE,
        text,
        lambda found: private(found) and (" " in found["it"] or bool(_MOBILE_CUE.search(before(found, 40)))),
    )
    yield from hits("T-PHONE", _CUED, text, private)
    yield from hits("T-PHONE", _SPOKEN, text, needs=("zero", "oh ", "oh,", "oh-", "nought"))


def _uk_digits(found: re.Match[str]) -> bool:
    """Tell a UK number by how many digits it has and how they are grouped (Ofcom's numbering plan)."""
    national = digits_of(found["rest"])
    groups = [len(g) for g in re.findall(r"\d+", found["rest"])]
    if national[0] not in "123578" and national[0] != "9":
        return False
    if len(groups) > 1 and max(groups) > 1 and (len(groups) > 5 or min(groups[1:]) < 2):
        return False
    return len(national) == 10 or (len(national) == 9 and national[0] in "158")


def _spelt(found: re.Match[str]) -> bool:
    """Tell ``a at b dot uk`` from ``look at bbc.co.uk``: a bare "at" needs a spelt dot, or a made-up name before."""
    words = found[0].lower()
    return " dot " in words or "dot)" in words or "dot]" in words or bool(re.search(r"[(\[{<] ?at", words))


def _public(address: str, allowed: tuple[str, ...]) -> bool:
    found = _HOST.match(address)
    host = found[1].lower().rstrip(".") if found else ""
    return any(host == site or host.endswith("." + site) for site in allowed)


def _made_up(found: re.Match[str]) -> bool:
    """Tell a user name from the next word of a sentence: announced by a colon, or not shaped like a word."""
    name = found["it"].rstrip(".-")
    announced = _COLON.search(found.string[: found.start("it")][-4:]) and not name.isdigit()
    return (bool(_MADE_UP.fullmatch(name)) and not name.isdigit()) or (
        bool(announced) and name.lower() not in _NOT_NAMES
    )


_NOT_NAMES = word_set(
    "none not unknown nil the yes and comments messages post posts group n/a see his her their"
)


def _address_not_numbering(found: re.Match[str]) -> bool:
    parts = [int(p) for p in found[0].split(".")]
    if max(parts) > 255 or _NUMBERING.search(before(found, 14)):
        return False
    return max(parts) > 31 or bool(re.search(r"\bip\b|address", before(found, 30)))


def _is_ip(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
