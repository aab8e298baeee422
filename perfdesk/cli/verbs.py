"""The verbs but ``check``: new, show, export, handin, demo, packs."""

# ruff: noqa: PLC0415 - each verb loads only the rooms that it needs, for the start-up time

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.cli.arguments import UsageError
from perfdesk.cli.speaking import OK, check_folder, complain, print_file, print_json, show_progress
from perfdesk.errors import PerfdeskError

if TYPE_CHECKING:
    from perfdesk.jobs.export import ExportReport
    from perfdesk.jobs.handin import HandinReport


def new(arguments: argparse.Namespace) -> int:
    """Make a new dossier."""
    from perfdesk.jobs.create import dossier_from_values, new_dossier, pack_of
    from perfdesk.jobs.jsonfile import read_json
    from perfdesk.jobs.packs import load_checked, open_catalogue
    from perfdesk.storage.format import OpenFile
    from perfdesk.storage.save import save

    _check_new(arguments)
    catalogue = open_catalogue(arguments.packs)
    if arguments.values:
        place = str(arguments.values)
        data = read_json(arguments.values)
        pack = load_checked(catalogue, pack_of(data, place, catalogue.ids()))
        dossier = dossier_from_values(data, pack, place)
    else:
        pack = load_checked(catalogue, arguments.pack)
        dossier = new_dossier(pack, arguments.unit, arguments.year or pack.info.year)
    save(arguments.output, OpenFile(dossier, pack))
    print(arguments.output)
    return OK


def _check_new(arguments: argparse.Namespace) -> None:
    """Refuse what cannot work before anything is read."""
    from perfdesk.storage.format import SUFFIX

    output: Path = arguments.output
    blank = {"--pack": arguments.pack, "--unit": arguments.unit, "--year": arguments.year}
    given = [name for name, value in blank.items() if value is not None]
    if arguments.values and given:
        raise UsageError(f"--values 已写明单位和年度，不能与 {'、'.join(given)} 同时使用")
    if not arguments.values:
        if missing := [name for name in ("--pack", "--unit") if name not in given]:
            what = "、".join(missing)
            raise UsageError(f"缺少参数：{what}；或者用 --values 给出填写数据")
        if not arguments.unit.strip():
            raise UsageError("--unit 是空的；请写上单位名称")
    if output.suffix.lower() != SUFFIX:
        raise UsageError(f"-o {output}：文件名应以 {SUFFIX} 结尾")
    if os.path.lexists(output) and not arguments.force:
        raise PerfdeskError(f"{output}：已有同名的文件；请换一个名称，或加 --force 覆盖它")


def show(arguments: argparse.Namespace) -> int:
    """Show what a file holds."""
    from perfdesk.storage.read import load

    file = load(arguments.file)
    if arguments.json:
        from perfdesk.jobs.create import values_from_dossier

        print_json(values_from_dossier(file.dossier, file.pack))
    else:
        from perfdesk.jobs.summary import summary

        print(*summary(file), sep="\n")
    return OK


def export(arguments: argparse.Namespace) -> int:
    """Write forms as files."""
    from perfdesk.jobs.export import USUAL_FORMATS, ExportRequest, export_dossier
    from perfdesk.storage.read import load

    file = load(arguments.file)
    check_folder(arguments.output)
    formats = tuple(dict.fromkeys(arguments.format or USUAL_FORMATS))
    forms = tuple(arguments.form or ())
    request = ExportRequest(arguments.output, formats, forms, arguments.merged)
    return _tell_notes(export_dossier(file.dossier, file.pack, request, print_file))


def handin(arguments: argparse.Namespace) -> int:
    """Write the folder to hand in."""
    from perfdesk.jobs.export import FORMATS
    from perfdesk.jobs.handin import HandinRequest, forewarnings, hand_in
    from perfdesk.storage.read import load

    file = load(arguments.file)
    check_folder(arguments.output)
    formats = tuple(dict.fromkeys(arguments.format or FORMATS))
    choices = {"zipped": arguments.zip, "overwrite": arguments.force, "public": arguments.public}
    request = HandinRequest(arguments.output, formats, **choices)
    for line in forewarnings(file, request):
        complain(line)
    report = hand_in(file, request, show_progress)
    print(*report.files, sep="\n")
    return _tell_notes(report)


def demo(arguments: argparse.Namespace) -> int:
    """Check and export the sample."""
    from perfdesk.jobs.check import check_dossier
    from perfdesk.jobs.demo import open_sample
    from perfdesk.jobs.export import ExportRequest, export_dossier

    check_folder(arguments.output)
    sample = open_sample()
    print(*check_dossier(sample.dossier, sample.pack).as_text(), sep="\n")
    request = ExportRequest(arguments.output)
    return _tell_notes(export_dossier(sample.dossier, sample.pack, request, print_file))


def packs(arguments: argparse.Namespace) -> int:
    """List the packs, or read their blanks again."""
    if arguments.refresh is not None:
        return _refresh(arguments)
    from perfdesk.jobs.packs import describe, load_checked, open_catalogue

    catalogue = open_catalogue(arguments.packs)
    code, found = OK, []
    for pack_id in catalogue.ids():
        try:
            pack = load_checked(catalogue, pack_id)
        except PerfdeskError as error:
            code = complain(str(error))
        else:
            found.append(describe(pack, catalogue.folder(pack_id)))
    if arguments.json:
        print_json(found)
        return code
    for item in found:
        print(f"{item['id']}  {item['name']}")
        for template in item["templates"]:
            print(f"  {template['key']}  {template['title']}（{template['money_unit']}）")
    return code


def _refresh(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.packs import refresh

    places = [Path(arguments.refresh)] if arguments.refresh else []
    done = refresh([*places, *arguments.packs])
    for item in done:
        if item.changed:
            print(item.path)
    changed = sum(item.changed for item in done)
    return complain(f"读了 {len(done)} 张空表，{changed} 个版面有变化", OK)


def _tell_notes(report: ExportReport | HandinReport) -> int:
    for line in report.notes:
        print(line, file=sys.stderr)
    return OK
