"""The help's list of rules is the one that the rules give; ``make rules`` writes it anew."""

import os
import re
from html import escape

from perfdesk import resources
from perfdesk.checks.catalogue import RULES
from perfdesk.jobs.rulebook import GROUPS, PAGE, page


def test_the_page_is_the_present_one() -> None:
    place = resources.path(PAGE)
    if os.environ.get("REFRESH_RULES"):
        place.write_text(page(), encoding="utf-8", newline="\n")
    assert place.read_text(encoding="utf-8") == page(), "make rules"


def test_each_rule_stands_in_one_group() -> None:
    named = [rule for _, rules in GROUPS for rule in rules]
    assert sorted(named) == list(RULES)


def test_each_rule_tells_all_there_is_to_know() -> None:
    text = page()
    for rule in RULES.values():
        assert rule.example, rule.id
        part = text.split(f'<a name="{rule.id}">')[1].split("</tr>")[0]
        for wanted in (rule.id, escape(rule.title), escape(rule.example), "例：", "●"):
            assert wanted in part
        assert not re.search(r"[{}]|[，。；：、]{2}|“”", part), part
        assert f'href="#{rule.id}"' in text
