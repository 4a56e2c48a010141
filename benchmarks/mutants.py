"""Mutated functions of some rooms × the rooms' tests → which mutants no test notices, as a table.

    python benchmarks/mutants.py measuring modelling/keyness.py --most 150 --out mutants.csv [--again mutants.csv]

A mutant is the source with one change inside a function: another comparison or sign, ``and`` for ``or``, a condition
turned round, a number one more or one less, None returned. Every test runs once to learn which functions it calls;
then a random sample of mutants (by ``--seed``) is tried, each in a process of its own, with the tests that call its
function, the quick ones first. ``--again`` tries the survivors of an earlier table. Some of what survives changes
nothing that can be seen; the rest wants a test, or is code that nobody needs. What runs at import is not mutated.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import os
import random
import resource
import signal
import sys
import time
from collections import defaultdict
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType

import joblib
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "lib" / "fazhi"
OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
FUNCTIONS = (ast.FunctionDef, ast.ClassDef)


def changes(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """Return [(what was changed, the node in its place)] of one node."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return [_with(node, test=ast.UnaryOp(ast.Not(), node.test))]
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        return [_with(node, value=ast.Constant(None))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        others = [not node.value] if isinstance(node.value, bool) else [node.value + 1, node.value - 1]
        return [_with(node, value=value) for value in others]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [(f"{ast.unparse(node)} → {ast.unparse(node.operand)}", node.operand)]
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        return [_with(node, ops=[OTHER[type(node.ops[0])](), *node.ops[1:]])]
    is_known = isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OTHER
    return [_with(node, op=OTHER[type(node.op)]())] if is_known else []


def _with(node: ast.AST, **fields) -> tuple[str, ast.AST]:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    said = [ast.unparse(part.test if isinstance(part, ast.If | ast.While) else part) for part in (node, changed)]
    return " → ".join(said), changed


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    """Return a module's functions and methods, without those inside of them."""
    inner = [node for node in ast.iter_child_nodes(tree) if isinstance(node, FUNCTIONS)]
    return [found for node in inner for found in ([node] if isinstance(node, ast.FunctionDef) else functions(node))]


def mutants(file: Path) -> pd.DataFrame:
    """Return every mutant [file, line, change, function, node, which] of a module."""
    rows = []
    for number, function in enumerate(functions(ast.parse(file.read_text("utf-8")))):
        for position, node in enumerate(_nodes(function)):
            for which, (said, _) in enumerate(changes(node)):
                rows.append((file.relative_to(LIBRARY).as_posix(), node.lineno, said, number, position, which))
    return pd.DataFrame(rows, columns=["file", "line", "change", "function", "node", "which"])


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """Return the nodes of a function's body, in a fixed order."""
    return [node for part in function.body for node in ast.walk(part)]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _codes(code: CodeType) -> list[CodeType]:
    """Return the code objects of a module's functions and methods."""
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    return inner + [found for part in inner for found in _codes(part)]


def put_in(mutant) -> None:
    """Let the loaded function run the changed code, wherever it was imported to, and forget what was cached."""
    file = LIBRARY / mutant.file
    tree = ast.parse(file.read_text("utf-8"))
    node = _nodes(functions(tree)[mutant.function])[mutant.node]
    tree = ast.fix_missing_locations(_Replace(node, changes(node)[mutant.which][1]).visit(tree))
    changed = {_key(code): code for code in _codes(compile(tree, str(file), "exec"))}
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename == str(file):
            found.__code__ = changed.get(_key(found.__code__), found.__code__)
        elif isinstance(found, _lru_cache_wrapper) and str(found.__module__).startswith("fazhi.m"):
            found.cache_clear()


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


class Trial:
    """A pytest plugin: runs each test once and notes what it calls, then tries mutants in children of this process."""

    def __init__(self, table: pd.DataFrame, out: Path, seconds: float):
        self.table, self.out, self.seconds, self.failed, self.outcomes = table, out, seconds, False, []

    def pytest_runtest_logreport(self, report) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session) -> bool:
        """Learn which tests call what, and try the mutants."""
        with joblib.parallel_config(backend="sequential"):
            callers = self.callers(session.items)
            for mutant in self.table.itertuples():
                place = LIBRARY / mutant.file
                function = functions(ast.parse(place.read_text("utf-8")))[mutant.function]
                tests = callers.get((str(place), function.name, _first_line(function)), [])
                self.outcomes.append(self.outcome(mutant, sorted(tests, key=lambda test: test[0])))
                self.tried().to_csv(self.out, index=False)
                print(f"{self.outcomes[-1]:9} {mutant.file}:{mutant.line}  {mutant.change}", flush=True)
        return True

    def tried(self) -> pd.DataFrame:
        """Return the mutants tried so far, with what came of them."""
        return self.table.head(len(self.outcomes)).assign(outcome=self.outcomes)

    def callers(self, items: list) -> dict:
        """Run every test; return for each function the tests [(seconds of the processor, test)] that call it."""
        found = defaultdict(list)
        for item, following in zip(items, [*items[1:], items[0]], strict=True):  # the session's fixtures stay
            called, start, self.failed = set(), time.process_time(), False
            sys.settrace(lambda frame, event, _, called=called: called.add(frame.f_code))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.settrace(None)
            seconds = time.process_time() - start
            for code in () if self.failed else called:
                found[code.co_filename, code.co_name, code.co_firstlineno].append((seconds, item))
        return found

    def outcome(self, mutant, tests: list) -> str:
        """Run the tests of one mutant in a child: noticed, survived, no test (calls its function) or too long."""
        if not tests:
            return "no test"
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (int(3 * self.seconds), int(3 * self.seconds)))
            signal.alarm(int(20 * self.seconds))
            put_in(mutant)
            os._exit(self.noticed(tests))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return {0: "survived", 1: "noticed"}.get(code, "too long")

    def noticed(self, tests: list) -> int:
        """Run tests until one fails or the time is over."""
        self.failed, spent = False, 0.0
        for (seconds, item), (_, following) in zip(tests, [*tests[1:], (0, None)], strict=True):
            spent += seconds
            if self.failed or (spent > self.seconds and spent > seconds):
                break
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return int(self.failed)


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


