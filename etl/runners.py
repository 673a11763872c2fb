"""Where units of work run: in this process, or on a Dask cluster (extra `dask`) when one machine is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Protocol, TypeVar

from etl import texts
from geodata.errors import SettingsError

RETRIES = 2              # a worker that dies takes its unit along; the next one does it again
KINDS = ("local", "dask")

In = TypeVar("In")
Out = TypeVar("Out")


class Runner(Protocol):
    """Runs one function on many items."""

    def map(self, work: Callable[[In], Out], items: Sequence[In]) -> list[Out]:
        """Results in the order of the items; the first error of `work` is raised."""
        ...


class LocalRunner:
    """One item after the other in this process: polars already uses every core."""

    def map(self, work: Callable[[In], Out], items: Sequence[In]) -> list[Out]:
        """Results in the order of the items."""
        return [work(item) for item in items]


class DaskRunner:
    """Items spread over the workers of a Dask cluster, which must see the same folders."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(self, work: Callable[[In], Out], items: Sequence[In]) -> list[Out]:
        """Results in the order of the items; a unit whose worker died is done again by another."""
        results: list[Out] = self._client.gather(self._client.map(work, list(items), pure=False, retries=RETRIES))
        return results


@contextmanager
def open_runner(kind: str = "local", *, address: str = "", workers: int = 2, patience_seconds: float = 20) -> Iterator[Runner]:
    """The runner of a kind (local, dask), closed afterwards.

    Dask without `address` starts `workers` processes on loopback, dashboard off. Raises SettingsError where Dask is not installed or
    its cluster does not answer within `patience_seconds`.
    """
    if kind == "local":
        yield LocalRunner()
        return
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError as error:
        raise SettingsError(texts.RUNNER_NO_DASK) from error
    cluster: Any = nullcontext(address) if address else _local_cluster(LocalCluster, workers)
    with cluster as where, _connected(Client, where, patience_seconds) as client:
        yield DaskRunner(client)


def _local_cluster(cluster: Any, workers: int) -> Any:
    # without an address Dask still serves health pages, on port 8787 whether that is free or not
    off = {"dashboard": False}
    return cluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", scheduler_kwargs=off)


def _connected(client: Any, address: Any, patience_seconds: float) -> Any:
    try:
        return client(address, timeout=patience_seconds)
    except (OSError, ValueError) as error:
        raise SettingsError(texts.RUNNER_NO_CLUSTER.format(address=address, error=error)) from error
