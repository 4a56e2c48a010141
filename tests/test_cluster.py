"""On a Dask cluster the tables are the same, also when a worker is killed in the middle."""

import os
import signal

import pytest

import fazhi
from fazhi import build, paths, workers
from fazhi.errors import FazhiError

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")


def test_a_killed_worker_loses_nothing(sample, tmp_path):
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "processes": True}
    with distributed.LocalCluster(**options) as cluster:
        victims = [worker.process.pid for worker in cluster.workers.values()][:1]

        def kill(name: str, of: int) -> None:
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)

        with workers.on(cluster.scheduler_address):
            build.build(paths.SAMPLE, tmp_path / "tables", jobs=2, done=kill)
    assert not victims
    assert fazhi.open(tmp_path).manifest["tables"] == sample.manifest["tables"]


def test_an_address_where_nobody_answers_is_named(monkeypatch):
    monkeypatch.setattr(distributed, "Client", _refusing)
    with pytest.raises(FazhiError, match=r"tcp://127\.0\.0\.1:1 .*dask scheduler"), workers.on("tcp://127.0.0.1:1"):
        pass


def _refusing(address, **options):
    raise OSError(f"Timed out trying to connect to {address}")
