"""The command line as it is used: a process of its own, with files, pipes and exit codes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from perfdesk import __version__
from perfdesk.checks.accepting import acceptance
from perfdesk.cli.arguments import in_chinese
from perfdesk.dossier.edits import Accept, together
from perfdesk.jobs.check import check_dossier
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from tests.jobs import real
from tests.template.good_pack import good_files, write_pack

START = [sys.executable, "-m", "perfdesk"]
VALUES: dict[str, Any] = {
    "pack": "lukou-2026",
    "unit_name": "示例局",
    "year": 2026,
    "forms": [
        {"template": "project", "values": {"project_name": "甲", "amount": "10"}},
        {"template": "project", "values": {"project_name": "乙", "amount": ""}},
    ],
}


def run(*words: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*START, *words],
        cwd=cwd,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def did(*words: str | Path, cwd: Path) -> str:
    """What a command that must succeed prints."""
    done = run(*words, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier, made of values by the command line itself."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "values.json").write_text(json.dumps(VALUES), encoding="utf-8")
    did("new", "--values", "values.json", "-o", "a.perfdesk", cwd=folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, made: Path) -> Path:
    """A folder with values, the dossier made of them, and things that get in the way."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.txt").write_text("文字", encoding="utf-8")
    return tmp_path


# ---- what it does ----


def test_version(tmp_path: Path) -> None:
    assert did("--version", cwd=tmp_path) == f"绩效目标填报 {__version__}\n"


@pytest.mark.parametrize("verb", ["", "new", "show", "check", "export", "packs", "demo"])
def test_help_is_chinese(tmp_path: Path, verb: str) -> None:
    text = did(*filter(None, [verb]), "--help", cwd=tmp_path)
    assert text.startswith(f"用法：perfdesk {verb}".rstrip())
    for word in ("usage", "options", "argument", "help message", "required"):
        assert word not in text


def test_values_in_and_out(desk: Path) -> None:
    assert json.loads(did("show", "a.perfdesk", "--json", cwd=desk)) == VALUES
    (desk / "b.json").write_bytes(b"\xef\xbb\xbf" + (desk / "values.json").read_bytes())
    assert did("new", "--values", "b.json", "-o", "b.perfdesk", cwd=desk) == "b.perfdesk\n"
    assert json.loads(did("show", "b.perfdesk", "--json", cwd=desk)) == VALUES


@pytest.mark.parametrize("path", [*real.FILES, real.SAMPLE], ids=lambda path: path.stem)
def test_real_forms(tmp_path: Path, path: Path) -> None:
    did("new", "--values", path, "-o", "a.perfdesk", cwd=tmp_path)
    shown = json.loads(did("show", "a.perfdesk", "--json", cwd=tmp_path))
    assert shown == json.loads(path.read_text(encoding="utf-8"))


def test_a_blank_dossier(tmp_path: Path) -> None:
    words = ("new", "--pack", "lukou-2026", "--unit", "示例局")
    did(*words, "-o", "a.perfdesk", cwd=tmp_path)
    did(*words, "--year", "2027", "-o", "b.perfdesk", cwd=tmp_path)
    first, second = load(tmp_path / "a.perfdesk"), load(tmp_path / "b.perfdesk")
    assert first.dossier.unit_name == second.dossier.unit_name == "示例局"
    assert (first.dossier.year, second.dossier.year) == (2026, 2027)
    assert [form.template for form in first.dossier.forms] == ["department", "project"]


def test_an_existing_file_is_only_replaced_on_request(desk: Path) -> None:
    before = files(desk)
    words = ("new", "--values", "values.json", "-o", "a.perfdesk")
    done = run(*words, cwd=desk)
    assert done.returncode == 2
    assert done.stderr == "a.perfdesk：已有同名的文件；请换一个名称，或加 --force 覆盖它\n"
    assert files(desk) == before
    did(*words, "--force", cwd=desk)
    assert files(desk).keys() == before.keys()