def main() -> None:
    """Try the sample of mutants and print the share that survives, by folder."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("rooms", nargs="+", help="measuring, modelling, or folders and modules in them")
    arguments.add_argument("--most", type=int, default=150)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument(
        "--seconds", type=float, default=60, help="for the tests of one mutant; fewer let more survive"
    )
    arguments.add_argument("--again", type=Path, help="an earlier table, whose survivors are tried")
    arguments.add_argument("--out", type=Path, default=Path("mutants.csv"))
    given = arguments.parse_args()
    os.chdir(ROOT)
    places = [LIBRARY / room for room in given.rooms]
    files = [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    table = pd.concat([mutants(file) for file in files], ignore_index=True)
    if given.again:
        key = ["file", "function", "change", "which"]
        before = pd.read_csv(given.again).query("outcome in ('survived', 'no test')")
        table = table.merge(before[key].drop_duplicates(), on=key)
    else:
        chosen = random.Random(given.seed).sample(range(len(table)), min(given.most, len(table)))
        table = table.iloc[chosen]
    trial = Trial(table, given.out, given.seconds)
    options = ["-s", "-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    pytest.main([*map(tests_of, given.rooms), *options], plugins=[trial])
    tried = trial.tried()
    print(pd.crosstab(tried["file"].str.rsplit("/", n=1).str[0], tried["outcome"], margins=True))


def tests_of(room: str) -> str:
    """Return where the tests of a room or module lie."""
    place = ROOT / "tests" / room
    return str(place if place.is_dir() else place.with_name(f"test_{place.name}"))


if __name__ == "__main__":
    main()
