"""What a watcher counts, in the words of Prometheus: rules and kinds, never addresses or people. One registry an app."""

from __future__ import annotations

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class State:
    """What is asked of store and data when somebody looks."""

    is_reachable: bool
    has_history: bool
    data_age_seconds: float | None
    audit_rows: int | None


@dataclass(frozen=True)
class Metrics:
    """Counts of one process since its start."""

    registry: CollectorRegistry = field(default_factory=lambda: CollectorRegistry(auto_describe=True))
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    limited: Counter = field(init=False)
    refused: Counter = field(init=False)
    faults: Counter = field(init=False)
    gauges: dict[str, Gauge] = field(init=False)

    def __post_init__(self) -> None:
        made = {
            "requests": Counter("huitian_requests", "Requests answered", ["rule", "status"], registry=self.registry),
            "seconds": Histogram("huitian_request_seconds", "Time to answer", ["rule"], buckets=SECONDS, registry=self.registry),
            "limited": Counter("huitian_limited", "Requests over a limit", ["bucket"], registry=self.registry),
            "refused": Counter("huitian_refused", "Requests refused", ["kind"], registry=self.registry),
            "faults": Counter("huitian_faults", "Faults of the program", ["error"], registry=self.registry),
            "gauges": {
                "store": Gauge("huitian_store_reachable", "1 where the store answers", registry=self.registry),
                "history": Gauge("huitian_history_readable", "1 where the history can be read", registry=self.registry),
                "age": Gauge("huitian_data_age_seconds", "Age of the newest record", registry=self.registry),
                "audit": Gauge("huitian_audit_rows", "Rows of the audit trail", registry=self.registry),
            },
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def text(self, state: State) -> bytes:
        """Everything counted, in Prometheus' text format; what cannot be known now is NaN."""
        unknown = float("nan")
        self.gauges["store"].set(state.is_reachable)
        self.gauges["history"].set(state.has_history)
        self.gauges["age"].set(unknown if state.data_age_seconds is None else state.data_age_seconds)
        self.gauges["audit"].set(unknown if state.audit_rows is None else state.audit_rows)
        return generate_latest(self.registry)