def test_show_for_a_person(desk: Path) -> None:
    assert did("show", "a.perfdesk", cwd=desk) == (
        "示例局  2026年  共 2 张表\n"
        "表样包：株洲市渌口区 2026年（lukou-2026）\n"
        "  1. 项目支出绩效目标表“甲”：已填 2/5 项，本年度绩效指标 0 行\n"
        "  2. 项目支出绩效目标表“乙”：已填 1/5 项，本年度绩效指标 0 行\n"
    )


def test_check(desk: Path) -> None:
    done = run("check", "a.perfdesk", "--json", cwd=desk)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"rule", "severity", "form", "paths", "message", "advice"} <= found[0].keys()
    text = run("check", "a.perfdesk", cwd=desk)
    assert text.returncode == 1
    assert "第 2 张表 项目支出绩效目标表“乙”（" in text.stdout
    assert "错误 R01  " in text.stdout
    did("new", "--values", real.SAMPLE, "-o", "good.perfdesk", cwd=desk)
    assert json.loads(did("check", "good.perfdesk", "--json", cwd=desk)) == []


def test_check_with_reasons(desk: Path) -> None:
    file = load(desk / "a.perfdesk")
    found = check_dossier(file.dossier, file.pack)
    edits = [
        Accept(acceptance(file.dossier, item, "以批复为准", datetime(2026, 5, 1, tzinfo=UTC)))
        for item in found.findings
        if item.severity == "error"
    ]
    dossier = together(edits).apply(file.dossier).dossier
    save(desk / "b.perfdesk", msgspec.structs.replace(file, dossier=dossier))
    done = run("check", "b.perfdesk", "--json", cwd=desk)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    reasons = [item.get("reason") for item in told if item["severity"] == "error"]
    assert reasons == ["以批复为准"] * len(edits)
    assert all("reason" not in item for item in told if item["severity"] != "error")
    text = did("check", "b.perfdesk", cwd=desk)
    assert f"{len(edits)} 个已说明理由" in text
    assert "个错误" not in text


def words_of(options: str) -> list[str]:
    return ["export", "a.perfdesk", *options.split()]


def test_export(desk: Path) -> None:
    listed = did("export", "a.perfdesk", "-o", "out/deep", cwd=desk).splitlines()
    assert len(listed) == 4
    assert sorted(listed) == sorted(f"out/deep/{name}" for name in files(desk / "out/deep"))
    one = did(*words_of("-o one --form 2 --format xlsx --format xlsx"), cwd=desk)
    assert [Path(line).suffix for line in one.splitlines()] == [".xlsx"]
    merged = did(*words_of("-o two --merged --format pdf"), cwd=desk)
    assert [Path(line).suffix for line in merged.splitlines()] == [".pdf"]
    assert (desk / merged.strip()).read_bytes().startswith(b"%PDF")


def test_demo(tmp_path: Path) -> None:
    lines = did("demo", "-o", "out", cwd=tmp_path).splitlines()
    written = [line for line in lines if line.startswith("out")]
    assert sorted(written) == sorted(f"out/{name}" for name in files(tmp_path / "out"))
    assert len(written) == 8
    assert lines[0].startswith("共 4 张表：")


# ---- packs ----


def test_packs(tmp_path: Path) -> None:
    found = json.loads(did("packs", "--json", cwd=tmp_path))
    assert {"lukou-2026", "pingluo-2026", "shifeng-2023"} <= {item["id"] for item in found}
    text = did("packs", cwd=tmp_path)
    assert "lukou-2026  株洲市渌口区 2026年\n  department  部门整体支出绩效目标表（万元）\n" in text


def test_a_locality_is_added_by_its_folder_alone(tmp_path: Path) -> None:
    write_pack(tmp_path / "more")
    assert "good  试验县 2026年" in did("packs", "--packs", "more", cwd=tmp_path)
    words = ("new", "--pack", "good", "--unit", "局", "-o", "a.perfdesk")
    assert run(*words, cwd=tmp_path).returncode == 2
    did(*words, "--packs", "more", cwd=tmp_path)
    shutil.rmtree(tmp_path / "more")
    assert "试验汇总表" in did("show", "a.perfdesk", cwd=tmp_path)


