"""A Dask cluster on this machine, of real processes: a scheduler, and workers that come and go."""

import json
import subprocess
import sys
import time

from tools.environment import with_threads

PATIENCE_S = 60
QUIET = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")


def until(condition, seconds=PATIENCE_S):
    """Wait for a condition, and return what it gave."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
    return value


class Cluster:
    """Processes of `dask scheduler` and `dask worker`; .address is the scheduler's."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.started = 0  # processes, each with a log of its own
        self.workers = {}  # name -> process
        arguments = ("--port", "0", "--no-dashboard", "--scheduler-file", "s.json")
        self.scheduler = self._start("scheduler", *arguments)
        self.address = json.loads(until(self._scheduler_file))["address"]

    def _scheduler_file(self):
        path = self.folder / "s.json"
        text = path.read_text() if path.exists() else ""
        return text if text.rstrip().endswith("}") else None

    def _start(self, *arguments, **environ):
        self.started += 1
        with open(self.folder / f"log{self.started}", "w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", arguments[0], "--host", "127.0.0.1", *arguments[1:]],
                cwd=self.folder,
                env=with_threads(1, **environ),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def worker(self, name, **environ):
        """Start a worker and return its process; it need not be there yet."""
        scratch = ("--local-directory", str(self.folder / f"{name}{self.started}"))
        arguments = ("worker", self.address, "--name", name, *QUIET, *scratch)
        self.workers[name] = self._start(*arguments, **environ)
        return self.workers[name]

    def exactly(self, *names):
        """See that these workers are there, and no others; those that are there stay."""
        self.workers = {n: worker for n, worker in self.workers.items() if worker.poll() is None}
        for name in self.workers.keys() - set(names):
            self.kill(name)
        for name in names:
            if name not in self.workers:
                self.worker(name)
        with self.client() as client:
            until(lambda: present(client) == set(names))
        return [self.workers[name] for name in names]

    def kill(self, name):
        """Kill a worker."""
        worker = self.workers.pop(name)
        worker.kill()
        worker.wait()

    def client(self):
        from distributed import Client

        return Client(self.address, set_as_default=False)

    def end(self):
        for process in [*self.workers.values(), self.scheduler]:
            process.kill()
            process.wait()

    def logs(self):
        return "\n".join(path.read_text() for path in self.folder.glob("log*"))


def present(client):
    """Return the names of the workers that the scheduler knows."""
    info = client.scheduler_info(n_workers=-1)
    return {worker["name"] for worker in info["workers"].values()}
