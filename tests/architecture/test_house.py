"""The laws of the house, read from the code: who may write, ask the clock, leave the scope, enter an app."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "throughline"
WINGS = ("foundation", "office", "publishing")

# Who may step out of the scope, and why. A new line here needs a reason a reviewer accepts.
MAY_BE_UNSCOPED = {
    "foundation/tenancy/scope.py": "defines it",
    "foundation/accounts/queries.py": "roles in other partnerships limit what may be done to an account here",
    "foundation/documents/operations.py": "the sweep of nameless content asks which content any partnership names",
    "foundation/notices/queries.py": "the health page asks whether any partnership's mail is stuck",
    "office/partnership/operations/sharing.py": "settles what partnerships share from what all of them state",
}
# Who may speak SQL.
MAY_SPEAK_SQL = {
    "foundation/access/actors.py": "who somebody is, asked at the beginning of every page",
    "foundation/access/sessions.py": "the session of every page, one statement each",
    "foundation/bulk.py": "many rows in one statement, for imports",
    "config/cache.py": "one statement for each write to the cache",
    "config/waiting.py": "how a connection waits for SQLite's one writer",
    "config/views.py": "the health page asks the database whether it answers",
    "config/backups.py": "copies a whole database",
    "foundation/jobs/operations.py": "counts the rows of SQLite's tables",
    "publishing/bulletin/operations/journal.py": "notes each message of a mail-out without waiting for the disk",
}
# Who may ask the clock: views, tasks, commands, notices' worker, the middleware at the edge.
MAY_ASK_THE_CLOCK = ("views", "tasks", "management", "middleware", "schedule", "adapter", "context", "worker", "apps")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """(path below throughline/, syntax tree) of every module that is not a test or a migration."""
    for path in sorted(SOURCE.rglob("*.py")):
        relative = path.relative_to(SOURCE).as_posix()
        if "/tests/" in f"/{relative}" or "/migrations/" in relative:
            continue
        yield relative, ast.parse(path.read_text(encoding="utf-8"))


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """(name of the function or method, call) for every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def test_only_listed_modules_leave_the_scope() -> None:
    found = {path for path, tree in modules() for name, _ in called(tree) if name == "unscoped"}
    assert sorted(found - set(MAY_BE_UNSCOPED)) == []


def test_only_listed_modules_speak_sql() -> None:
    sql = {"raw", "cursor", "extra"}
    found = {
        path
        for path, tree in modules()
        for name, call in called(tree)
        if name in sql and isinstance(call.func, ast.Attribute)
    }
    assert sorted(found - set(MAY_SPEAK_SQL)) == []


def writes(call: ast.Call, name: str) -> bool:
    """A call that writes rows: anything named like the ORM's writers, on `.objects`, on `self`'s rows or a queryset."""
    if name in {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "bulk_create_with_history",
                "bulk_update_with_history"}:  # fmt: skip
        return True
    if name == "save" and isinstance(call.func, ast.Attribute):
        return not (isinstance(call.func.value, ast.Call) and getattr(call.func.value.func, "id", "") == "super")
    if name in {"create", "update", "delete"} and isinstance(call.func, ast.Attribute):
        return "objects" in ast.unparse(call.func.value)
    return False


SAVE_A_FILE = (
    "foundation/documents/word_writer.py",
    "office/training/documents/certificate.py",
    "publishing/website/views/sharing.py",
)
"""Modules in which `save` writes a Word document or a picture, not a row."""


def test_only_operations_write() -> None:
    """Rows are written in operations.py (or an app's operations package); adapters of the sign-in library excepted."""
    allowed = (
        "operations",
        "keeping",
        "adapter",
        "models",
        "managers",
        "actors",
        "signals",
        "management",
        "worker",
        "schedule",
    )
    found = sorted(
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for name, call in called(tree)
        if writes(call, name)
        and path not in SAVE_A_FILE
        and not any(part.removesuffix(".py").endswith(allowed) for part in path.split("/"))
    )
    assert found == []


def test_only_the_edge_asks_the_clock() -> None:
    clocks = {"business_now", "business_today", "real_now", "now", "today", "utcnow", "localdate"}
    found = sorted(
        f"{path}:{call.lineno} {name}"
        for path, tree in modules()
        for name, call in called(tree)
        if name in clocks
        and path not in ("foundation/clock.py", "config/environment.py", "foundation/access/sessions.py")
        and not any(part.removesuffix(".py").startswith(MAY_ASK_THE_CLOCK) for part in path.split("/"))
    )
    assert found == []


def test_an_app_is_entered_by_its_api_alone() -> None:
    """Office and publishing apps import of another office or publishing app only its `api`."""
    found = []
    for path, tree in modules():
        here = path.split("/")
        if here[0] not in ("office", "publishing"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("throughline."):
                there = node.module.split(".")[1:]
                if there[0] not in ("office", "publishing") or there[:2] == here[:2]:
                    continue
                entered = there[2:] or [alias.name for alias in node.names]
                if entered[0] != "api":
                    found.append(f"{path}:{node.lineno} imports {node.module}")
    assert found == []


@pytest.mark.parametrize("wing", WINGS)
def test_every_app_has_a_readme_and_no_utils(wing: str) -> None:
    apps = [p.parent for p in sorted((SOURCE / wing).glob("*/apps.py"))]
    assert [a.name for a in apps if not (a / "README.md").exists()] == []
    assert [str(p) for p in (SOURCE / wing).rglob("util*.py")] == []


def test_modules_stay_readable() -> None:
    """Past about 400 lines a module becomes a package."""
    long = {path: len(ast.unparse(tree).splitlines()) for path, tree in modules()}
    assert {path: lines for path, lines in long.items() if lines > 450} == {}


def test_the_repository_speaks_of_the_product_alone() -> None:
    """No machine paths, package hosts or words of a workplace in what we ship."""
    forbidden = ("/work/", "/root/", "pypi.org", "registry.npmjs", "files.pythonhosted")
    found = []
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for relative in listed.splitlines():
        path = ROOT / relative
        if path == Path(__file__) or not path.is_file() or path.suffix in (".woff2", ".png", ".ttf", ".pdf"):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{relative}: {word}" for word in forbidden if word in text]
    assert found == []
