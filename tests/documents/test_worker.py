"""One file in: the limited child process, and the one sentence where it cannot be read."""

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from panelroom.documents import limits, worker
from panelroom.documents.read import read_document
from panelroom.errors import BadFile


def simple_pdf(*lines: str) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    for n, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * n, line)
    canvas.save()
    return kept.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_pdf_is_read_with_its_fingerprint_and_anchors(tmp_path: Path) -> None:
    path = put(tmp_path, "log.pdf", simple_pdf("Report of the incident"))
    imported = read_document(path)
    assert imported.kind == "pdf" and imported.pages == 1
    assert [(b.anchor, b.text) for b in imported.blocks] == [("p1¶1", "Report of the incident")]
    assert imported.importer.startswith("panelroom ") and "PDFium" in imported.importer
    assert len(imported.sha256) == 64 and imported.findings == ()


def test_characters_that_deceive_are_told_with_their_count(tmp_path: Path) -> None:
    path = put(tmp_path, "log.txt", "a\u200bb\u200bc \x1b[2Jd p\u0430per <b>e".encode())
    assert [(each.id, each.severity, each.sample) for each in read_document(path).findings] == [
        ("TXT-CONFUSABLE", "AUTO", "1 in the text"),
        ("TXT-CONTROL", "AUTO", "1 in the text"),
        ("TXT-INVISIBLE", "AUTO", "2 in the text"),
        ("TXT-MARKUP", "AUTO", "1 in the text"),
    ]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = put(tmp_path, "log.pdf", simple_pdf("One", "Two"))
    assert read_document(path) == read_document(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ", "not a kind of file that is read"),
        ("a.pdf", b"PK\x03\x04 not a pdf", "not what its name says"),
        ("a.docx", b"%PDF-1.7 not a word file", "not what its name says"),
        ("a.png", b"\xff\xd8\xff\xe0 a jpeg", "not what its name says"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "cannot be read"),
        ("a.pdf", simple_pdf("x")[:200], "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = put(tmp_path, name, data)
    with pytest.raises(BadFile) as refused:
        read_document(path)
    assert says in str(refused.value) and name in str(refused.value) and "\n" not in str(refused.value)
    assert path.read_bytes() == data


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    for name in ("none.pdf", "folder.pdf", "pipe.pdf"):
        with pytest.raises(BadFile, match="no file"):
            read_document(tmp_path / name)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(limits.MOST_BYTES + 1)
    with pytest.raises(BadFile, match="larger than 50 MB"):
        read_document(path)


def test_an_escape_sequence_in_a_file_name_does_not_reach_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        read_document(tmp_path / "a\x1b]52;c;x\x07.pdf")
    assert str(refused.value).isprintable()


def test_a_pdf_that_aborts_pdfium_is_one_sentence(tmp_path: Path) -> None:
    loop = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    with pytest.raises(BadFile, match="cannot be read"):
        read_document(put(tmp_path, "loop.pdf", loop + b"trailer<</Root 1 0 R>>\n%%EOF"))


def test_a_parse_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_CHILD", "idle_child")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    with pytest.raises(worker.NoAnswer, match="too long"):
        worker.ask_child("pdf", b"never")


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_CHILD", "idle_child")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(limits, "MOST_OUTPUT", 2**20)
    with pytest.raises(worker.NoAnswer, match="more text and pictures"):
        worker.ask_child("pdf", b"talk")


def test_the_child_cannot_write_files_or_take_all_memory(tmp_path: Path) -> None:
    if not limits.memory_is_limited():
        pytest.skip("this system does not limit memory")
    program = (
        "import sys\n"
        "from panelroom.documents.limits import limit_this_process\n"
        "limit_this_process()\n"
        "try:\n    open(sys.argv[1], 'wb', 0).write(b'case text')\n    print('written')\n"
        "except OSError:\n    print('no file')\n"
        "try:\n    bytearray(2**30)\n    print('taken')\n"
        "except MemoryError:\n    print('no memory')\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "leak")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["no file", "no memory", ""]


def test_the_child_gets_no_switch_that_records(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL_LOG", "PYTHONINSPECT", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PYTHONPATH", "relative")
    environment = worker.child_environment()
    assert not {"TEXTUAL_LOG", "PYTHONINSPECT", "PYTHONSTARTUP"} & set(environment)
    assert Path(environment["PYTHONPATH"]).is_absolute()


def test_the_child_loads_neither_screens_nor_keys_nor_writers() -> None:
    program = (
        "import sys, panelroom.documents.child, panelroom.documents.pdf_reading\n"
        "print(*{m.split('.')[0] for m in sys.modules} & {'textual', 'cryptography', 'reportlab', 'ruamel', 'rich'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_threads_may_read_at_the_same_time(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{n}.pdf", simple_pdf(f"Page of thread {n}")) for n in range(4)]
    texts = dict.fromkeys(paths, "")

    def read(path: Path) -> None:
        texts[path] = read_document(path).text

    threads = [threading.Thread(target=read, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(texts.values()) == [f"Page of thread {n}" for n in range(4)]


@pytest.mark.parametrize(("pages", "seconds"), [(1, 30), (50, 30), (51, 60), (500, 300), (10**6, 300)])
def test_the_time_grows_with_the_pages_up_to_a_limit(pages: int, seconds: float) -> None:
    assert limits.seconds_for(pages) == seconds
