"""Menus, toolbar and shortcuts as data; the window has a slot for each name."""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = "-"
KEY_NAMES = {"Return": "Enter", "PgDown": "PgDn", "Up": "↑", "Down": "↓"}
"""Keys whose names on a keyboard are not those of Qt."""


class ActionSpec(NamedTuple):
    """One command: its slot in the window, its text, shortcuts and icon."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The shortcuts as they are written on a keyboard."""
        return tuple(key_text(key) for key in self.keys)


def key_text(keys: str) -> str:
    """Return a shortcut as it is written on a keyboard."""
    *held, key = keys.split("+") if not keys.endswith("++") else (*keys[:-2].split("+"), "+")
    return "+".join((*held, KEY_NAMES.get(key, key)))


ACTIONS = (
    ActionSpec("new", "新建套表(&N)…", ("Ctrl+N",), "new", "新建一套表"),
    ActionSpec("open", "打开(&O)…", ("Ctrl+O",), "open", "打开已有的套表"),
    ActionSpec("save", "保存(&S)", ("Ctrl+S",), "save", "保存套表"),
    ActionSpec("save_as", "另存为(&A)…", ("Ctrl+Shift+S", "F12"), "save-as"),
    ActionSpec(
        "export", "导出 PDF / Excel / Word(&E)…", ("Ctrl+E",), "export", "导出为 PDF、Excel 或 Word"
    ),
    ActionSpec("handin", "报送(&D)…", ("Ctrl+Shift+E",), "handin", "备齐报送的文件和目录"),
    ActionSpec("print_", "打印预览和打印(&P)…", ("Ctrl+P",), "print", "预览各页并打印"),
    ActionSpec("page_setup", "页面设置(&U)…", ("Ctrl+Shift+P",)),
    ActionSpec("print_blank", "打印空表(&B)…"),
    ActionSpec("close", "关闭窗口(&C)", ("Ctrl+W",)),
    ActionSpec("quit", "退出(&Q)", ("Ctrl+Q",)),
    ActionSpec("undo", "撤销(&U)", ("Ctrl+Z",), "undo", "撤销"),
    ActionSpec("redo", "恢复(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "恢复"),
    ActionSpec("cut", "剪切(&T)", ("Ctrl+X",)),
    ActionSpec("copy", "复制(&C)", ("Ctrl+C",)),
    ActionSpec("paste", "粘贴(&P)", ("Ctrl+V",)),
    ActionSpec("clear", "清除内容(&N)", ("Del",)),
    ActionSpec("fill_down", "向下填充(&I)", ("Ctrl+D",)),
    ActionSpec("find", "查找(&F)…", ("Ctrl+F",), "find", "在整套表中查找"),
    ActionSpec("replace", "替换(&H)…", ("Ctrl+H",), "replace"),
    ActionSpec(
        "row_below", "在下方插入行(&B)", ("Ctrl++", "Ctrl+="), "insert-row", "在下方插入一行"
    ),
    ActionSpec("row_above", "在上方插入行(&A)", ("Ctrl+Shift+Return",)),
    ActionSpec("row_remove", "删除行(&D)", ("Ctrl+-",), "delete-row", "删除所选的行"),
    ActionSpec("row_up", "上移一行(&U)", ("Alt+Up",), "row-up", "上移一行"),
    ActionSpec("row_down", "下移一行(&W)", ("Alt+Down",), "row-down", "下移一行"),
    ActionSpec("form_add", "添加表(&A)", ("Shift+F11",), "add-form", "添加一张表"),
    ActionSpec("form_duplicate", "复制当前表(&D)", (), "duplicate-form", "复制当前表"),
    ActionSpec("form_remove", "删除当前表(&R)", (), "remove-form"),
    ActionSpec("form_up", "表上移(&U)", ("Ctrl+Shift+PgUp",), "", "把当前表往前移"),
    ActionSpec("form_down", "表下移(&W)", ("Ctrl+Shift+PgDown",), "", "把当前表往后移"),
    ActionSpec("form_finalise", "定稿(&F)…", (), "finalise", "没有错误后锁定当前表，以防误改"),
    ActionSpec("form_reopen", "取消定稿(&C)…", (), "locked", "让已定稿的当前表可以修改"),
    ActionSpec("finalise_all", "全部定稿(&L)…", (), "", "检查并锁定整套表"),
    ActionSpec("form_previous", "上一张表(&P)", ("Ctrl+PgUp",), "previous"),
    ActionSpec("form_next", "下一张表(&N)", ("Ctrl+PgDown",), "next"),
    ActionSpec("finding_next", "下一条审核提示(&N)", ("F7",), "check", "跳到下一条审核提示"),
    ActionSpec("finding_previous", "上一条审核提示(&P)", ("Shift+F7",)),
    ActionSpec("finding_mend", "一键修正(&X)", ("Alt+Return",)),
    ActionSpec("finding_reason", "说明理由(&L)…", ("Alt+L",), "", "说明这条审核提示为什么可以保留"),
    ActionSpec("finding_rule", "查看审核依据(&Y)", (), "", "这条审核提示的规则、例子和依据"),
    ActionSpec("check_report", "审核报告(&R)…", (), "check", "把审核结果写成 PDF、Excel 或 Word"),
    ActionSpec("review", "批量审核(&B)…", (), "", "审核一个文件夹里的全部套表"),
    ActionSpec("zoom_in", "放大(&I)", ("Ctrl+Alt+=", "Ctrl+Alt++"), "zoom-in"),
    ActionSpec("zoom_out", "缩小(&O)", ("Ctrl+Alt+-",), "zoom-out"),
    ActionSpec("zoom_fit", "适合宽度(&W)", ("Ctrl+0",), "fit-width", "按窗口宽度显示"),
    ActionSpec("zoom_full", "实际大小 100%(&1)", ("Ctrl+1",)),
    ActionSpec("area_next", "转到下一个区域(&G)", ("F6",), "", "表、审核提示、表列表"),
    ActionSpec("area_previous", "转到上一个区域(&B)", ("Shift+F6",)),
    ActionSpec("side_shown", "显示表列表(&L)", ("Ctrl+Alt+1",)),
    ActionSpec("findings_shown", "显示审核提示(&F)", ("Ctrl+Alt+2",)),
    ActionSpec("help", "使用说明(&H)", ("F1",), "help", "使用说明"),
    ActionSpec("about", "关于(&A)"),
)

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "文件(&F)",
        (
            "new",
            "open",
            "*recent",
            "-",
            "save",
            "save_as",
            "-",
            "export",
            "handin",
            "-",
            "page_setup",
            "print_",
            "print_blank",
            "-",
            "close",
            "quit",
        ),
    ),
    (
        "编辑(&E)",
        (
            *("undo", "redo", "-", "cut", "copy", "paste", "clear", "fill_down", "-"),
            *("find", "replace"),
        ),
    ),
    ("行(&R)", ("row_below", "row_above", "*kinds", "row_remove", "-", "row_up", "row_down")),
    (
        "表(&T)",
        (
            *("*templates", "form_duplicate", "form_remove", "-"),
            *("form_up", "form_down", "-", "*options", "-"),
            *("form_finalise", "form_reopen", "finalise_all", "-", "form_previous", "form_next"),
        ),
    ),
    (
        "审核(&C)",
        (
            *("finding_next", "finding_previous", "-", "finding_mend", "*fixes"),
            *("finding_reason", "finding_rule", "-", "check_report", "review"),
        ),
    ),
    (
        "视图(&V)",
        (
            *("zoom_in", "zoom_out", "zoom_full", "zoom_fit", "-"),
            *("side_shown", "findings_shown", "-", "area_next", "area_previous"),
        ),
    ),
    ("帮助(&H)", ("help", "about")),
)

TOOLBAR = (
    *("new", "open", "save", "-", "undo", "redo", "-"),
    *("row_below", "row_remove", "row_up", "row_down", "-"),
    *(
        "form_add",
        "form_duplicate",
        "form_finalise",
        "-",
        "find",
        "finding_next",
        "-",
        "export",
        "print_",
        "-",
        "help",
    ),
)

ROW_MENU = (
    *("*fixes", "finding_reason", "-"),
    *("cut", "copy", "paste", "clear", "fill_down", "-"),
    *("row_below", "row_above", "*kinds", "row_remove", "row_up", "row_down"),
)
FORM_MENU = (
    *("form_add", "form_duplicate", "form_remove", "-", "form_up", "form_down", "-"),
    *("form_finalise", "form_reopen"),
)

SHORT = {
    "new": "新建", "open": "打开", "save": "保存", "undo": "撤销", "redo": "恢复",
    "row_below": "插入行", "row_remove": "删除行", "row_up": "上移", "row_down": "下移",
    "form_add": "添加表", "form_duplicate": "复制表", "find": "查找", "finding_next": "下一条提示",
    "form_finalise": "定稿",
    "export": "导出", "print_": "打印", "help": "说明",
}  # fmt: skip
"""Texts of the toolbar's buttons."""
