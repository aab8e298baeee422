"""Write a bill of materials (CycloneDX 1.5, JSON): ``sbom.py components.json OUT.cdx.json [FILE]``.

FILE is the installer that it describes; its SHA-256 is put down. Same inputs, same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from version import epoch, version

NAMES = re.compile(r"[A-Za-z0-9.+-]+")
"""A licence that is one SPDX identifier; more than one word is an expression."""
OUTSIDE = {"PSFL": "PSF-2.0"}


def licence(text: str) -> dict[str, Any]:
    """Return a licence as CycloneDX has it."""
    if text.startswith("LicenseRef-"):
        return {"license": {"name": text.removeprefix("LicenseRef-").replace("-", " ")}}
    return {"license": {"id": text}} if NAMES.fullmatch(text) else {"expression": text}


def bill(components: list[dict[str, Any]], file: Path | None) -> dict[str, Any]:
    """Return the bill of a list that licences.py made."""
    own = next(one for one in components if one["name"] == "perfdesk")
    parts = [
        {
            "type": "library",
            "bom-ref": one["purl"],
            "name": one["name"],
            "version": one["version"],
            "purl": one["purl"],
            "licenses": [licence(OUTSIDE.get(one["licence"], one["licence"]))],
        }
        for one in components
        if one is not own
    ]
    moment = dt.datetime.fromtimestamp(epoch(), tz=dt.UTC)
    main: dict[str, Any] = {
        "type": "application",
        "bom-ref": own["purl"],
        "name": "perfdesk",
        "version": version(),
        "purl": own["purl"],
        "licenses": [licence(own["licence"])],
    }
    if file is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        main["hashes"] = [{"alg": "SHA-256", "content": digest}]
    data = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"timestamp": moment.isoformat(), "component": main},
        "components": parts,
        "dependencies": [{"ref": own["purl"], "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(data, sort_keys=True))
    return {"serialNumber": f"urn:uuid:{serial}", **data}


def main() -> None:
    """Write the bill that the command line asks for."""
    source, out, *rest = map(Path, sys.argv[1:])
    components = json.loads(source.read_text("utf-8"))
    text = json.dumps(bill(components, rest[0] if rest else None), ensure_ascii=False, indent=1)
    out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
