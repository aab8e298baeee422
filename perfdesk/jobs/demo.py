"""The sample dossier that comes with the program."""

from __future__ import annotations

from perfdesk import resources
from perfdesk.jobs.create import dossier_from_values, pack_of
from perfdesk.jobs.jsonfile import read_json
from perfdesk.jobs.packs import load_checked
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import load
from perfdesk.template.catalogue import Catalogue

SAMPLE = "sample/示例县商务局.perfdesk"
VALUES = "sample/values.json"


def open_sample() -> OpenFile:
    """Return the sample, from its own file or else made of its values.

    Raises:
        PerfdeskError: the installation is incomplete.
    """
    ready = resources.root().joinpath(SAMPLE)
    if ready.is_file():
        return load(ready)
    data = read_json(resources.path(VALUES))
    catalogue = Catalogue()
    pack = load_checked(catalogue, pack_of(data, VALUES, catalogue.ids()))
    return OpenFile(dossier_from_values(data, pack, VALUES), pack)
