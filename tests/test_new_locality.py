"""A locality that the program has never seen, added by a folder alone: workbook and TOML.

Its form is unlike the shipped ones: landscape, money in 元, a weight column, a repeating band of
two levels, a second level with three rows, a signature block inside the table, a cell that holds
label and value, a field of tick boxes.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

FOLDER = Path(__file__).parent / "packs" / "example-2027"

VALUES = {
    "pack": "example-2027",
    "unit_name": "示例市教育局",
    "year": 2027,
    "forms": [
        {
            "template": "project",
            "values": {
                "project_name": "智慧教室建设",
                "kind": "延续",
                "amount": "1230000.50",
                "goal": "建成智慧教室四十间，教师人人会用。" * 12,
                "opinion": "同意申报。",
                "signer": "",
                "funds": [
                    {"kind": "source", "name": "财政拨款", "amount": "1200000.50", "note": ""},
                    {"kind": "use", "name": "设备购置", "amount": "1000000.50", "note": "询价"},
                    {"kind": "use", "name": "人员培训", "amount": "200000", "note": ""},
                    {"kind": "source", "name": "单位自筹", "amount": "30000", "note": ""},
                    {"kind": "use", "name": "线路改造", "amount": "30000", "note": ""},
                ],
                "indicators": [
                    *(
                        {
                            "level1": "产出",
                            "level2": "数量",
                            "level3": f"第{i}批教室",
                            "operator": "≥",
                            "value": str(10 * i),
                            "unit": "间",
                            "weight": "15",
                        }
                        for i in range(1, 5)
                    ),
                    {
                        "level1": "效益",
                        "level2": "满意度",
                        "level3": "师生满意度",
                        "operator": "≥",
                        "value": "90",
                        "unit": "%",
                        "weight": "40",
                    },
                ],
            },
        }
    ],
}


def perfdesk(*words: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "perfdesk", *words],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("locality")
    shutil.copytree(FOLDER, place / "packs" / "example-2027")
    (place / "values.json").write_text(json.dumps(VALUES), encoding="utf-8")
    perfdesk("packs", "--refresh", "packs/example-2027", cwd=place)
    added = ("--packs", "packs/example-2027")
    perfdesk("new", "--values", "values.json", "-o", "a.perfdesk", *added, cwd=place)
    # From here on the dossier carries its template: the folder is no longer needed.
    shutil.rmtree(place / "packs")
    perfdesk("export", "a.perfdesk", "-o", "out", cwd=place)
    return place


def test_what_goes_in_comes_out(exported: Path) -> None:
    assert json.loads(perfdesk("show", "a.perfdesk", "--json", cwd=exported)) == VALUES


def test_is_checked_as_its_folder_says(exported: Path) -> None:
    found = json.loads(perfdesk("check", "a.perfdesk", "--json", cwd=exported, code=1))
    sums = [item for item in found if item["rule"] == "R31"]
    assert [(item["severity"], item["form"]) for item in sums] == [("error", 1)], (
        "the rows add to 2460001, since both levels are added: the check bites"
    )


def test_pdf_is_landscape_with_everything_on_it(exported: Path) -> None:
    file = next((exported / "out").glob("*.pdf"))
    with pdfplumber.open(file) as pdf:
        width, height = pdf.pages[0].width, pdf.pages[0].height
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert (round(width), round(height)) == (842, 595)  # A4, 297 × 210 mm
    for part in ("□新增", "☑延续", "□一次性", "申请金额：1230000.50元", "其中：人员培训"):
        assert part in text
    assert text.count("第4批教室") == 1
    assert "负责人（签字）：" in text


def test_xlsx_has_each_value_in_its_row(exported: Path) -> None:
    sheet = openpyxl.load_workbook(next((exported / "out").glob("*.xlsx"))).active
    assert sheet is not None
    rows = {
        str(row[3].value): [cell.value for cell in row[4:8]]
        for row in sheet.iter_rows()
        if row[3].value is not None
    }
    assert rows["第4批教室"] == ["≥", "40", "间", 15]
    assert rows["师生满意度"] == ["≥", "90", "%", 40]
    labels = {
        str(block): sheet.cell(block.min_row, block.min_col).value for block in sheet.merged_cells
    }
    quantity = next(name for name, text in labels.items() if text == "数量")
    first, last = (int(part[1:]) for part in quantity.split(":"))
    assert last - first + 1 == 4, "three rows of the blank, and one more for the fourth record"
    assert sheet.page_setup.orientation == "landscape"
