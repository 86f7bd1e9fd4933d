"""The import hook that provides the modules of ``pycompss``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader as _Base
    from importlib.machinery import ModuleSpec
    from types import ModuleType
else:
    _Base = object


class Finder:
    """Finds ``pycompss`` and its modules that have a sequential meaning here."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for parts of PyCOMPSs that do not exist here, whatever is installed."""
        if name != "pycompss" and not name.startswith("pycompss."):
            return None
        from importlib.machinery import ModuleSpec

        from eflows2smk.pycompss_shim.contents import PACKAGES, contents, source_of

        if name in PACKAGES:
            return ModuleSpec(name, Loader({}), is_package=True)
        source, is_package = source_of(name)
        if source:
            from importlib.util import spec_from_file_location

            return spec_from_file_location(name, source, submodule_search_locations=[] if is_package else None)
        found = contents(name)
        if found is None:
            raise ModuleNotFoundError(f"'{name}' is a part of PyCOMPSs that eflows2smk does not support", name=name)
        return ModuleSpec(name, Loader(found))


class Loader(_Base):
    """Makes a module of ready names."""

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__.update(self.names)
