"""A process with everything imported → kernels forked from it, which start at once and end with the run.

Only on Linux; elsewhere, in processes that may not have children, and if the path of the folder for temporary files is
too long for sockets, notebooks get ordinary kernels (`manager`).
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from fazhi import temporary

_NAME = "fazhi-forked"
_PRELOADED = "fazhi.reporting.preloaded"
_hiding = threading.Lock()


def manager() -> type[AsyncKernelManager]:
    """Return the class that starts kernels here, and start the process that they are forked from."""
    may_fork = sys.platform.startswith("linux") and not multiprocessing.current_process().daemon
    if not may_fork or not temporary.takes_sockets():
        return AsyncKernelManager
    known = KernelProvisionerFactory.instance().provisioners
    known[_NAME] = EntryPoint(_NAME, f"{__name__}:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME)
    temporary.place_sockets()
    multiprocessing.set_forkserver_preload([_PRELOADED])
    multiprocessing.forkserver.ensure_running()
    return ForkedKernelManager


class ForkedKernelManager(AsyncKernelManager):
    """Starts forked kernels; each has its sockets in its own folder, so that they cannot clash."""

    def __init__(self, **options) -> None:
        self._folder = tempfile.mkdtemp(dir=temporary.folder())
        connection = str(Path(self._folder, "kernel.json"))
        super().__init__(**options, transport="ipc", connection_file=connection)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Python, started by `ForkedProvisioner`, which uses only the arguments of the command."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        by = {"kernel_provisioner": {"provisioner_name": _NAME}}
        return KernelSpec(argv=command, display_name="Python 3", language="python", metadata=by)

    def cleanup_connection_file(self) -> None:
        """Remove the connection file and the sockets."""
        super().cleanup_connection_file()
        shutil.rmtree(self._folder, ignore_errors=True)


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel and manages it like one started by a command."""

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Fork a kernel, with those arguments of the command that follow ``-m ipykernel_launcher``."""
        process = multiprocessing.get_context("forkserver").Process(
            target=_kernel, name=_NAME, args=(cmd[3:], str(kwargs["cwd"]), dict(kwargs["env"]))
        )
        with _main_hidden():
            process.start()
        self.process = _Forked(process)
        self.pid = self.pgid = process.pid
        return self.connection_info


class _Forked:
    """A forked process with the interface of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.Process) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def end() -> None:
    """Kill the kernels still running, and their children, after an interrupted run."""
    for process in multiprocessing.active_children():
        if process.name == _NAME:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.join()


def _kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Run as a kernel until it is shut down."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # the run handles an interrupt at the terminal, and ending the group ends the kernel's own workers
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_leave_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    app = IPKernelApp.instance()
    app.initialize([*arguments, "--IPKernelApp.parent_handle=1"])  # no need to watch the parent process
    app.start()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # closing its sockets may hang


def _leave_with(run: multiprocessing.process.BaseProcess) -> None:
    """Exit when the run that the kernel works for has ended, for whatever reason."""
    run.join()
    os._exit(1)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep the child from importing the main module, which takes seconds and is not needed."""
    with _hiding:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
