"""The program: composes adapters and memory, owns time, words and processes."""

import os

# Read once by numpy's matrix library when it is first imported, so it must stand before every other import of ours.
# Its threads spin while they wait for one another: with two, a text cost 48 ms of processor time on busy cores
# instead of 6, and the model and the database need the other core.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
