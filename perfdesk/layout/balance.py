"""Even lines: a short centred text in several lines is shared between them as a typist would.

Filled from the first line on, 项目类别 would read 项目类/别. The number of lines stays what it is,
so heights and pages do not change; only the places move where lines end.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from perfdesk.layout.breaking import text_width
from perfdesk.layout.linebreak import may_break

if TYPE_CHECKING:
    from perfdesk.layout.breaking import Line

MOST_LINES = 3
MOST_CHARACTERS = 60

_WORDS = frozenset(
    """
    绩效目标 绩效指标 绩效标准 绩效内容 指标值 指标 目标 本年度 年度 本级 预算 金额 项目 支出
    实施期 实施 类别 类型 度量 单位 部门 名称 职责 履职 概述 主要 重点 任务 工作 计划 内容 简介
    说明 解释 明细 测算 依据 过程 一般 公共 政府性 政府 基金 拨款 财政 专户 管理 资金 其他 其中
    基本 方向 专项 主管 社会 公众 服务 对象 满意度 生态 环境 成本 经济 效益 质量 数量 时效 持续
    影响 产出 活动 完成率 完成 参与 企业 商户 群众 消费者 消费 次数 人次 场次 总额 总成本 控制率
    达标率 覆盖率 及时率 合格率 增长率 使用率 履约率 履约 占比 建设 事故 责任 安全 超标 销售额
    销售 期间 按期 按时 车辆 岗位 就业 站点 物流 农村 引进 新增 培训 发放 宣传 维护 改造 设备
    设施 采购 投入 产业 促进 发展 提升 保障 情况 时间 比例 降低 减少 提高 改善 受益 噪声 现场
    智能 家电 商品 农产品 示范 推广 群体
    """.split()  # noqa: SIM905 - a list to read
)
_LONGEST = max(map(len, _WORDS))


@lru_cache(maxsize=1 << 13)
def balanced(
    text: str, lines: tuple[Line, ...], face: str, size: float, width: float
) -> tuple[Line, ...]:
    """Return as many lines as ``lines`` has, of widths as equal as the words allow.

    Args:
        text: printable text; one with line ends of its own stays as it is broken.
        lines: the text as :func:`perfdesk.layout.breaking.break_text` breaks it.
        face: key of the face it is set in.
        size: font size in points.
        width: room for a line in points.
    """
    if not 1 < len(lines) <= MOST_LINES or len(text) > MOST_CHARACTERS or "\n" in text:
        return lines
    inside = _inside_words(text)
    places = [at for at in range(1, len(text)) if text[at] != " " and may_break(text, at)]
    best, least = lines, (len(text), 0.0)
    for chosen in combinations(places, len(lines) - 1):
        shared = _lines(text, chosen)
        widths = [text_width(text[first:end], face, size) for first, end in shared]
        cost = (sum(at in inside for at in chosen), max(widths) - min(widths))
        if cost < least and max(widths) <= width + 1e-6:
            best, least = shared, cost
    return best


def _lines(text: str, places: tuple[int, ...]) -> tuple[Line, ...]:
    starts = (0, *places)
    ends = (*places, len(text))
    return tuple(
        (first, first + len(text[first:end].rstrip(" ")))
        for first, end in zip(starts, ends, strict=True)
    )


def _inside_words(text: str) -> set[int]:
    """Return the places that lie within a known word, the longest word first at each character."""
    inside: set[int] = set()
    at = 0
    while at < len(text):
        length = next((n for n in range(_LONGEST, 1, -1) if text[at : at + n] in _WORDS), 1)
        inside.update(range(at + 1, at + length))
        at += length
    return inside
