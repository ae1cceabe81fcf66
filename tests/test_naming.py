"""Whom the public minutes name, as the office set it once in its panel.toml."""

from pathlib import Path
from typing import Any

import pytest
from command_line import WORDS, inside
from making import PASSPHRASE

from panelroom import acts
from panelroom.bookcase import book_key, reading, writing
from panelroom.desk import Desk
from panelroom.errors import BadFile
from panelroom.naming import Naming, read_naming
from panelroom.resources import data_dir

SAMPLE = data_dir("sample_cases")
WANTED = "\n[publication]\nname_chair = true\n"


def settings(folder: Path, text: str) -> Path:
    path = folder / "panel.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nobody_is_named_unless_the_file_says_so(tmp_path: Path) -> None:
    assert read_naming(settings(tmp_path, WANTED)).name_chair
    for text in ("", "[publication]\n", "[publication]\nname_chair = false\n"):
        assert read_naming(settings(tmp_path, text)) == Naming()
    assert read_naming(tmp_path / "roster.csv") == Naming()


@pytest.mark.parametrize(
    "text",
    [
        "[publication]\nname_chair = 'yes'",
        "[publication]\nname_chair = 1",
        "[publication]\nname_all = true",
        "publication = 3",
        "[[",
    ],
)
def test_what_the_file_gets_wrong_is_one_sentence_and_names_nobody(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_naming(settings(tmp_path, text))
    assert "\n" not in str(refusal.value) and "panel.toml" in str(refusal.value)


def closed_book(capsys: pytest.CaptureFixture[str], folder: Path, setting: str) -> Path:
    """A closed meeting whose office wrote ``setting`` into its panel.toml."""
    roster = (SAMPLE / "panel.toml").read_text(encoding="utf-8")
    book, panel = folder / "a.book", settings(folder, roster + setting)
    (folder / WORDS).write_text(PASSPHRASE, encoding="utf-8")
    made = inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", SAMPLE, "--ref", "A", "--date",
        "2026-05-12", "--roster", panel, "--book", book, "--passphrase-file", folder / WORDS,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with writing(book, book_key(book, PASSPHRASE)) as session:
        session.do(acts.MarkPresent(member="chair"))
        session.do(acts.CloseMeeting())
    return book


@pytest.mark.heavy
def test_a_book_keeps_it_and_the_option_has_the_last_word(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = closed_book(capsys, tmp_path, WANTED)
    with reading(book, book_key(book, PASSPHRASE)) as held:
        assert Desk(held).naming() == Naming(name_chair=True)
        assert b"name_chair" not in b"".join(row.body for row in held.rows())

    def named(*option: Any) -> bool:
        done = inside(
            capsys, "export", book, "--to", tmp_path / "out", *option, "--passphrase-file", tmp_path / WORDS
        )
        assert done.returncode == 0, done.stderr
        return "A. Chair" in (tmp_path / "out/public/minutes.html").read_text(encoding="utf-8")

    assert (named(), named("--no-name-chair"), named("--name-chair")) == (True, False, True)
