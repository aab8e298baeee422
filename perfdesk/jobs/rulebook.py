"""The list of all rules for the help: generated from what the rules declare about themselves."""

from __future__ import annotations

from html import escape

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.registry import Basis, Level, Rule

PAGE = "help/rules.html"
"""Where the page stands in the resources; a test says how to write it anew."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("该填的都填了", ("R01", "R02", "R03", "R04", "R38", "R45")),
    ("指标齐全，放在相应的位置", ("R16", "R17", "R18", "R19", "R20", "R24", "R25", "R28", "R37")),
    (
        "指标值、符号和单位",
        ("R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R15", "R47"),
    ),
    ("目标与指标一致", ("R26", "R27")),
    ("金额", ("R14", "R21", "R22", "R23", "R30", "R31", "R32")),
    ("年度、期限、单位名称和文字", ("R33", "R34", "R35", "R46")),
    ("全套表一致", ("R39", "R40", "R41", "R42", "R43", "R44")),
)  # fmt: skip
"""The rules by what a clerk looks for; each rule once."""

BASES: dict[Basis, tuple[str, str]] = {
    "101号": (
        "财预〔2021〕101号",
        "中央部门项目支出的试行指引，各地参照：绩效指标是对绩效目标的细化和量化",
    ),
    "88号": ("财预〔2015〕88号", "绩效目标应完整、相关、适当、可行"),
    "platform": ("一体化系统", "各省预算管理一体化系统绩效模块在提交时通常要求的"),
    "practice": ("审核惯例", "市县财政部门审核时通行的做法，以及表样的填报说明"),
}
"""Short name of each basis, and what it is."""
LEVELS: dict[Level, str] = {"cell": "单元格", "form": "整张表", "dossier": "整套表"}

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>审核规则 - 绩效目标填报使用说明</title>
<link rel="stylesheet" type="text/css" href="help.css">
</head>
<body>
<p class="way"><a href="index.html">目录</a> &nbsp;›&nbsp; <a href="checks.html">审核提示</a> \
&nbsp;›&nbsp; 审核规则</p>
<h1>审核规则</h1>
<p>程序按下面 {count} 条规则审核。每条写明要求、一个填错的例子和依据；\
遇到时怎么改，提示里会写明。当地财政部门另有要求的，以当地要求为准；表样包可以按当地要求调整或停用其中的规则。</p>
"""
_TABLE = """<table width="100%" cellspacing="0">
<tr><th width="12%">编号</th><th width="56%">要求和例子</th><th width="12%">审核范围</th>\
<th width="20%">依据</th></tr>
"""
_FOOT = """
<p class="way">下一篇：<a href="save.html">保存与各张表</a></p>
</body>
</html>
"""


def page() -> str:
    """Return the page with all rules as HTML."""
    parts = [_HEAD.format(count=len(RULES)), "<ul>\n"]
    for number, (name, rules) in enumerate(GROUPS, 1):
        listed = "、".join(f'<a href="#{rule}">{rule}</a>' for rule in rules)
        parts.append(f'<li><a href="#g{number}">{name}</a>：{listed}</li>\n')
    parts.append("</ul>\n")
    for number, (name, rules) in enumerate(GROUPS, 1):
        parts.append(f'\n<h2><a name="g{number}">{name}</a></h2>\n{_TABLE}')
        parts += [_row(RULES[rule]) for rule in rules]
        parts.append("</table>\n")
    parts.append('\n<h2><a name="bases">依据</a></h2>\n<ul>\n')
    used = {rule.basis for rule in RULES.values()}
    parts += [f"<li>{a}：{b}</li>\n" for basis, (a, b) in BASES.items() if basis in used]
    return "".join([*parts, "</ul>\n", _FOOT])


def _row(rule: Rule) -> str:
    """Return a rule: number and how grave, title and example, what it looks at, and its basis."""
    found = {rule.severity_of(case) for case in rule.cases}
    grave = [
        f'<span class="{key}">●</span> {SEVERITIES[key]}' for key in SEVERITIES if key in found
    ]
    cells = (
        f'<a name="{rule.id}"><b>{rule.id}</b></a><br>{"<br>".join(grave)}',
        f"<b>{escape(rule.title)}</b><br>例：{escape(rule.example)}",
        LEVELS[rule.level],
        f'<a href="#bases">{BASES[rule.basis][0]}</a>',
    )
    return "".join(("<tr>", *(f'<td><p class="cell">{cell}</p></td>' for cell in cells), "</tr>\n"))
