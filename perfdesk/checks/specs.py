"""From declarations to checks that can run: built-in ones, and those of a TOML's ``[[checks]]``.

A spec names a rule, one of its kinds and the kind's parameters. The kind ``severity`` belongs to
every rule and overrides its severity (``case`` limits that to one case of the rule); in
``pack.toml`` it does so for all templates::

    [[checks]]
    rule = "R30"
    kind = "sum"
    params = { total = "budget.total", parts = ["budget.a", "budget.b"], label = "按收入性质分" }
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, inspect

from perfdesk.checks.catalogue import CHECKS, RULES
from perfdesk.checks.finding import Finding, Note, Severity
from perfdesk.checks.registry import Check, Params, Ref, Rule, Scope, registry
from perfdesk.errors import Problem

if TYPE_CHECKING:
    from perfdesk.template.loader import Pack
    from perfdesk.template.model import CheckSpec, Field, PackInfo, Template

SEVERITY = "severity"


class SeverityParams(Struct, frozen=True, forbid_unknown_fields=True):
    """Parameters of the kind ``severity``."""

    severity: Severity
    case: str = ""


class Bound:
    """A check with its inputs, ready to run on a view, and the severities that hold here."""

    __slots__ = ("_params", "_severities", "check", "run")

    def __init__(self, check: Check, params: Params, severities: Mapping[str, Severity]) -> None:
        function = check.function
        self.check = check
        self.run: Callable[..., Iterator[Note]] = lambda view: function(view, params)
        self._params = params
        self._severities = severities

    def finding(self, note: Note) -> Finding:
        """Return the finding that a note of this check makes."""
        rule = self.check.rule
        severity = self._severities.get(note.case) or rule.severity_of(note.case)
        form = note.paths[0].form if note.paths else ""
        return Finding(
            rule.id, severity, form, note.paths, note.related, note.case, note.args, note.fixes
        )

    def inputs(self) -> Iterator[tuple[str, str, str]]:
        """(template, field or table, column) that the check reads.

        template is "" for the dossier's own values, column for fields and for whole rows.
        """
        return ((ref.template, ref.key, ref.column) for ref in self._params.refs())


def bind_template(template: Template, info: PackInfo) -> list[Bound]:
    """Return the checks of each form of ``template``, without the rules that are switched off.

    The pack's severities hold for all of its templates; a template's own come before them. Specs
    that are not valid are left out; :func:`validate_specs` says what is wrong with them.
    """
    severities = tuple(spec for spec in info.checks if spec.kind == SEVERITY)
    specs = (*severities, *template.checks)
    bound: list[Bound] = []
    for check in _checks("form", {*info.off, *template.off}):
        declared = _declared(check, specs) if check.kind else check.inputs.found_in(template)
        bound += _bound(check, declared, specs)
    return bound


def bind_pack(info: PackInfo, templates: Mapping[str, Template]) -> list[Bound]:
    """Return the checks across the forms of a dossier. Specs that are not valid are left out."""
    bound: list[Bound] = []
    for check in _checks("dossier", info.off):
        found = check.inputs.found_across
        declared = _declared(check, info.checks) if check.kind else found(templates)
        bound += _bound(check, declared, info.checks)
    return bound


def _checks(scope: Scope, off: Collection[str]) -> Iterator[Check]:
    return (check for check in CHECKS if check.scope == scope and check.rule.id not in off)


def _bound(check: Check, inputs: Iterator[Params], specs: tuple[CheckSpec, ...]) -> Iterator[Bound]:
    severities = _severities(check.rule, specs)
    return (Bound(check, params, severities) for params in inputs)


def _declared(check: Check, specs: tuple[CheckSpec, ...]) -> Iterator[Params]:
    for spec in specs:
        if (spec.rule, spec.kind) == (check.declared, check.kind):
            params = _convert(spec, check.inputs)
            if isinstance(params, Params):
                yield params


def _severities(rule: Rule, specs: tuple[CheckSpec, ...]) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for spec in specs:
        if (spec.rule, spec.kind) == (rule.id, SEVERITY):
            params = _convert(spec, SeverityParams)
            if isinstance(params, SeverityParams):
                cases = (params.case,) if params.case else rule.cases
                found.update(dict.fromkeys(cases, params.severity))
    return found


def _convert(spec: CheckSpec, kind: type[Struct]) -> Struct | msgspec.ValidationError:
    try:
        return msgspec.convert(spec.params, kind)
    except msgspec.ValidationError as error:
        return error


def validate_specs(template: Template, place: str) -> list[Problem]:
    """Return what is wrong with the ``[[checks]]`` and ``off`` of a template, all of it.

    Args:
        template: the template.
        place: name of its TOML file, for the messages.
    """
    problems = _unknown_rules(template.off, place)
    for i, spec in enumerate(template.checks):
        where = _where(place, i, spec)
        problems += _spec_problems(spec, "form", where, {"": template})
    return problems


def validate_pack(pack: Pack) -> list[Problem]:
    """Return what is wrong with the checks of a pack and of all its templates."""
    templates = {key: loaded.template for key, loaded in pack.templates.items()}
    problems = _unknown_rules(pack.info.off, "pack.toml")
    for i, spec in enumerate(pack.info.checks):
        problems += _spec_problems(spec, "dossier", _where("pack.toml", i, spec), templates)
    for key, template in templates.items():
        problems += validate_specs(template, f"{key}.toml")
    return problems


def _where(place: str, index: int, spec: CheckSpec) -> str:
    return f"{place} checks[{index}]（{spec.rule} {spec.kind}）"


def _unknown_rules(off: tuple[str, ...], place: str) -> list[Problem]:
    return [
        Problem(f"{place} off", f"没有规则 {rule}", f"改成已有的规则编号：{_listed(RULES)}")
        for rule in off
        if rule not in RULES
    ]


def _spec_problems(
    spec: CheckSpec, scope: Scope, where: str, templates: Mapping[str, Template]
) -> list[Problem]:
    rule = RULES.get(spec.rule)
    if rule is None:
        return [Problem(where, f"没有规则 {spec.rule}", f"改成已有的规则编号：{_listed(RULES)}")]
    if spec.kind == SEVERITY:
        return _severity_problems(spec, rule, where)
    kinds = registry.kinds_of(spec.rule)
    check = kinds.get(spec.kind)
    if check is None:
        known = _listed((*kinds, SEVERITY))
        return [Problem(where, f"规则 {spec.rule} 没有 kind {spec.kind}", f"可用的 kind：{known}")]
    if check.scope != scope:
        home = "pack.toml" if check.scope == "dossier" else "所属表样的 TOML"
        return [Problem(where, "这种检查不能写在这个文件里", f"移到{home}的 [[checks]] 中")]
    problems = _param_problems(spec, check.inputs, where)
    if problems:
        return problems
    params = _convert(spec, check.inputs)
    if isinstance(params, Params):
        return [item for ref in params.refs() for item in _ref_problems(ref, where, templates)]
    return [Problem(where, f"参数有误（{params}）", "按提示改正参数")]


def _severity_problems(spec: CheckSpec, rule: Rule, where: str) -> list[Problem]:
    problems = _param_problems(spec, SeverityParams, where)
    case = spec.params.get("case", "")
    if not problems and case and case not in rule.cases:
        problems.append(Problem(where, f"没有情形 {case}", f"可用的 case：{_listed(rule.cases)}"))
    return problems


def _param_problems(spec: CheckSpec, kind: type[Struct], where: str) -> list[Problem]:
    """Unknown, missing and ill-typed parameters, all of them."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    problems = [
        Problem(where, f"没有参数 {name}", f"可用的参数：{_listed(fields)}")
        for name in spec.params
        if name not in fields
    ]
    problems += [
        Problem(where, f"缺少参数 {name}", "补上这个参数")
        for name, field in fields.items()
        if field.required and name not in spec.params
    ]
    for name in spec.params.keys() & fields.keys():
        try:
            msgspec.convert(spec.params[name], fields[name].type)
        except msgspec.ValidationError:
            expected = _described(inspect.type_info(fields[name].type))
            problems.append(Problem(where, f"参数 {name} 的写法不对", f"应写成{expected}"))
    return problems


