"""Twenty of a kind means one file per kind: found by its folder, listed nowhere."""

import importlib
import pkgutil
from types import ModuleType


def load_folder(package: str) -> dict[str, ModuleType]:
    """Import every module of a package and return {module name: module}; names with "_" in front are skipped."""
    folder = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(folder.__path__) if not found.name.startswith("_"))
    return {name: importlib.import_module(f"{package}.{name}") for name in names}
