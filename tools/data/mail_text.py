"""The subject and the body of a mail as plain text, without what names a person.

What a script can find is replaced by a word: mail addresses by xxmail, web addresses and hosts by
xxurl, telephone numbers by xxphone, other long numbers by xxnumber, names by xxname. The names of
people are those of the headers and of lines such as "Ann Lee wrote:"; a word that the corpus mostly
writes small is no name. Signatures and what mailing lists add at the end are cut off.
"""

import email
import email.header
import re
from collections import Counter
from html.parser import HTMLParser

from tools.data.given_names import GIVEN_NAMES, NO_NAMES

PEOPLE = ("From", "To", "Cc", "Reply-To", "Sender", "X-Sender", "Errors-To", "Delivered-To")
BLOCKS = {"p", "br", "div", "tr", "li", "table", "h1", "h2", "h3", "title", "hr", "td"}
NAME_WORD = r"[A-Z][a-zA-Z'’.-]+"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ATTRIBUTION = re.compile(
    rf"(?m)^[> ]*(?:(?:On|At|In|Am|Le|El)\b[^\n]{{0,150}}(?:\n[^\n]{{0,100}})?"
    rf"|[^\n]{{0,100}}?)"
    rf"({NAME_WORD}(?: {NAME_WORD}){{0,2}})?[^\n]{{0,60}}\b(?:wrote|writes|schrieb|said)\s*:"
)
QUOTED_HEADER = re.compile(
    r"(?mi)^([> |*]*)(from|to|cc|bcc|reply-to|sender|sent by|posted by|submitted by)\s*:.*$"
)
GREETING = re.compile(
    r"(?m)^([> ]*(?:Hi|Hello|Dear|Hey|Hallo|Dear Mr\.?|Dear Ms\.?)),?"
    rf" +{NAME_WORD}(?: {NAME_WORD})?"
    r"(?= *[,:;.!-]| *$)"
)
CLOSING = re.compile(
    r"(?mi)^([> ]*(?:(?:best|kind|warm)? ?(?:regards|wishes)|cheers|thanks|thank you|sincerely|"
    r"yours|best|bye|ciao|yours (?:truly|sincerely|faithfully))[ ,.!-]*\n+)[^\n]{2,40}$"
)
FOOTERS = re.compile(
    r"(?mi)^(?:-- ?$|_{20,}\n[^\n]*(?:mailing list|list:)|-{20,}\n[^\n]*sf\.net|"
    r"-----BEGIN PGP SIGNATURE|-{20,}\nThis (?:sf|sourceforge)|To unsubscribe from this group|"
    r"(?:irish linux users' group|ilug)[^\n]*\n[^\n]*for \(un\)subscription|"
    r"-+ ?yahoo! groups sponsor)"
)
# In this order: what contains the next comes first.
PLACEHOLDERS = (
    (re.compile(r"\b(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?:T[\d:+.Z-]+)?"), " xxdate "),
    (re.compile(r"(?i)<?\b(?:https?|ftp)\s?://[^\s<>\"]+>?"), " xxurl "),
    (re.compile(r"(?i)<?\b(?:mailto:)?[\w.+%=-]+@[\w.-]*\w>?"), " xxmail "),
    (re.compile(r"(?i)\bwww\.[^\s<>\"]+"), " xxurl "),
    (re.compile(r"(?i)\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|ie|uk|de|info|biz|tv|au|ca|cx)"
                r"\b(?:/[^\s<>\"]*)?"), " xxurl "),
    (re.compile(r"\+?\(?\d{1,4}\)?[ .-]{1,2}\(?\d{2,4}\)?[ .-]{1,2}\d{2,4}(?:[ .-]\d{2,6})*"),
     " xxphone "),
    (re.compile(r"(?:\(\d{3}\) ?|\b)\d{3}-\d{4}\b"), " xxphone "),
    (re.compile(r"\b\w*\d{5,}\w*\b"), " xxnumber "),
)  # fmt: skip
# What nobody wants to read in class.
CRUDE = re.compile(
    r"(?i)\b(?:\w*porn\w*|xxx+|sex\w*|nude\w*|naked|penis\w*|fuck\w*|horny|cum|pussy|cock|tits|"
    r"whore\w*|sluts?|shit\w*|orgasm\w*|erotic\w*|erections?|viagra|virgins?|lesbian\w*|"
    r"bitch\w*|cunts?|nigger\w*|faggots?|blow ?jobs?|masturbat\w*|ejaculat\w*|vagina\w*)\b"
)
LAST_LINE = re.compile(r"\n\s*(?:[-~*=]+ ?)?[A-Za-z][a-zA-Z'’]+(?: [A-Z][a-zA-Z'’.]*){0,2}[ .]*$")