def _described(kind: inspect.Type) -> str:
    """What a parameter of this type looks like in TOML."""
    match kind:
        case inspect.VarTupleType(item_type=item):
            return f"列表 [ … ]，至少一项，每项是{_described(item)}"
        case inspect.StructType(fields=fields):
            return f"{{ {'、'.join(field.name for field in fields)} }} 这样的一组值"
        case inspect.LiteralType(values=values):
            return "、".join(f'"{value}"' for value in values) + " 之一"
        case inspect.DecimalType():
            return '数字，如 "0.01"'
    return '文字，如 "budget.total"'


def _ref_problems(ref: Ref, where: str, templates: Mapping[str, Template]) -> Iterator[Problem]:
    """A template, field, table, column or row that does not exist; or no money where it must be."""
    template = templates.get(ref.template)
    if not ref.param:  # a value of the dossier itself
        return
    if template is None:
        remedy = f"可用的表样：{_listed(templates)}"
        yield Problem(where, f"{ref.param}：没有表样 {ref.template}", remedy)
    elif ref.column or ref.row or ref.table:
        table = template.table(ref.key)
        if table is None:
            known = _listed(item.key for item in template.tables)
            yield Problem(where, f"{ref.param}：没有重复表 {ref.key}", f"可用的名称：{known}")
            return
        if ref.column and ref.column not in table.fixed_keys:
            what = f"重复表 {ref.key} 没有列 {ref.column}"
            yield from _cell_problems(ref, where, table.column(ref.column), table.columns, what)
        kinds = [variant.key for variant in table.variants]
        if ref.row and ref.row not in kinds:
            what = f"{ref.param}：没有行的种类 {ref.row}"
            yield Problem(where, what, f"可用的种类：{_listed(kinds)}")
    else:
        what = f"没有栏目 {ref.key}"
        yield from _cell_problems(ref, where, template.field(ref.key), template.fields, what)


def _cell_problems(
    ref: Ref, where: str, field: Field | None, among: tuple[Field, ...], what: str
) -> Iterator[Problem]:
    if field is None:
        known = _listed(item.key for item in among)
        yield Problem(where, f"{ref.param}：{what}", f"可用的名称：{known}")
    elif ref.money and field.type != "money":
        remedy = '在栏目的声明中写 type = "money"，或换一个栏目'
        yield Problem(where, f"{ref.param}：{field.key} 不是金额", remedy)


def _listed(names: Collection[str] | Iterator[str] | Mapping[str, object]) -> str:
    return "、".join(names)
