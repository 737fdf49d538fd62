"""One network in a process of its own: python -m records.speed.alone NAME nblib|PyTorch [plain]

Prints the milliseconds of the processor for a step, on one thread, and the most memory that the
process had. With "plain", memory goes back to the system after each step, as it does without
nblib/optim/heap.py.
"""

import json
import statistics
import sys
import time

from nblib.optim import heap, optimizers
from records.speed.rows import ALONE
from tools.memory import peak_mb

STEPS = 60
WARM_UP = 5


def main(name, library, memory="kept"):
    """Print the results as JSON."""
    if memory == "plain":
        optimizers.keep_heap = lambda: None
    else:
        heap.keep_heap()
    if library == "PyTorch":
        import torch

        torch.set_num_threads(1)
    step = ALONE[name](library)
    for _ in range(WARM_UP):
        step()
    seconds = []
    for _ in range(STEPS):
        begin = time.process_time()
        step()
        seconds.append(time.process_time() - begin)
    milliseconds = 1000 * statistics.median(seconds)
    print(json.dumps({"ms": round(milliseconds, 4), "MB": round(peak_mb())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
