"""What byte-pair encoding gains on two languages, and what skip-gram learns from six tragedies.

Compression: merges are learned on the first nine tenths of the tragedies, of the Tang quatrains, or
of both, up to a vocabulary of 8,192. What is kept is the bytes per token on the last tenths.

Vectors: the 151,639 words of the tragedies, in lower case; those that occur five times at least.
Skip-gram with vectors of 50 numbers is trained for 10 epochs with AdaGrad; a batch of 1,024 pairs
shares 64 noise words, which count as 5 for each pair. Counts are positive pointwise mutual
information (PPMI), a row of contexts for each word. Each has nine settings to choose from, on one
half of the analogies: the window, and the learning rate (skip-gram) or the smoothing of contexts
(counts). Then five seeds answer the other half. Neighbors: the share of a word's five nearest that
are in its own group, such as family or numbers.
"""

from itertools import permutations

import numpy as np

from nblib.data import load_quatrains, load_tragedies
from nblib.ops.shape import scatter_add
from nblib.text import BPETokenizer, BPETrainer, Vocabulary, WordTokenizer

SIZES = (260, 512, 1024, 2048, 4096, 8192)
DIM = 50
NOISE = 5
EPOCHS = 10
BATCH = 1024
SHARED = 64
SEEDS = 5
WINDOWS = (1, 2, 4)
RATES = (0.3, 0.9, 2.7)
SMOOTHINGS = (0.5, 0.25, 0.1)
GROUPS = {
    "family": "father mother son daughter brother sister wife husband uncle nephew cousin child",
    "rank": "king queen duke prince lord earl lady knight captain general gentleman sir madam",
    "body": "hand hands eye eyes head heart face tongue lips cheek blood foot feet arms ears brow",
    "time": "day night morning morrow hour hours minute month year years week days nights",
    "numbers": "one two three four five six ten twenty hundred thousand",
    "pronouns": "i thou he she we they it you me thee him her us them",
    "possessives": "my thy his her our their your mine thine",
    "auxiliaries": "shall will would should may might must can could shalt wilt canst",
}
ANALOGIES = {
    "pronouns": "i my thou thy he his we our they their you your i me thou thee he him we us "
    "they them",
    "thou forms": "have hast do dost will wilt shall shalt can canst are art were wert did didst",
    "past tense": "go went come came see saw know knew take took give gave speak spoke make made "
    "find found think thought say said do did have had is was hear heard tell told hold held "
    "stand stood fall fell keep kept",
    "plural": "hand hands eye eyes friend friends lord lords heart hearts word words day days "
    "year years hour hours enemy enemies tear tears lip lips man men woman women foot feet",
    "gender": "king queen father mother son daughter brother sister husband wife man woman "
    "lord lady he she him her boy girl",
}


def read_words():
    """Return (ids of all words in their order, vocabulary, counts by id)."""
    tokenize = WordTokenizer(lower=True).tokenize
    words = [[w for w in tokenize(text) if w[0].isalpha()] for text in load_tragedies().texts]
    vocabulary = Vocabulary.build(words, min_count=5)
    ids = np.concatenate([vocabulary.encode(play) for play in words])
    counts = np.bincount(ids, minlength=len(vocabulary))
    counts[:4] = 0
    return ids[ids >= 4], vocabulary, counts


def context_pairs(ids, window):
    """Return (centers, contexts): every word with each that is at most `window` places away."""
    centers = []
    contexts = []
    for shift in range(1, window + 1):
        centers += [ids[:-shift], ids[shift:]]
        contexts += [ids[shift:], ids[:-shift]]
    return np.concatenate(centers), np.concatenate(contexts)


def gradients(u, v, n):
    """Return the gradients of the loss of a batch: centers u (B, D), their contexts v (B, D), and
    noise words n (S, D) that all of them share, each counting NOISE / S.
    """
    pull = sigmoid(np.sum(u * v, axis=1, keepdims=True)) - 1  # (B, 1)
    push = NOISE / len(n) * sigmoid(u @ n.T)  # (B, S)
    return pull * v + push @ n, pull * u, push.T @ u


