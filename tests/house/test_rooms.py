"""The rooms stay small, named and clean: limits on modules, functions and templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES, FUNCTION_LINES, TEST_LINES = 300, 40, 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# "dpsdocs/room/module.py" or "dpsdocs/room/module.py:function": why it is longer than the limit
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Name and source of each module of the program; migrations are written by a machine."""
    for path in sorted((root / "dpsdocs").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/migrations/" not in name:
            yield name, path.read_text()


def functions(root: Path) -> Iterator[tuple[str, int]]:
    """Place and length in lines of each function of the program."""
    for name, source in modules(root):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def imported(source: str) -> set[str]:
    """The top-level packages a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def reaches(source: str, rooms: tuple[str, ...]) -> bool:
    """Whether a module imports one of the rooms, or something in them, by name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return any(name == room or name.startswith(f"{room}.") for name in names for room in rooms)


def test_each_module_says_what_it_promises(root: Path) -> None:
    assert [
        name for name, source in modules(root) if source and not ast.get_docstring(ast.parse(source))
    ] == []


def test_modules_are_short(root: Path) -> None:
    long = {name: len(source.splitlines()) for name, source in modules(root)}
    assert {name: n for name, n in long.items() if n > MODULE_LINES and name not in LONG_MODULES} == {}


def test_functions_are_short(root: Path) -> None:
    found = {place: n for place, n in functions(root) if n > FUNCTION_LINES}
    assert {place: n for place, n in found.items() if place not in LONG_FUNCTIONS} == {}


def test_no_exception_outlives_its_reason(root: Path) -> None:
    long_modules = {name for name, source in modules(root) if len(source.splitlines()) > MODULE_LINES}
    long_functions = {place for place, n in functions(root) if n > FUNCTION_LINES}
    assert LONG_MODULES.keys() - long_modules == set()
    assert LONG_FUNCTIONS.keys() - long_functions == set()


def test_test_modules_are_short(root: Path) -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in (root / "tests").rglob("*.py")}
    assert {name: n for name, n in lengths.items() if n > TEST_LINES} == {}


def test_no_room_is_named_vaguely(root: Path) -> None:
    assert [name for name, _ in modules(root) if set(Path(name).with_suffix("").parts) & VAGUE_NAMES] == []


def test_one_sqlite_library_only(root: Path) -> None:
    assert [name for name, source in modules(root) if "sqlite3" in imported(source)] == []


def test_the_web_asks_services(root: Path) -> None:
    closed = ("dpsdocs.store", "dpsdocs.writers", "dpsdocs.package")
    web = [(name, source) for name, source in modules(root) if name.startswith("dpsdocs/web/")]
    assert [name for name, source in web if reaches(source, closed)] == []


def test_sqlalchemy_is_known_to_store_and_its_callers_only(root: Path) -> None:
    closed = (
        "domain",
        "document",
        "masters",
        "writers",
        "verify",
        "web",
        "package.py",
        "assemble.py",
        "config.py",
    )
    inner = [(name, source) for name, source in modules(root) if name.split("/")[1] in closed]
    assert [name for name, source in inner if "sqlalchemy" in imported(source)] == []
