"""One image with micrograd, forward, backward and update: python -m records.speed.one_image"""

import json
import random
import sys
import time

from micrograd.engine import Value
from micrograd.nn import MLP

from records.ladder.steps import SIZES, start

E = 2.718281828459045
LABEL = 3


def main():
    """Print the seconds."""
    random.seed(0)
    model = MLP(SIZES[0], list(SIZES[1:]))
    _, _, inputs, _ = start(1)
    sys.setrecursionlimit(100_000)  # its graph walk is recursive

    begin = time.perf_counter()
    scores = model([Value(x) for x in inputs[0].tolist()])
    # micrograd has no exp: the gradient of softmax and cross-entropy goes in by hand.
    exponentials = [E**score.data for score in scores]
    total = sum(exponentials)
    loss = Value(0.0)
    for i, (score, e) in enumerate(zip(scores, exponentials, strict=True)):
        loss = loss + score * (e / total - (i == LABEL))
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= 0.01 * p.grad
    print(json.dumps(time.perf_counter() - begin))


if __name__ == "__main__":
    main()