def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def adagrad(table, total, rows, values, lr):
    """One step of AdaGrad, with one sum of squares for each row."""
    gradient = scatter_add(rows, values, len(table))
    total += np.mean(gradient**2, axis=1, keepdims=True)
    table -= lr * gradient / np.sqrt(total)


def skip_gram(ids, counts, seed, *, window=2, lr=0.3, epochs=EPOCHS):
    """Yield the table of vectors (V, DIM) after each epoch."""
    rng = np.random.default_rng(seed)
    words = rng.normal(scale=0.1, size=(len(counts), DIM)).astype(np.float32)
    contexts = np.zeros_like(words)
    sums = [np.full((len(counts), 1), 1e-6, np.float32) for _ in range(2)]
    noise = np.cumsum(counts**0.75) / np.sum(counts**0.75)
    centers, others = context_pairs(ids, window)
    for _ in range(epochs):
        order = rng.permutation(len(centers))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            drawn = np.searchsorted(noise, rng.random(SHARED))
            of_center, of_other, of_noise = gradients(
                words[centers[batch]], contexts[others[batch]], contexts[drawn]
            )
            rows = np.concatenate([others[batch], drawn])
            adagrad(contexts, sums[1], rows, np.concatenate([of_other, of_noise]), lr)
            adagrad(words, sums[0], centers[batch], of_center, lr)
        yield words.copy()


