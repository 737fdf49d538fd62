"""Pairs of sentences with and without a negation, made from templates, how models judge them; and
drills, from other templates with other words.
"""

import numpy as np

FRAMES = {
    "english": [
        ("This is {}.", "This is not {}."),
        ("It was {}.", "It was not {}."),
        ("It was {}.", "It wasn't {}."),
        ("I think it is {}.", "I don't think it is {}."),
        ("The whole thing was {}.", "The whole thing was never {}."),
    ],
    "chinese": [
        ("这个很{}", "这个不{}"),
        ("我觉得{}", "我觉得不{}"),
        ("真的很{}。", "真的不{}。"),
    ],
}
WORDS = {
    "english": {
        1: ["good", "great", "funny", "nice", "interesting", "exciting", "beautiful", "perfect"],
        0: ["bad", "boring", "stupid", "terrible", "awful", "sad", "dull", "ugly"],
    },
    "chinese": {1: ["好", "满意", "舒服", "干净", "喜欢"], 0: ["差", "难", "脏", "贵", "吵"]},
}


def pairs(language):
    """Return lists (plain sentences, the same negated, classes (N,) of the plain ones)."""
    plain = []
    negated = []
    classes = []
    for frame, negated_frame in FRAMES[language]:
        for y, words in WORDS[language].items():
            for word in words:
                plain.append(frame.format(word))
                negated.append(negated_frame.format(word))
                classes.append(y)
    return plain, negated, np.array(classes)


def judged(z_plain, z_negated, classes):
    """How a model judges the pairs, from its logits: for each class of the plain sentence the share
    whose negation moves the logit the other way, and the share where both verdicts are right.
    """
    found = {}
    for y, name in ((1, "not good"), (0, "not bad")):
        sign = 2 * y - 1
        plain = sign * z_plain[classes == y]
        negated = sign * z_negated[classes == y]
        found[name] = {
            "moves": float(np.mean(negated < plain)),
            "turns": float(np.mean((plain > 0) & (negated < 0))),
        }
    return found


# The drills.

POSITIVE = (
    "happy lovely fun enjoyable clever moving charming fresh wonderful brilliant amazing excellent "
    "strong"
).split()
NEGATIVE = (
    "annoying silly weak slow predictable horrible dumb lame tedious poor painful ridiculous flat"
).split()
DRILLS = (
    ("this is {}", "this is not {}"),
    ("it was {} .", "it was not {} ."),
    ("it was {} !", "it wasn't {} !"),
    ("i think it is {}", "i don't think it is {}"),
    ("{}", "not {}"),
    ("{}", "not {} at all"),
    ("the film is {}", "the film is never {}"),
    ("a {} film", "not a {} film"),
    ("really {}", "not really {}"),
    ("that was a {} day", "that was not a {} day"),
)


def drills():
    """Return the tokens of the drills and their classes."""
    sentences = []
    classes = []
    for plain, negated in DRILLS:
        for y, (words, opposites) in enumerate(((NEGATIVE, POSITIVE), (POSITIVE, NEGATIVE))):
            for i, word in enumerate(words):
                both = f"{word} , not {opposites[i]}"
                sentences += [plain.format(word), negated.format(word), both]
                classes += [y, 1 - y, y]
    return [sentence.split() for sentence in sentences], np.array(classes, np.float32)
