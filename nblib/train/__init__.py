"""One readable loop: minibatches, validation, early stopping, checkpoints, a history.

loop.py is the loop, run.py what a run remembers, evaluation.py how a model is judged, diagnosis.py
what went wrong. It works with nblib's models as they are, and with PyTorch's through
nblib.proofs.torch_model.adapt().
"""

from nblib.train.evaluation import evaluate, predict
from nblib.train.loop import fit

__all__ = ["evaluate", "fit", "predict"]
