"""Questions before closing, errors, and the question after a crash."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from perfdesk.desk.dialogs.ask import (
    Confirmation,
    ErrorMessage,
    SaveQuestion,
    ask_recovery,
    ask_save,
    show_error,
)
from perfdesk.desk.dialogs.parts import Dialog, Reader, Text
from perfdesk.desk.dialogs.recover import RecoveryQuestion, facts
from perfdesk.dossier.edits import RemoveForm, SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.demo import open_sample
from perfdesk.storage.journal import Journal
from perfdesk.storage.recovery import LeftBehind, find_left_behind
from perfdesk.storage.save import save
from tests.desk.dialogs.waiting import mnemonic

Show = Callable[[QWidget], None]
InModal = Callable[[Callable[[QWidget], None]], None]
Key = Qt.Key
Left = Qt.MouseButton.LeftButton
NOON = datetime(2026, 11, 20, 12, 5).astimezone()


def press(key: Key) -> Callable[[QWidget], None]:
    def act(window: QWidget) -> None:
        QTest.keyClick(QApplication.focusWidget() or window, key)

    return act


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (press(Key.Key_Return), "save"),
        (press(Key.Key_Escape), "cancel"),
        (lambda window: mnemonic(window, Key.Key_S), "save"),
        (lambda window: mnemonic(window, Key.Key_N), "discard"),
        (lambda window: window.close(), "cancel"),
    ],
    ids=["enter", "escape", "alt-s", "alt-n", "close"],
)
def test_save_question(in_modal: InModal, act: Callable[[QWidget], None], answer: str) -> None:
    in_modal(act)
    assert ask_save(None, "示例县商务局") == answer


def test_save_question_by_mouse(in_modal: InModal) -> None:
    def act(window: QWidget) -> None:
        assert isinstance(window, SaveQuestion)
        texts = [label.plain for label in window.findChildren(Text)]
        assert "要保存对“示例县商务局”的修改吗？" in texts
        QTest.mouseClick(window.cancel, Left)

    in_modal(act)
    assert ask_save(None, "示例县商务局") == "cancel"


def test_an_error_says_what_became_of_the_data(in_modal: InModal) -> None:
    seen: list[str] = []

    def act(window: QWidget) -> None:
        seen.extend(label.plain for label in window.findChildren(Text))
        press(Key.Key_Return)(window)

    in_modal(act)
    show_error(None, "不能保存", "磁盘空间不足", "您填写的内容仍在窗口中。")
    assert seen == ["不能保存", "磁盘空间不足", "您填写的内容仍在窗口中。"]


def test_long_and_unbreakable_texts_fit(show: Show) -> None:
    for text in (
        "\n".join(f"{i}. 第 {i} 处问题" for i in range(60)),
        "x" * 4000,
        "C:\\" + "目" * 90,
    ):
        dialog = ErrorMessage("不能打开", text, "文件没有改动。")
        show(dialog)
        assert dialog.width() <= 700
        assert dialog.height() <= 480
        box = dialog.findChild(Reader)
        assert isinstance(box, Reader)
        assert box.toPlainText() == text
        assert dialog.focusWidget() is dialog.close_button


# --- recovery ---


@pytest.fixture
def journals(tmp_path: Path) -> Iterator[list[LeftBehind]]:
    """Two programs that ended badly: one with a file, a draft and a removed form; one without."""
    opened = open_sample()
    file = tmp_path / "示例县商务局.perfdesk"
    save(file, opened)
    forms = opened.dossier.forms
    journal = Journal.start(tmp_path / "journals", opened, file)
    for i in range(4):
        edit = SetValue(ValuePath(forms[i % 2 + 1].id, "project_name"), f"第{i}个")
        journal.record(edit, "填写", NOON + timedelta(minutes=i))
    journal.record(RemoveForm(forms[3].id), "删除", NOON + timedelta(minutes=5))
    journal.draft(ValuePath(forms[1].id, "project_name"), "半", NOON + timedelta(minutes=6))
    journal.close(clean=False)
    journal = Journal.start(tmp_path / "journals", open_sample(), None)
    journal.record(SetValue(ValuePath("", "unit_name"), "示例县财政局"), "填写", NOON)
    journal.close(clean=False)
    with ExitStack() as stack:
        found = find_left_behind(tmp_path / "journals")
        for left in found:
            stack.callback(left.leave)
        yield sorted(found, key=lambda left: left.path is None)


def test_facts_are_plain(journals: list[LeftBehind]) -> None:
    first, second = map(facts, journals)
    assert first.dossier == "示例县商务局　2026 年"
    assert first.file.endswith("示例县商务局.perfdesk")
    assert first.when == "2026年11月20日 12:05 至 12:11"
    assert first.edits == "5 处，另有一格正在输入"
    assert "项目支出绩效目标表（" in first.forms
    assert first.forms.count("、") == 2
    assert first.problem == first.damage == ""
    assert second.dossier == "示例县财政局　2026 年"
    assert second.file == "还没有保存过"
    assert second.when == "2026年11月20日 12:05"
    assert second.edits == "1 处"
    assert second.forms == "单位名称和年度"


def test_days_apart(journals: list[LeftBehind], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals[0], "last", NOON.astimezone(UTC) + timedelta(days=1))
    assert facts(journals[0]).when == "2026年11月20日 12:05 至 2026年11月21日 12:05"


def test_enter_restores(journals: list[LeftBehind], in_modal: InModal) -> None:
    in_modal(press(Key.Key_Return))
    assert ask_recovery(None, journals) == [(journals[0], "restore"), (journals[1], "restore")]


def test_escape_leaves_everything(journals: list[LeftBehind], in_modal: InModal) -> None:
    def act(window: QWidget) -> None:
        assert isinstance(window, RecoveryQuestion)
        window.cards[0].choices["aside"].click()
        press(Key.Key_Escape)(window)

    in_modal(act)
    assert [answer for _, answer in ask_recovery(None, journals)] == ["later", "later"]


def test_each_has_its_own_answer(journals: list[LeftBehind], in_modal: InModal) -> None:
    def act(window: QWidget) -> None:
        assert isinstance(window, RecoveryQuestion)
        first, second = window.cards
        assert "做回去" in first.meaning.plain
        QTest.mouseClick(first.choices["later"], Left, pos=first.choices["later"].rect().center())
        assert "下次启动" in first.meaning.plain
        second.choices["restore"].setFocus()
        QTest.keyClick(second.choices["restore"], Key.Key_Right)
        QTest.keyClick(second.choices["later"], Key.Key_Right)
        assert "不会删除" in second.meaning.plain
        QTest.mouseClick(window.go, Left)

    in_modal(act)
    assert [answer for _, answer in ask_recovery(None, journals)] == ["later", "aside"]


def test_a_file_changed_elsewhere_is_not_restored_by_enter_alone(
    journals: list[LeftBehind], monkeypatch: pytest.MonkeyPatch, show: Show
) -> None:
    monkeypatch.setattr(journals[0], "problem", "示例县商务局.perfdesk：已在别处改动过")
    monkeypatch.setattr(journals[0], "damage", "第 6 步起的记录已损坏")
    dialog = RecoveryQuestion(journals)
    show(dialog)
    texts = [label.plain for label in dialog.cards[0].findChildren(Text)]
    assert "注意：示例县商务局.perfdesk：已在别处改动过" in texts
    assert "注意：第 6 步起的记录已损坏" in texts
    assert dialog.cards[0].answer() == "later"
    assert dialog.cards[1].answer() == "restore"


def test_many_journals_scroll(journals: list[LeftBehind], show: Show) -> None:
    dialog = RecoveryQuestion(journals * 6)
    show(dialog)
    assert dialog.height() <= 600
    assert all(isinstance(button, QPushButton) for button in dialog.box.buttons())
    dialog.accept()
    assert len(dialog.answers()) == 12


def test_the_restored_dossier_is_named_by_what_was_typed(journals: list[LeftBehind]) -> None:
    changed = msgspec.structs.replace(journals[1].replay().dossier)
    assert facts(journals[1]).dossier.startswith(changed.unit_name)


@pytest.mark.parametrize(("key", "answer"), [(Key.Key_S, "save"), (Key.Key_N, "discard")])
def test_a_letter_alone_answers(in_modal: InModal, key: Key, answer: str) -> None:
    """As in the messages of the system."""
    in_modal(press(key))
    assert ask_save(None, "示例县商务局") == answer


def test_a_dossier_never_saved_is_asked_about_in_other_words(show: Show) -> None:
    dialog = SaveQuestion("示例县商务局", fresh=True)
    show(dialog)
    words = "".join(label.plain for label in dialog.findChildren(Text))
    assert "还没有保存过" in words
    assert "上次保存" not in words


def test_the_safe_answer_is_the_default(show: Show) -> None:
    dialog = Confirmation("要覆盖吗？", "有同名文件", "覆盖(&O)")
    show(dialog)
    dialog.activateWindow()
    assert dialog.focusWidget() is dialog.no
    assert dialog.no.isDefault()


def test_f1_opens_the_guide_over_a_dialog(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[QWidget, str]] = []
    monkeypatch.setattr(Dialog, "helper", lambda parent, page: asked.append((parent, page)))
    dialog = SaveQuestion("示例县商务局")
    show(dialog)
    QTest.keyClick(dialog.save, Key.Key_F1)
    assert asked == [(dialog, "index")]
