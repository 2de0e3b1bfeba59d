"""Few numbers for what a text says: the same everywhere, and about as far apart as the vectors were."""

import numpy as np

from memory.projection import DIRECTIONS, reduced


def test_it_is_the_same_for_the_same_and_of_the_size_that_is_kept() -> None:
    vectors = np.random.default_rng(1).normal(0, 1, (5, 384)).astype(np.float32)
    rows = reduced(vectors)
    assert rows == reduced(vectors) and np.allclose(rows[2:3], reduced(vectors[2:3]))
    assert {len(row) for row in rows} == {DIRECTIONS}
    assert np.allclose(rows[0][:2], [-2.51688, 6.17544], atol=1e-4), "what is kept was made with these directions"
    assert reduced(np.zeros((0, 384), np.float32)) == []


def test_what_is_near_stays_near() -> None:
    random = np.random.default_rng(2)
    base = random.normal(0, 1, (300, 512))
    near, far = base + random.normal(0, 0.3, base.shape), random.normal(0, 1, base.shape)
    said = [np.array(reduced(each.astype(np.float32))) for each in (base, near, far)]
    apart = [np.linalg.norm(said[0] - each, axis=1) for each in said[1:]]
    assert np.mean(apart[0] < apart[1]) > 0.97
    lengths = np.linalg.norm(said[0], axis=1) / np.linalg.norm(base, axis=1)
    assert abs(lengths.mean() - 1) < 0.1, "distances are kept on average"