def test_the_user_s_own_folder_of_packs(tmp_path: Path) -> None:
    write_pack(tmp_path / "data/perfdesk/packs")
    done = run("packs", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "data"))
    assert (done.returncode, "good  试验县 2026年" in done.stdout) == (0, True)


def test_refresh(tmp_path: Path) -> None:
    grid = write_pack(tmp_path) / "main.grid.json"
    grid.unlink()
    done = run("packs", "--refresh", "good", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{Path('good/main.grid.json')}\n")
    assert done.stderr == "读了 2 张空表，1 个版面有变化\n"
    assert grid.read_bytes() == good_files()["main.grid.json"]


def test_a_broken_pack_does_not_hide_the_others(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "main.toml").write_bytes(b"x")
    done = run("packs", "--packs", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "表样包 good 不能使用：main.toml：TOML 写法有误" in done.stderr
    assert "lukou-2026" in done.stdout


# ---- bad input: one line, exit code 2, nothing written ----

NEW = "new --values values.json -o b.perfdesk"
BAD_ARGUMENTS = [
    ("--nope", "缺少参数：<命令>；用 perfdesk --help 查看用法"),
    ("open", "没有命令 'open'；可用的有：new、show、check、export、handin、packs、demo；"),
    ("show", "缺少参数：FILE.perfdesk；用 perfdesk show --help 查看用法"),
    ("show a.perfdesk b.perfdesk", "不认识的参数：b.perfdesk；"),
    ("show a.perfdesk --jso", "不认识的参数：--jso；"),
    ("show a.perfdesk --json=1", "参数 --json：后面不能跟值 '1'；"),
    ("new", "缺少参数：-o/--output；"),
    ("new -o", "参数 -o/--output：后面要跟一个值；"),
    ("new -o b.perfdesk", "缺少参数：--pack、--unit；或者用 --values 给出填写数据"),
    ("new --pack lukou-2026 -o b.perfdesk", "缺少参数：--unit；"),
    ("new --pack lukou-2026 --unit= -o b.perfdesk", "--unit 是空的；请写上单位名称"),
    (f"{NEW} --unit 局 --year 2026", "--values 已写明单位和年度，不能与 --unit、--year 同时使用"),
    ("new --pack lukou-2026 --unit 局 --year 26 -o b.perfdesk", "应为四位年份，实际是 '26'"),
    ("new --pack lukou-2026 --unit 局 --year 1900 -o b.perfdesk", "year：1900 不在 1990 到 2200"),
    ("new --pack lukou --unit 局 -o b.perfdesk", "没有表样包 'lukou'；可用的有：lukou-2026、"),
    ("new --values values.json -o b.xlsx", "-o b.xlsx：文件名应以 .perfdesk 结尾"),
    ("new --values values.json -o none/b.perfdesk", "none/b.perfdesk：无法保存，没有这个"),
    ("new --values values.json -o text.txt/b.perfdesk", "路径中有一段不是文件夹"),
    (f"{NEW} --packs none", "none：没有这个文件夹；请检查路径"),
    (f"{NEW} --packs folder", "folder：没有表样包（含 pack.toml 的文件夹）；请检查路径"),
    ("new --values none.json -o b.perfdesk", "none.json：读取：没有这个文件或文件夹；请检查路径"),
    ("new --values folder -o b.perfdesk", "folder：读取：这是一个文件夹；"),
    ("new --values text.txt -o b.perfdesk", "text.txt：第 1 行第 1 列：这里缺少内容；"),
    ("new --values a.perfdesk -o b.perfdesk", "a.perfdesk：第 1 行：不是 UTF-8 编码；"),
    ("show none", "none：没有这个文件或文件夹；请检查路径"),
    ("show folder", "folder：这是一个文件夹；请指定其中的 .perfdesk 文件"),
    ("show text.txt", "text.txt：不是绩效目标填报的套表文件；请选择扩展名为 .perfdesk 的文件"),
    ("check none --json", "none：没有这个文件或文件夹；"),
    ("check values.json", "values.json：不是绩效目标填报的套表文件；"),
    ("export a.perfdesk", "缺少参数：-o/--output；"),
    ("export none -o out", "none：没有这个文件或文件夹；"),
    ("export a.perfdesk -o out --form 3", "没有第 3 张表；这套表共 2 张"),
    ("export a.perfdesk -o out --form 1 --form 9", "没有第 9 张表；这套表共 2 张"),
    ("export a.perfdesk -o out --form 0", "参数 --form：应为从 1 开始的整数，实际是 '0'；"),
    ("export a.perfdesk -o out --form 一", "参数 --form：应为从 1 开始的整数，实际是 '一'；"),
    ("export a.perfdesk -o out --format doc", "'doc'；可用的有：pdf、xlsx"),
    ("export a.perfdesk -o text.txt", "-o text.txt：这是一个文件，不是文件夹；请换一个文件夹"),
    ("export a.perfdesk -o text.txt/out", "text.txt/out"),
    ("demo", "缺少参数：-o/--output；"),
    ("demo -o text.txt", "-o text.txt：这是一个文件，不是文件夹；"),
    ("packs --refresh folder", "folder：没有表样包"),
    ("packs --packs none", "none：没有这个文件夹；"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), BAD_ARGUMENTS)
def test_bad_arguments(desk: Path, line: str, words: str) -> None:
    before = files(desk)
    done = run(*line.split(), cwd=desk)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert files(desk) == before


def with_form(**values: object) -> str:
    return json.dumps(VALUES | {"forms": [{"template": "project", "values": values}]})


BAD_VALUES = [
    ('{"pack": "lukou-2026"\n "year": 2026}', "第 2 行第 2 列：前面缺少逗号或括号；"),
    ("[]", "整个文件：应为对象，实际是列表 […]；"),
    ("{}", "pack：没有写明表样包；"),
    (json.dumps(VALUES | {"pack": "lukou"}), '没有表样包 "lukou"；是不是 lukou-2026'),
    (json.dumps(VALUES | {"year": "2026"}), "year：应为整数，实际是文字"),
    (with_form(amount=10.5), 'forms[0].values.amount：应为文字，实际是数字 10.5；加上英文双引号'),
    (with_form(amuont="1"), '不认识的项 "amuont"；是不是 amount（年度本级预算金额）'),
    (with_form(annual_goal="\ud800"), "forms[0].values.annual_goal：有不完整的字符"),
    ('{"pack": "lukou-2026", "pack": "lukou-2026"}', '最外层："pack" 写了两次；只留一个'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), BAD_VALUES)
def test_bad_values(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    done = run("new", "--values", "bad.json", "-o", "a.perfdesk", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert list(files(tmp_path)) == ["bad.json"]


def test_several_problems_are_a_list(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(with_form(amount=1, period=2, x="3"), encoding="utf-8")
    done = run("new", "--values", "bad.json", "-o", "a.perfdesk", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert lines[0] == "bad.json：共 3 处问题"
    assert [line.split("：")[0] for line in lines[1:]] == [
        "  1. forms[0].values",
        "  2. forms[0].values.amount",
        "  3. forms[0].values.period",
    ]


def test_values_on_standard_input(desk: Path) -> None:
    shown = subprocess.run(
        [*START, "show", "a.perfdesk", "--json"], cwd=desk, check=True, capture_output=True
    )
    subprocess.run(
        [*START, "new", "--values", "/dev/stdin", "-o", "b.perfdesk"],
        cwd=desk,
        check=True,
        input=shown.stdout,
    )
    assert json.loads(did("show", "b.perfdesk", "--json", cwd=desk)) == VALUES


# ---- pipes, locales, interruptions ----

LOCALES = [
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "gbk"},
    {"PYTHONIOENCODING": "ascii:strict"},
]


@pytest.mark.parametrize("env", LOCALES, ids=lambda env: "-".join(env.values()))
def test_pipes_get_utf_8(desk: Path, env: dict[str, str]) -> None:
    if "LC_ALL" in env and not sys.prefix.isascii():
        pytest.skip("Python itself does not start from such a folder in this locale")
    assert run("show", "a.perfdesk", cwd=desk, **env).stdout.startswith("示例局  2026年")
    done = run("show", "none", cwd=desk, **env)
    assert done.stderr == "none：没有这个文件或文件夹；请检查路径\n"


def test_names_that_are_no_text(desk: Path) -> None:
    name = os.fsdecode(b"\xff.perfdesk")
    (desk / "a.perfdesk").rename(desk / name)
    words = [*START, "new", "--values", "values.json", "-o", os.fsdecode(b"\xfe.perfdesk")]
    done = subprocess.run(words, cwd=desk, capture_output=True, check=True)
    assert done.stdout == b"\xfe.perfdesk\n"
    did("show", "--json", name, cwd=desk)
    missing = run("show", os.fsdecode(b"\xfd"), cwd=desk)
    assert missing.returncode == 2
    assert missing.stderr == "\\udcfd：没有这个文件或文件夹；请检查路径\n"


def test_a_reader_that_has_gone(desk: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [*START, "show", "a.perfdesk", "--json"]
    done = subprocess.run(
        words, cwd=desk, stdout=writing, stderr=subprocess.PIPE, check=False, encoding="utf-8"
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk(desk: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*START, "show", "a.perfdesk", "--json"],
            cwd=desk,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
        )
    assert (done.returncode, done.stderr) == (2, "磁盘空间不足；请清理磁盘或换一个位置\n")


@pytest.mark.skipif(os.name != "posix", reason="named pipes and signals of POSIX")
def test_an_interruption(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.json")
    words = [*START, "new", "--values", "slow.json", "-o", "a.perfdesk"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell lets its background jobs, and so these tests, ignore interruptions.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as child:
        # It has come to reading once this can be opened for writing.
        with (tmp_path / "slow.json").open("w", encoding="utf-8"):
            time.sleep(0.05)
            child.send_signal(signal.SIGINT)
            assert child.wait() == 130
        assert child.stderr is not None
        assert child.stderr.read() == "已取消\n"
    assert list(files(tmp_path)) == ["slow.json"]


CRASH = """
import sys
from perfdesk.__main__ import main
from perfdesk.storage import read
def load(path): raise RuntimeError("unforeseen")
read.load = load
sys.exit(main(["show", "a.perfdesk"]))
"""


def test_an_error_that_nobody_foresaw(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH],
        cwd=desk,
        env=os.environ | {"XDG_STATE_HOME": str(desk / "state")},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    log = desk / "state/perfdesk/errors.log"
    assert done.returncode == 70
    assert done.stderr == (
        f"程序出现意外错误，已停止；您的文件没有受到影响。详细记录在 {log}，请发给技术支持\n"
    )
    assert "RuntimeError: unforeseen" in log.read_text(encoding="utf-8")


# ---- what is loaded ----

LOADED = """
import sys
from perfdesk.__main__ import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("--version", "msgspec platformdirs zipfile openpyxl reportlab"),
        ("show a.perfdesk --json", "openpyxl reportlab perfdesk.checks.engine perfdesk.layout"),
        ("check a.perfdesk", "openpyxl reportlab perfdesk.layout perfdesk.export"),
        ("packs", "openpyxl reportlab perfdesk.layout"),
    ],
)
def test_verbs_load_only_what_they_need(desk: Path, line: str, absent: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *line.split()],
        cwd=desk,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint({*absent.split(), "PySide6"})


# ---- the words of argparse that are not met above ----


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("argument --x: expected at least one argument", "参数 --x：后面至少要跟一个值"),
        ("argument --x: not allowed with argument --y", "参数 --x：不能与 --y 同时使用"),
        ("one of the arguments --x --y is required", "要给出其中一个：--x --y"),
        ("argument verb: invalid choice: 'x' (choose from a, b)", "没有命令 'x'；可用的有：a、b"),
        ("something new", "something new"),
    ],
)
def test_argparse_in_chinese(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese
