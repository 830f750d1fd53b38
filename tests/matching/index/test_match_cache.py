"""A cached value is kept while its stamp is the same, and renewed once for all threads."""

import threading

from matching.index.cache import StampedCache


def test_the_value_stays_until_the_stamp_moves():
    stamps, made = iter(["a", "a", "b", "b"]), []

    def make(stamp, before):
        made.append((stamp, before))
        return f"value of {stamp}"

    cache = StampedCache(lambda: next(stamps), make)

    assert [cache.current() for _ in range(4)] == ["value of a"] * 2 + ["value of b"] * 2
    assert made == [("a", None), ("b", "value of a")]


def test_many_threads_at_once_make_it_once():
    gate, made = threading.Barrier(8), []
    cache = StampedCache(lambda: "one", lambda stamp, _before: made.append(stamp) or object())
    seen = []

    def ask():
        gate.wait()
        seen.append(cache.current())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == ["one"]
    assert len(set(map(id, seen))) == 1


def test_a_failure_leaves_the_old_value_and_is_tried_again():
    stamps, tries = ["a"], []

    def make(stamp, _before):
        tries.append(stamp)
        if tries == ["a", "b"]:
            raise OSError("the database went away")
        return stamp

    cache = StampedCache(lambda: stamps[-1], make)
    assert cache.current() == "a"
    stamps.append("b")

    try:
        cache.current()
    except OSError:
        pass
    else:
        raise AssertionError("the failure must be seen")

    assert cache.current() == "b"
