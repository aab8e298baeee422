"""报送: the folder or zip with all its files, whole or not at all; nothing personal in public."""

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import msgspec
import openpyxl
import pdfplumber
import pytest

from perfdesk.dossier.state import Dossier, FinalEvent
from perfdesk.errors import PerfdeskError
from perfdesk.export.files import write_file
from perfdesk.jobs import handin
from perfdesk.jobs.create import dossier_from_values, new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.handin import HandinRequest, cautions, hand_in, handin_name, plan
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from tests.jobs import real
from tests.jobs.test_public import shifeng

NAME = "示例县商务局2026年绩效目标表"


@pytest.fixture(scope="module")
def sample() -> OpenFile:
    return open_sample()


@pytest.fixture(scope="module")
def personal() -> OpenFile:
    pack = real.pack("shifeng-2023")
    return OpenFile(dossier_from_values(shifeng(), pack), pack)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def text_of(path: Path) -> str:
    """All that a file says, its properties included."""
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            pages = [page.extract_text() for page in pdf.pages]
            return "\n".join([*pages, *map(str, pdf.metadata.values())])
    with zipfile.ZipFile(path) as archive:
        return "\n".join(
            re.sub(r"<[^>]*>", "", archive.read(n).decode()) for n in archive.namelist()
        )


