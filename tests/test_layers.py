"""The modules import only what stands before them in the data's way."""

from fazhi import paths


def test_the_layers_hold(monkeypatch):
    from importlinter.cli import lint_imports

    monkeypatch.chdir(paths.ROOT)
    assert lint_imports() == 0