def ppmi(ids, counts, *, window=2, smoothing=1.0):
    """Return positive pointwise mutual information of words and contexts, (V, V)."""
    size = len(counts)
    centers, contexts = context_pairs(ids, window)
    together = np.bincount(centers * size + contexts, minlength=size**2).reshape(size, size)
    by_context = together.sum(axis=0) ** smoothing
    expected = np.outer(together.sum(axis=1), by_context / by_context.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(together / expected)
    return np.where(together > 0, np.maximum(found, 0), 0).astype(np.float32)


def unit(vectors):
    """Scale rows to length 1; the specials, which never occur, to 0."""
    rows = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rows[:4] = 0
    return rows


def neighbors_in_group(vectors, vocabulary, nearest=5):
    """Return {group: the share of its words' nearest that are in it}, and {group: chance}."""
    rows = unit(vectors)
    shares = {}
    chances = {}
    for name, words in GROUPS.items():
        group = vocabulary.encode(words.split())
        cosines = rows[group] @ rows.T  # (G, V)
        cosines[:, :4] = -2
        cosines[np.arange(len(group)), group] = -2
        top = np.argsort(-cosines, axis=1)[:, :nearest]
        shares[name] = float(np.isin(top, group).mean())
        chances[name] = (len(group) - 1) / (len(vocabulary) - 5)
    return shares, chances


def questions(vocabulary):
    """Return (ids (Q, 4), category (Q,)): a is to b as c is to d, for all pairs of pairs."""
    found = []
    category = []
    for i, text in enumerate(ANALOGIES.values()):
        ids = vocabulary.encode(text.split())
        if 1 in ids:
            raise ValueError(f"{text.split()[ids.index(1)]} is not in the vocabulary")
        pairs = list(zip(ids[::2], ids[1::2], strict=True))
        found += [(*one, *other) for one, other in permutations(pairs, 2)]
        category += [i] * (len(found) - len(category))
    found = np.array(found)
    distinct = np.array([len(set(row)) == 4 for row in found])
    return found[distinct], np.array(category)[distinct]


def answered(vectors, asked, *, use_relation=True):
    """Return for each question whether the nearest to b - a + c is d; or the nearest to c alone."""
    rows = unit(vectors)
    a, b, c, d = asked.T
    wanted = rows[b] - rows[a] + rows[c] if use_relation else rows[c]
    right = []
    for start in range(0, len(asked), 500):
        part = slice(start, start + 500)
        cosines = wanted[part] @ rows.T
        for given in (a, b, c):
            cosines[np.arange(len(cosines)), given[part]] = -9
        right.append(cosines.argmax(axis=1) == d[part])
    return np.concatenate(right)


def by_category(right, category):
    """Return {category: share right, "all": share right}."""
    shares = {name: float(right[category == i].mean()) for i, name in enumerate(ANALOGIES)}
    return shares | {"all": float(right.mean())}


def compression():
    """Return {trained on: {tested on: bytes per token by size}}, all on held-out texts."""
    plays, plays_out = load_tragedies().split()
    poems, poems_out = load_quatrains().split()
    found = {"sizes": list(SIZES)}
    for name, texts in (("English", plays), ("Chinese", poems), ("both", plays + poems)):
        trainer = BPETrainer(texts)
        merges = []
        rows = {"English": [], "Chinese": []}
        for size in SIZES:
            while len(tokenizer := BPETokenizer(merges)) < size:
                merges += [trainer.step() for _ in range(size - len(tokenizer))]
            for language, held_out in (("English", plays_out), ("Chinese", poems_out)):
                text = "".join(held_out)
                tokens = sum(len(tokenizer.tokenize(one)) for one in held_out)
                rows[language].append(len(text.encode()) / tokens)
        found[name] = rows
        print(name, rows, flush=True)
    return found


def choose(ids, counts, asked, is_test):
    """Try nine settings of each; return {method: {"tried": [...], "chosen": setting}}."""
    skip_gram_grid = [{"window": w, "lr": lr} for w in WINDOWS for lr in RATES]
    counts_grid = [{"window": w, "smoothing": s} for w in WINDOWS for s in SMOOTHINGS]
    found = {}
    for method, grid in (("skip-gram", skip_gram_grid), ("counts", counts_grid)):
        tried = []
        for setting in grid:
            if method == "counts":
                vectors = ppmi(ids, counts, **setting)
            else:
                *_, vectors = skip_gram(ids, counts, 100, **setting)
            share = float(answered(vectors, asked[~is_test]).mean())
            tried.append({"setting": setting, "right": share})
            print(method, tried[-1], flush=True)
        best = max(tried, key=lambda one: one["right"])["setting"]
        found[method] = {"tried": tried, "chosen": best}
    return found


def judged(vectors, vocabulary, asked, category):
    """Return everything that is asked of one table of vectors."""
    return {
        "neighbors": neighbors_in_group(vectors, vocabulary)[0],
        "analogies": by_category(answered(vectors, asked), category),
        "third word alone": by_category(answered(vectors, asked, use_relation=False), category),
    }


def measure():
    """Return the record."""
    ids, vocabulary, counts = read_words()
    asked, category = questions(vocabulary)
    is_test = np.random.default_rng(0).random(len(asked)) < 0.5
    chosen = choose(ids, counts, asked, is_test)
    rest = (vocabulary, asked[is_test], category[is_test])
    runs = []
    for seed in range(SEEDS):
        tables = list(skip_gram(ids, counts, seed, **chosen["skip-gram"]["chosen"]))
        runs.append({str(epochs): judged(tables[epochs - 1], *rest) for epochs in (1, 5, EPOCHS)})
        print(seed, runs[-1], flush=True)
    untrained = np.random.default_rng(0).normal(size=(len(counts), DIM))
    return {
        "compression": compression(),
        "vocabulary": len(vocabulary),
        "words": len(ids),
        "questions": {"validation": int(np.sum(~is_test)), "test": int(np.sum(is_test))},
        "chosen": chosen,
        "skip-gram": runs,
        "counts": judged(ppmi(ids, counts, **chosen["counts"]["chosen"]), *rest),
        "untrained": judged(untrained, *rest),
        "chance of neighbors": neighbors_in_group(untrained, vocabulary)[1],
    }


def sample():
    """Return what the counts find, and a part of one epoch."""
    ids, vocabulary, counts = read_words()
    asked, category = questions(vocabulary)
    *_, vectors = skip_gram(ids[:30_000], counts, 0, epochs=1)
    return [judged(v, vocabulary, asked, category) for v in (ppmi(ids, counts), vectors)]
