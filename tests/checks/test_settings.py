"""An office's settings: read, applied, and refused with the line or key and what is allowed."""

from pathlib import Path

import pytest

from panelroom.checks import CheckSettings, check_text, load_settings
from panelroom.checks.templates import pattern_of
from panelroom.errors import BadFile


def written(folder: Path, text: str, name: str = "checks.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_its_own_and_a_table_in_another(tmp_path: Path) -> None:
    own = 'reference_formats = ["AB-9999"]\nallowed_sites = ["https://www.Our-Panel.example/"]\n'
    first = load_settings(written(tmp_path, own))
    second = load_settings(written(tmp_path, f"[other]\nx = 1\n[checks]\n{own}", "panel.toml"))
    assert first == second
    assert first.reference_formats == ("AB-9999",) and first.allowed_sites == ("our-panel.example",)


def test_a_panel_file_without_the_table_changes_nothing(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "quorum = 4\n", "panel.toml")) == CheckSettings()


def test_they_are_applied() -> None:
    text = "Ref QX-1234 and QX-5555; call 01632 960123 or 01632 960124; see example.net and example.org."
    settings = CheckSettings(
        reference_formats=("QX-9999",),
        allowed_references=("QX-5555",),
        allowed_phones=("+44 1632 960123",),
        allowed_sites=("example.net",),
    )
    assert [text[f.start : f.end] for f in check_text([(1, text)], settings)] == [
        "QX-1234",
        "01632 960124",
        "example.org",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reference_formats = [", "write name ="),
        ("a = 1\nb = = 2\n", "line 2"),
        ("colour = 1\n", "key colour"),
        ('allowed_sites = "gov.uk"\n', "write a list of texts"),
        ("allowed_words = [1]\n", "key allowed_words, entry 1"),
        ('reference_formats = ["99/99", "(a+)+$"]\n', "key reference_formats, entry 2"),
        ('allowed_phones = ["abc"]\n', "3 to 15 digits"),
        ('allowed_sites = ["no site"]\n', "report-it.org.uk"),
        ("[checks]\ncolour = 1\n", "key colour"),
        ("checks = 3\n", "write [checks]"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=r"^checks\.toml") as refused:
        load_settings(written(tmp_path, text))
    assert said in str(refused.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"a = '\xff'")
    for name in ("none.toml", "latin.toml"):
        with pytest.raises(BadFile, match=name):
            load_settings(tmp_path / name)
    with pytest.raises(BadFile, match="larger"):
        load_settings(written(tmp_path, "#" * 300_000))


@pytest.mark.parametrize(
    ("template", "fits", "does_not"),
    [
        ("99/99999/99", "12/34567/25", "12/3456/25"),
        ("99*999999", "25*123456", "25x123456"),
        ("AA99A?", "ab12", "ab123"),
        ("CR #/99", "CR 1/25", "CR /25"),
        ("9.9", "1.2", "1x2"),
    ],
)
def test_the_language_of_formats(template: str, fits: str, does_not: str) -> None:
    import re

    pattern = re.compile(pattern_of(template), re.IGNORECASE)
    assert pattern.fullmatch(fits) and not pattern.fullmatch(does_not)