class _Text(HTMLParser):
    """The text of a page, a line for each block."""

    def __init__(self):
        super().__init__()
        self.pieces = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.silent += 1
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(data)


def without_tags(html):
    """Return the text of a page of HTML."""
    parser = _Text()
    parser.feed(html)
    return "".join(parser.pieces)


def header(mail, name):
    """Return a header as text, "" where there is none."""
    value = str(mail.get(name, ""))
    try:
        text = str(email.header.make_header(email.header.decode_header(value)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        text = value
    return " ".join(text.split())


def _payload(part):
    """Return the text of one part of a mail."""
    if str(part.get("Content-Transfer-Encoding", "")).lower() in ("base64", "quoted-printable"):
        content = part.get_payload(decode=True)
        try:
            return content.decode(part.get_content_charset() or "latin-1", errors="replace")
        except LookupError:
            return content.decode("latin-1")
    return part.get_payload()


def body_of(mail):
    """Return the text of a mail: its first plain part, or else its first part of HTML."""
    texts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    for part in plain + texts:
        text = _payload(part)
        looks_like_html = re.search(r"(?i)<(?:html|body|font|table|br|p)\b", text)
        if part.get_content_type() == "text/html" or looks_like_html:
            text = without_tags(text)
        if text.strip():
            return text
    return ""


def names_in(mail, body):
    """Return the words of the names of people that the headers and quotations of a mail give."""
    people = []
    for name in PEOPLE:
        for value in mail.get_all(name, []):
            pairs = email.utils.getaddresses([str(value)])
            people += [person for person, _ in pairs]
    people += [match[1] for match in ATTRIBUTION.finditer(body) if match[1]]
    return {word for person in people for word in WORD.findall(person) if len(word) > 2}


def true_names(name_words, bodies):
    """Return those of name_words that the corpus seldom writes in lower case, and GIVEN_NAMES."""
    small = Counter()
    large = Counter()
    for body in bodies:
        for word in WORD.findall(with_placeholders(body)):
            (small if word.islower() else large)[word.lower()] += 1
    capitalized = {word.lower() for word in name_words if word[0].isupper()}
    names = {word for word in capitalized if small[word] <= 0.25 * (small[word] + large[word])}
    return (names | GIVEN_NAMES) - NO_NAMES


def with_placeholders(text):
    """Return the text with placeholders for addresses and numbers."""
    for pattern, placeholder in PLACEHOLDERS:
        text = pattern.sub(placeholder, text)
    return text


def without_people(text, own_names, names):
    """Return the text with placeholders. own: name words of this mail in lower case; names: those
    of all.
    """
    text = text.replace("\r", "").replace("\xa0", " ")
    if footer := FOOTERS.search(text):
        text = text[: footer.start()]
    text = ATTRIBUTION.sub("xxname wrote:", text)
    text = QUOTED_HEADER.sub(r"\1\2: xxname", text)
    text = with_placeholders(text)
    text = GREETING.sub(r"\1 xxname", text)
    text = CLOSING.sub(r"\1xxname", text)
    text = LAST_LINE.sub("\nxxname", text.rstrip())

    def hidden(match):
        word = match[0].lower().removesuffix("'s")
        is_name = word in own_names or (word in names and not match[0].islower())
        return "xxname" if is_name else match[0]

    text = WORD.sub(hidden, text)
    text = re.sub(r"xxname(?:[ .]+(?:[A-Z]\.? )?xxname)+", "xxname", text)
    return tidy(text)


def tidy(text):
    """Return the text with single spaces and at most one empty line; what is no text is left
    out.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if not re.search(r"[^\s]{45,}", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
