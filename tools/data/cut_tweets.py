"""Cut nblib/data/tweets.npz from the source package of vaderSentiment 3.3.2:
python -m tools.data.cut_tweets

Downloads the package with pip, replaces what points to a person, drops near duplicates and what is
near one of the film snippets, shuffles once, and stores texts and their mean ratings.
"""

import html
import re

from tools.data.rated_texts import ARCHIVE, SOURCE, first_of_each, rated, read_archive, store

# Given names that occur, of whoever: it cannot be told who of them is known to the public, but for
# one musician.
GIVEN = r"""
Aaron Abbey Adam Aine Alex Alick Alison Allen Allie Alma Amos Amy Andrew Angus Anita Ann Anthony
Arianna Ariel Armond Arnold Ashvin Barbara Ben Benjamin Bishe Blair Blake Bonnie Bradley Brendon
Brennan Brett Brian Britton Bryant Caleb Carson Casey Cerys Chad Charles Charlie Chelsea Connie
Conway Corey Cynthia Damien Dan Danny Dave(?!\sGrohl) David Dawn Deandre Deborah Den Devi Dianna
Dick Diego Donna
Dora Doyle Drake Edmund Edwin Eileen Emily Eric Erik Evander Frank Gary Gene George Gerard Gilbert
Glenn Graham Greg Gwen Gwyneth Harley Harris Hattie Helen Henrietta Herman Hugh Hugo Humberto Isaac
Jack Jackson Jaimie Jake James Jamie Janika Janiya Jason Jay Jayne Jeffrey Jen Jenni Jennings Jenny
Jerry Jes Jesse Jim Jin Joe Johann John Johnny Jon Jonah Joss Julia Julio Justin Kai Kailash Kane
Kanye Katie Keira Keith Kelly Kenan Kristian Kristin Kyle Kylie Laurie Leela Leo Leon Leslie Levi
Lewis Lily Lori Louis Louise Lukes Lynn Maddy Madeline Maggie Manuel Marcus Marcy Mariellen Mario
Marlene Martha Martin Marty Mary Max Melanie Michael Mickey Mikey Mitch Moniqua Monty Moshe Neil
Neville Nicki Nolan Obrebt Patrick Paul Penny Peter Phil Phillips Pierre Piers Quinn Reggie Richard
Richie Rick Rob Robert Roberts Rocky Rodgers Rohan Ronan Roy Rufus Russ Ryan Sadie Sandra Sarah
Scott Shawn Sheila Sophie Spencer Stephen Steven Stewart Susannah Terry Tim Tori Trent Tiff Vanessa
Vera Vicki Vince Walt Warren Wayne Whitney William Zeke Zoe
Anna Bill Brad Chris Josh Karen Lisa Matt Mike Nick Sam Steve Susan Tom
""".split()
NAMED = re.compile(rf"\b(?:{'|'.join(GIVEN)})\b((?:\s[A-Z][a-z]+(?=\W*(?:\s[a-z]|$|[.,!?'])))?)")
NUMBER = re.compile(r"\d[\d\-]{5,}\d|\b\d{3}[ .]\d{3}[ .]\d{4}\b")


def without_persons(text):
    """Replace user names, addresses on the web, given names and long numbers by words that stand
    for them.
    """
    text = html.unescape(html.unescape(text))
    text = re.sub(r"\b(?!RT@)\w+@anonymous", "@user", text)  # a mail address, half hidden
    text = text.replace("@anonymous", "@user")
    text = re.sub(r"\S*url_removed\S*", "LINK", text)
    text = re.sub(r"\S+@\S+\.\w+", "@user", text)
    text = NAMED.sub("Robin", text)
    text = NUMBER.sub("NUMBER", text)
    return re.sub(r"\s+", " ", text).strip()


def main():
    """Write tweets.npz and its provenance, tweets.json."""
    files, license_text = read_archive()
    texts, ratings, raters, disagree = rated(files, "tweets")
    cleaned = [without_persons(text) for text in texts]
    changed = sum(
        "Robin" in text and "Robin" not in old for text, old in zip(cleaned, texts, strict=True)
    )
    films, *_ = rated(files, "movieReviewSnippets")
    rows = first_of_each(cleaned)
    near_films = set(first_of_each(films + [cleaned[i] for i in rows]))
    alone = [i for j, i in enumerate(rows) if len(films) + j in near_films]
    provenance = {
        "what": "Short messages in English, in the manner of tweets, each with the mean of its "
        "raters' marks from -4, very negative, to 4, very positive",
        "source": f"tweets of {ARCHIVE} in the Python package {SOURCE.replace('==', ' ')}; "
        "C.J. Hutto and Eric Gilbert, 2014",
        "license": "MIT, by the license file of that package (Copyright (c) 2016 C.J. Hutto)",
        "unclear": "The messages were pulled from a public timeline and reworded by who rated "
        "them; how far is not said. 200 were invented, to try a program. Names written in small "
        "letters, and surnames alone, may still stand in a text.",
        "cut": f"{len(texts) + disagree:,} texts with {raters.min()} to {raters.max()} raters; "
        f"{disagree} dropped whose two ratings in the source disagree, "
        f"{len(texts) - len(rows)} near duplicates, which share at least 0.8 of their words with a "
        f"text before them, and {len(rows) - len(alone)} near a film snippet; user names, "
        f"addresses, long numbers and given names ({changed} texts) replaced; shuffled once; the "
        "first three quarters are for training",
    }
    store(
        "tweets",
        [cleaned[i] for i in alone],
        ratings[alone],
        provenance,
        license_text=license_text,
    )


if __name__ == "__main__":
    main()