def test_folder(sample: OpenFile, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def tell(done: int, of: int, now: str) -> bool:
        told.append((done, of, now))
        return True

    report = hand_in(sample, HandinRequest(tmp_path), tell)
    assert report.place == tmp_path / NAME
    written = names(report.place)
    assert [name for name in written if name.startswith("0")] == [
        f"{stem}.{kind}"
        for stem in (
            "00-目录",
            "01-部门整体支出绩效目标表",
            "02-项目支出绩效目标表-城乡促消费活动经费",
            "03-项目支出绩效目标表-村级寄递物流服务站点建设补助",
            "04-项目支出绩效目标表-精准招商工作经费",
        )
        for kind in ("docx", "pdf", "xlsx")
    ]
    assert written[15:] == [f"{NAME}.perfdesk", f"{NAME}（合订本）.pdf"]
    assert sorted(path.name for path in report.files) == written
    assert (report.notes, report.cancelled) == ((), False)
    assert [(done, of) for done, of, _ in told] == [(i, 17) for i in range(18)]
    assert {now for _, _, now in told[1:]} == set(written)
    assert names(tmp_path) == [NAME]
    opened = load(report.place / f"{NAME}.perfdesk")
    assert (opened.dossier, opened.id) == (sample.dossier, sample.id)


def test_the_contents_tell_the_pages(sample: OpenFile, tmp_path: Path) -> None:
    """The page that the 目录 names is the page of the bound PDF where the form begins."""
    place = hand_in(sample, HandinRequest(tmp_path)).place
    book = openpyxl.load_workbook(place / "00-目录.xlsx")
    rows = [[cell for cell in row if cell is not None] for row in book.worksheets[0].values]
    listed = [list(map(str, row)) for row in rows if row and isinstance(row[0], int)]
    assert [row[0] for row in listed] == ["1", "2", "3", "4"]
    with pdfplumber.open(place / f"{NAME}（合订本）.pdf") as pdf:
        assert "目" in pdf.pages[0].extract_text()
        for row, form in zip(listed, sample.dossier.forms, strict=True):
            text = pdf.pages[int(row[-1]) - 1].extract_text()
            assert f"2026年{row[1]}" in text
            name = form.get("project_name")
            assert name in text
            assert row[2:-2] == ([name] if name else [])
        assert sum(int(row[-2]) for row in listed) == len(pdf.pages) - 1
    document = docx.Document(str(place / "00-目录.docx"))
    cells = {id(cell._tc): cell.text for cell in document.tables[0].rows[1].cells}
    first = list(cells.values())
    assert first == ["1", "部门整体支出绩效目标表", "", "2", "2"]


def test_long_contents(tmp_path: Path) -> None:
    """A 目录 of several pages counts itself."""
    sample = open_sample()
    form = sample.dossier.forms[1]
    forms = tuple(msgspec.structs.replace(form, id=f"f{i}") for i in range(60))
    many = OpenFile(msgspec.structs.replace(sample.dossier, forms=forms), sample.pack)
    place = hand_in(many, HandinRequest(tmp_path, ("pdf",), own_file=False)).place
    assert len(names(place)) == 62
    assert names(place)[2].endswith("（2）.pdf") or names(place)[1] != names(place)[2]
    with pdfplumber.open(place / f"{NAME}（合订本）.pdf") as pdf:
        own = len(pdf.pages) - 60
        assert own >= 2
        last = pdf.pages[own - 1].extract_text().splitlines()
        assert any(line.startswith("60") and line.endswith(f"1 {own + 60}") for line in last)


def test_zip(sample: OpenFile, tmp_path: Path) -> None:
    report = hand_in(sample, HandinRequest(tmp_path, zipped=True))
    assert report.files == (tmp_path / f"{NAME}.zip",)
    assert names(tmp_path) == [f"{NAME}.zip"]
    with zipfile.ZipFile(report.place) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    assert len(infos) == 17
    assert {info.filename.partition("/")[0] for info in infos} == {NAME}
    # Bit 11: the name is UTF-8. Without it Windows shows it in the system's own code page.
    assert all(info.flag_bits & 0x800 for info in infos)


# ---- the public version ----


def test_public_version_says_nothing_personal(personal: OpenFile, tmp_path: Path) -> None:
    place = hand_in(personal, HandinRequest(tmp_path, public=True)).place
    assert place.name == "示例区商务局2023年绩效目标表（公开版）"
    written = names(place)
    assert len(written) == 16
    assert all("公开版" in name for name in written)
    assert not any(name.endswith(".perfdesk") for name in written)
    for name in written:
        text = text_of(place / name)
        for said in ("周明", "0000-1234567", "28881234", "手机13812345678"):
            assert said not in text, (name, said)
        assert "python" not in text
    assert "公开版" in text_of(place / "00-目录（公开版）.pdf")
    assert "13812345678元" in text_of(place / "01-部门整体支出绩效目标表（公开版）.pdf")
    # The full version says them all.
    full = hand_in(personal, HandinRequest(tmp_path)).place
    for kind in ("pdf", "xlsx", "docx"):
        text = text_of(full / f"01-部门整体支出绩效目标表.{kind}")
        assert {"周明", "0000-1234567", "28881234"} <= set(
            re.findall("周明|0000-1234567|28881234", text)
        )


def test_properties_name_no_person(personal: OpenFile, tmp_path: Path) -> None:
    """Whoever made the blank stands in its properties; only the unit may stand in ours."""
    place = hand_in(personal, HandinRequest(tmp_path, public=True)).place
    for path in place.glob("*.xlsx"):
        found = openpyxl.load_workbook(path).properties
        assert found.creator == "示例区商务局"
        assert not found.lastModifiedBy
    for path in place.glob("*.docx"):
        core = docx.Document(io.BytesIO(path.read_bytes())).core_properties
        assert (core.author, core.last_modified_by) == ("示例区商务局", "")
    for path in place.glob("*.pdf"):
        with pdfplumber.open(path) as pdf:
            assert pdf.metadata["Author"] == "示例区商务局"


def test_a_project_named_after_a_person(tmp_path: Path) -> None:
    """File names are made of the public version's texts too."""
    data = shifeng()
    data["forms"][2]["values"]["direction_name"] = "周明工作室补助"
    pack = real.pack("shifeng-2023")
    file = OpenFile(dossier_from_values(data, pack), pack)
    place = hand_in(file, HandinRequest(tmp_path, ("pdf",), public=True)).place
    assert not any("周明" in name for name in names(place))
    assert any("工作室补助" in name for name in names(place))


# ---- what is there already, what goes wrong ----


def test_nothing_is_written_over_unasked(sample: OpenFile, tmp_path: Path) -> None:
    request = HandinRequest(tmp_path, ("xlsx",))
    place = hand_in(sample, request).place
    mine = place / "01-部门整体支出绩效目标表.xlsx"
    mine.write_bytes(b"signed")
    (place / "盖章扫描件.pdf").write_bytes(b"scan")
    with pytest.raises(PerfdeskError, match="已有同名的文件"):
        hand_in(sample, request)
    assert mine.read_bytes() == b"signed"
    report = hand_in(sample, msgspec.structs.replace(request, overwrite=True))
    assert mine.read_bytes()[:2] == b"PK"
    assert (place / "盖章扫描件.pdf").read_bytes() == b"scan"
    assert report.notes == ("文件夹里还有 1 个不属于这次报送的文件，请核对：盖章扫描件.pdf",)
    # Other formats beside them: nothing to ask.
    assert (
        plan(
            sample.dossier, sample.pack, HandinRequest(tmp_path, ("docx",), own_file=False)
        ).present()
        == ()
    )
    hand_in(sample, HandinRequest(tmp_path, zipped=True))
    with pytest.raises(PerfdeskError, match="zip"):
        hand_in(sample, HandinRequest(tmp_path, zipped=True))


@pytest.mark.parametrize("stop", [0, 1, 9, 16])
@pytest.mark.parametrize("zipped", [False, True])
def test_stopped(sample: OpenFile, tmp_path: Path, stop: int, zipped: bool) -> None:
    request = HandinRequest(tmp_path / "到这里", zipped=zipped)
    report = hand_in(sample, request, lambda done, _of, _now: done < stop)
    assert report.cancelled
    assert report.files == ()
    assert names(tmp_path / "到这里") == []


def test_a_failure_leaves_nothing(
    sample: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = hand_in(sample, HandinRequest(tmp_path)).place
    before = {path: path.read_bytes() for path in place.iterdir()}
    real_write, count = write_file, 0

    def full_disk(path: Path, data: bytes) -> None:
        nonlocal count
        count += 1
        if count == 8:
            raise PerfdeskError("磁盘空间不足")
        real_write(path, data)

    monkeypatch.setattr(handin, "write_file", full_disk)
    with pytest.raises(PerfdeskError, match="磁盘空间不足"):
        hand_in(sample, HandinRequest(tmp_path, overwrite=True))
    assert {path: path.read_bytes() for path in place.iterdir()} == before
    assert names(tmp_path) == [NAME]


def test_a_file_that_cannot_be_replaced_brings_all_back(sample: OpenFile, tmp_path: Path) -> None:
    """As on Windows, where somebody has the last file open: the others are as they were."""
    request = HandinRequest(tmp_path, ("xlsx", "docx"))
    place = hand_in(sample, request).place
    for path in place.iterdir():
        path.write_bytes(b"old")
    blocked = place / f"{NAME}.perfdesk"
    real_rename = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == blocked:
            raise PermissionError(13, "open elsewhere", str(path))
        return real_rename(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(PerfdeskError, match="没有权限"):
            hand_in(sample, msgspec.structs.replace(request, overwrite=True))
    assert {path.read_bytes() for path in place.iterdir()} == {b"old"}
    assert len(names(place)) == 11
    assert names(tmp_path) == [NAME]


def test_refused(sample: OpenFile, tmp_path: Path) -> None:
    empty = msgspec.structs.replace(sample.dossier, forms=())
    with pytest.raises(PerfdeskError, match="没有可以报送的内容"):
        hand_in(OpenFile(empty, sample.pack), HandinRequest(tmp_path))
    for formats in ((), ("doc",)):
        with pytest.raises(PerfdeskError, match="格式"):
            hand_in(sample, HandinRequest(tmp_path, formats))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PerfdeskError, match="不能写入"):
        hand_in(sample, HandinRequest(tmp_path / "file"))
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("zipped", [False, True])
def test_something_else_stands_in_its_place(sample: OpenFile, tmp_path: Path, zipped: bool) -> None:
    """A file where the folder goes, or a folder where the zip goes, stays as it is."""
    place = tmp_path / (f"{NAME}.zip" if zipped else NAME)
    if zipped:
        place.mkdir()
    else:
        place.write_bytes(b"mine")
    request = HandinRequest(tmp_path, ("docx",), zipped=zipped, overwrite=True)
    with pytest.raises(PerfdeskError, match="不能写入"):
        hand_in(sample, request)
    assert names(tmp_path) == [place.name]
    assert place.is_dir() if zipped else place.read_bytes() == b"mine"


@pytest.mark.parametrize("unit", ["甲/乙:局", "", "很长的单位名称" * 30, "..", "con"])
def test_any_unit_name(sample: OpenFile, tmp_path: Path, unit: str) -> None:
    dossier = msgspec.structs.replace(
        sample.dossier, unit_name=unit, forms=sample.dossier.forms[:1]
    )
    request = HandinRequest(tmp_path, ("docx",), public=True)
    place = hand_in(OpenFile(dossier, sample.pack), request).place
    assert place.parent == tmp_path
    assert "公开版" in handin_name(dossier, public=True)
    assert len(names(place)) == 2


# ---- before ----


def test_open_errors_are_told_before(sample: OpenFile) -> None:
    assert cautions(sample.dossier, sample.pack) == ()
    pack = real.pack("lukou-2026")
    blank = new_dossier(pack, "示例局", 2026)
    told = cautions(blank, pack)
    assert re.fullmatch("第 1 张表　部门整体支出绩效目标表：[0-9]+ 个错误没有改", told[0])
    assert told[1].startswith("第 2 张表　项目支出绩效目标表")


def test_forms_not_final_are_told_where_others_are(sample: OpenFile) -> None:
    dossier: Dossier = sample.dossier
    from datetime import UTC, datetime

    now = datetime(2026, 11, 20, tzinfo=UTC)
    final = (FinalEvent(dossier.forms[0].id, locked=True, when=now),)
    locked = msgspec.structs.replace(dossier, finals=final)
    assert cautions(locked, sample.pack) == ("有 3 张表还没有定稿",)


# ---- the command line ----


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "perfdesk", "handin", *words],
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_command(personal: OpenFile, tmp_path: Path) -> None:
    file = tmp_path / "a.perfdesk"
    save(file, personal)
    done = run(file, "-o", tmp_path / "out", "--public", "--zip", "--format", "docx")
    place = tmp_path / "out" / "示例区商务局2023年绩效目标表（公开版）.zip"
    assert (done.returncode, done.stdout.splitlines()) == (0, [str(place)])
    said = done.stderr.splitlines()
    assert "隐去：第 1 张表　填表人：姓名 周明 → 留空" in said
    assert "人名" in said[-1]
    again = run(file, "-o", tmp_path / "out", "--public", "--zip", "--format", "docx")
    assert again.returncode == 2
    assert "--force" in again.stderr.splitlines()[-1]
    forced = run(file, "-o", tmp_path / "out", "--public", "--zip", "--format", "docx", "--force")
    assert forced.returncode == 0
    bad = run(file, "-o", tmp_path / "out", "--format", "doc")
    assert (bad.returncode, "pdf、xlsx、docx" in bad.stderr) == (2, True)


def test_command_tells_of_errors(tmp_path: Path) -> None:
    pack = real.pack("lukou-2026")
    save(tmp_path / "a.perfdesk", OpenFile(new_dossier(pack, "示例局", 2026), pack))
    done = run(tmp_path / "a.perfdesk", "-o", tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("注意：第 1 张表")
    assert (tmp_path / "示例局2026年绩效目标表" / "00-目录.pdf").is_file()
