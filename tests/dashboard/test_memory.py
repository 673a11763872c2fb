"""What queries keep in memory: made once, made anew when its version is another."""

from __future__ import annotations

from dashboard.queries.memory import Memory


def test_of_many_things_only_those_of_another_version_are_made_anew() -> None:
    memory, asked = Memory(), []

    def make(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: key.upper() for key in keys}

    assert memory.each("letters", {"a": 1, "b": 1}, make) == {"a": "A", "b": "B"}
    assert list(memory.each("letters", {"c": 1, "b": 2, "a": 1}, make)) == ["c", "b", "a"], "in the order that was asked for"
    memory.each("letters", {"a": 1, "b": 2}, make)
    assert asked == [["a", "b"], ["c", "b"]]
