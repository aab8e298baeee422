"""The real forms beside the checkout, the sample, and all templates that the program ships."""

from perfdesk.template.catalogue import Catalogue
from tests.conftest import ROOT
from tests.support.forms import REAL, pack

FILES = sorted(REAL.glob("*.json"))
SAMPLE = ROOT / "resources" / "sample" / "values.json"
TEMPLATES = [(name, key) for name in Catalogue().ids() for key in pack(name).templates]

__all__ = ["FILES", "REAL", "SAMPLE", "TEMPLATES", "pack"]
