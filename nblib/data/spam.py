"""Mails, wanted and unwanted, of 2002 and 2003: the public corpus of Apache SpamAssassin, cut."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded
from nblib.data.texts import unpack_texts

NAMES = ("ham", "spam")


def load_spam(*, full=False):
    """Return mails as a Dataset: x_train and x_test hold texts, y is 0 for ham and 1 for spam,
    int64.

    The first line of a text is the subject, which may be empty; all after it is the body, at most
    1,500 characters: `subject, _, body = text.partition("\\n")`. Addresses, numbers and names of
    people are the words xxmail, xxurl, xxphone, xxnumber and xxname. The split is fixed: mails of
    one subject and near copies are all on one side. Within x_train they stand side by side, and
    their order means nothing otherwise, so that a run of rows is a fair part for validation:
    x_train[:800], say, but no random draw.
    full: accepted for uniformity: the embedded file is all there is.
    Raises DataError for a damaged file. Source: spamassassin.apache.org/old/publiccorpus.
    """
    arrays, provenance = read_embedded("spam")
    subjects, bodies = (_texts(arrays, field) for field in ("subject", "body"))
    texts = np.empty(len(subjects), dtype=object)  # (n,)
    for i, (subject, body) in enumerate(zip(subjects, bodies, strict=True)):
        texts[i] = f"{subject}\n{body}"
    y = arrays["y"].astype(np.int64)  # (n,)
    test = arrays["is_test"]
    return Dataset(texts[~test], y[~test], texts[test], y[test], NAMES, provenance)


def _texts(arrays, field):
    return unpack_texts({key: arrays[f"{field}_{key}"] for key in ("bytes", "ends")})
