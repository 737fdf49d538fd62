"""How many bits a character costs, for counting and for networks, per budget of core seconds.

Texts: six tragedies by Shakespeare; the last tenth is for testing, the first 40,000 characters
choose, all between is learned from. The n-gram model is modified Kneser-Ney. A GRU, an LSTM and a
causal Transformer of two layers each have three settings of width and learning rate, judged on the
choosing part after 4 core seconds with three seeds that are not used again. Then five seeds learn
with the best setting, the networks in turns; each run is judged after 2, 4, 8 and 16 core seconds.
A core second is one of process time on one thread, the judging not counted. The network that is
best on the choosing part after 16 goes on with three of its seeds to 32, 64 and 128.

"mixed": a share of each probability is the n-gram model's, the rest the network's; the share is
chosen on the choosing part. The quatrains of the Tang dynasty are done alike, with a GRU alone, 2
core seconds to choose and 8 to learn. "caching": how much longer a Transformer of three layers
takes to write without a cache of keys and values.
"""

import time

import numpy as np

from nblib.text.kneser_ney import KneserNey
from records.generation.caching import measured
from records.generation.readers import WARM
from records.generation.runs import Learner, bits, mixed
from records.generation.texts import text

ORDERS = range(1, 9)
NETWORKS = ("GRU", "LSTM", "Transformer")
SETTINGS = {
    "GRU": [
        {"width": 128, "dropout": 0.0, "lr": 0.005},
        {"width": 192, "dropout": 0.0, "lr": 0.003},
        {"width": 192, "dropout": 0.0, "lr": 0.006},
    ],
    "LSTM": [
        {"width": 128, "dropout": 0.0, "lr": 0.01},
        {"width": 192, "dropout": 0.0, "lr": 0.005},
        {"width": 192, "dropout": 0.0, "lr": 0.01},
    ],
    "Transformer": [
        {"width": 64, "dropout": 0.0, "lr": 0.003},
        {"width": 64, "dropout": 0.0, "lr": 0.006},
        {"width": 96, "dropout": 0.0, "lr": 0.003},
    ],
}
QUATRAIN_SETTINGS = [
    {"width": 96, "dropout": 0.0, "lr": 0.004},
    {"width": 96, "dropout": 0.0, "lr": 0.01},
    {"width": 96, "dropout": 0.5, "lr": 0.01},
]
TUNING_SECONDS = 4
TUNING_SEEDS = (100, 101, 102)
SEEDS = range(5)
BUDGETS = (2, 4, 8, 16)
FURTHER = (32, 64, 128)
QUATRAIN_TUNING_SECONDS = 2
QUATRAIN_SECONDS = 8
FURTHER_SEEDS = 3
SHARES = tuple(float(share) for share in np.linspace(0.1, 0.9, 9))


def measure():
    """Return the record; all runs on one thread, one after the other."""
    counted = {name: count(name) for name in ("tragedies", "quatrains")}
    results = {"n-grams": {name: found for name, (_, found) in counted.items()}}
    results |= contest(counted["tragedies"][0])
    results["quatrains"] = quatrains(counted["quatrains"][0])
    results["caching"] = measured()
    return results


def count(name):
    """Choose the order of an n-gram model; return it and what it reaches."""
    texts = text(name)
    size = len(texts.characters)
    orders = [order for order in ORDERS if size**order < 2**63]
    begun = time.process_time()
    models = [KneserNey(texts.train, size, order) for order in orders]
    judged = [bits(model.nll(texts.validation)[WARM:]) for model in models]
    chosen = int(np.argmin(judged))
    seconds = time.process_time() - begun
    begun = time.process_time()
    model = KneserNey(texts.train, size, orders[chosen])
    one = time.process_time() - begun
    found = {
        "order": orders[chosen],
        "validation": judged,
        "seconds": one,
        "seconds with choosing": seconds,
    }
    found["test"] = bits(model.nll(texts.test)[WARM:])
    print(name, found, flush=True)
    return model, found


def chosen_setting(name, texts, settings, seconds):
    """Return the setting that is best on the choosing part, and what each reached there."""
    reached = []
    for setting in settings:
        runs = [Learner(name, texts, setting, seed).until(seconds) for seed in TUNING_SEEDS]
        reached.append(float(np.mean([bits(run.evaluated(texts.validation)[0]) for run in runs])))
    print(name, reached, flush=True)
    return settings[int(np.argmin(reached))], reached


def judged(learner, model):
    """Return a row: what a learner has reached, alone and mixed with an n-gram model."""
    texts = learner.text
    validation, test = learner.evaluated(texts.validation, texts.test)
    counted = [model.nll(ids)[WARM:] for ids in (texts.validation, texts.test)]
    by_share = [bits(mixed(counted[0], validation, share)) for share in SHARES]
    share = SHARES[int(np.argmin(by_share))]
    return {
        "steps": learner.steps,
        "validation": bits(validation),
        "test": bits(test),
        "share": share,
        "mixed": bits(mixed(counted[1], test, share)),
    }


def contest(model):
    """Let the networks learn in turns; return what each reached at each budget and seed."""
    texts = text("tragedies")
    tuned = {name: chosen_setting(name, texts, SETTINGS[name], TUNING_SECONDS) for name in NETWORKS}
    learners = {name: [] for name in NETWORKS}
    rows = {name: [] for name in NETWORKS}
    for seed in SEEDS:
        for name in NETWORKS:
            learner = Learner(name, texts, tuned[name][0], seed)
            learners[name].append(learner)
            rows[name].append([judged(learner.until(budget), model) for budget in BUDGETS])
            print(name, seed, rows[name][-1][-1], flush=True)
    best = min(NETWORKS, key=lambda name: np.mean([row[-1]["validation"] for row in rows[name]]))
    further = [
        [judged(learner.until(budget), model) for budget in FURTHER]
        for learner in learners[best][:FURTHER_SEEDS]
    ]
    found = {"budgets": BUDGETS, "further budgets": FURTHER, "best": best, "further": further}
    found["networks"] = {
        name: {"setting": tuned[name][0], "tuning": tuned[name][1], "runs": rows[name]}
        for name in NETWORKS
    }
    return found


def quatrains(model):
    """Return what a GRU reaches on the quatrains."""
    texts = text("quatrains")
    setting, reached = chosen_setting("GRU", texts, QUATRAIN_SETTINGS, QUATRAIN_TUNING_SECONDS)
    runs = [
        judged(Learner("GRU", texts, setting, seed).until(QUATRAIN_SECONDS), model)
        for seed in SEEDS
    ]
    return {"setting": setting, "tuning": reached, "runs": runs}


def sample():
    """Return what each network reaches on a short text after ten steps, and an n-gram model."""
    texts = text("tragedies")
    short = texts.test[:3000]
    found = {"n-gram": bits(KneserNey(texts.train[:50_000], len(texts.characters), 4).nll(short))}
    for name in NETWORKS:
        learner = Learner(name, texts, SETTINGS[name][0], 0).until(steps=10)
        found[name] = bits(learner.evaluated(short)[0])
    return found
