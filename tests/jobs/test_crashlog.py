from pathlib import Path

import pytest

from perfdesk.jobs import crashlog, installation
from perfdesk.jobs.crashlog import excepthook, log_path, message, write_down


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installation, "state_folder", lambda: tmp_path / "state")
    return tmp_path / "state"


def error() -> BaseException:
    with pytest.raises(ValueError, match="局") as caught:
        fail()
    return caught.value


def fail() -> None:
    raise ValueError("局\ud800")


def test_errors_are_written_down_one_after_the_other(home: Path) -> None:
    assert write_down(error()) == write_down(error()) == log_path() == home / "errors.log"
    text = log_path().read_text(encoding="utf-8")
    assert text.count(r"ValueError: 局\ud800") == 2
    assert text.count("Traceback") == 2
    assert "perfdesk 0." in text


def test_a_long_log_is_begun_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crashlog, "MAX_BYTES", 100)
    for _ in range(3):
        write_down(error())
    assert sorted(item.name for item in home.iterdir()) == ["errors.log", "errors.old.log"]
    assert log_path().read_text(encoding="utf-8").count("Traceback") == 1


def test_a_log_that_cannot_be_written(home: Path) -> None:
    home.write_text("in the way", encoding="utf-8")
    assert write_down(error()) is None
    assert "详细记录" not in message(None)


def test_hook(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        excepthook(ValueError, error(), None)
    assert caught.value.code == 70
    assert capsys.readouterr().err == (
        f"程序出现意外错误，已停止；您的文件没有受到影响。详细记录在 {log_path()}，请发给技术支持\n"
    )


def test_hook_and_an_interruption(home: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert caught.value.code == 130
    assert not log_path().exists()
