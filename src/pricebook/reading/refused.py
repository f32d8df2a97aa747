"""Forms that are known and not read: refused by name, with what to do instead."""

import re

from pricebook.errors import UnreadablePage

_PAGE = "Save the page as HTML, Markdown or text."
_SHEET = "Export its table as CSV."
_OTHER = "Give a table of it as CSV, Markdown or HTML."
_FILES = {
    b"%PDF-": ("a PDF file", "Give the page that it was made of, or copy its tables as CSV."),
    b"{\\rtf": ("an RTF file", _PAGE),
    b"%!PS": ("a PostScript file", _PAGE),
    b"PK\x03\x04": ("a ZIP archive, as spreadsheets are", _SHEET),
    b"PK\x05\x06": ("a ZIP archive", _SHEET),
    b"\xd0\xcf\x11\xe0": ("an Office file", _SHEET),
    b"SQLite format 3": ("a database", _SHEET),
    b"PAR1": ("a Parquet file", _SHEET),
    b"bplist00": ("a property list, as Safari's web archives are", _PAGE),
    b"\x89PNG": ("a PNG image", _PAGE),
    b"\xff\xd8\xff": ("a JPEG image", _PAGE),
    b"GIF8": ("a GIF image", _PAGE),
    b"RIFF": ("a picture or a sound", _PAGE),
    b"\x1f\x8b": ("gzip data", "Unpack it."),
    b"BZh": ("bzip2 data", "Unpack it."),
    b"\xfd7zXZ": ("xz data", "Unpack it."),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it."),
    b"Rar!": ("a RAR archive", "Unpack it."),
    b"(\xb5/\xfd": ("zstd data", "Unpack it."),
    b"\x7fELF": ("a program", _PAGE),
}
_NOTICE = r"(?:/\*(?:[^*]|\*(?!/)){0,2000}+\*/\s{0,9}|//[^\n]{0,300}\n\s{0,9}){0,9}"
_PROGRAM = (
    r"[\"']use strict[\"']|[!(;]{1,3}(?:async\s)?function\b|\((?:\w{0,9}|\([^()]{0,99}\))\s?=>|module\.exports"
    r"|\(?(?:self|window|globalThis)[.\[]|(?:var|let|const)\s[\w${\[][^\n=]{0,200}=|function\s\w{1,99}\s?\("
)
_STYLES = r"@(?:charset|import|font-face|media)\b|(?::root|[.#]?[a-z][\w-]{0,50})\s?\{[^{}]{0,300}:[^{}]{0,300}[;}]"
_KEYS = r"(?:#[^\n]{0,300}\n|---\n|[a-z_][\w-]{0,50}:(?: [^\n]{0,300})?\n){0,50}+"
_NESTED = r"[ ]{0,9}- [a-z_][\w-]{0,50}: [^\n]{0,300}\n[ ]{2,12}[a-z_][\w-]{0,50}:|[ ]{2,9}[\w\"'./-]{1,80}:(?:\s)"
_TEXTS = (
    (r"\A<\?xml\b(?!.{0,500}?<(?:!doctype\s+html|html))", "an XML document", _OTHER),
    (r"\A<svg\b", "an SVG image", _PAGE),
    (r"\A<(?:rss|feed|urlset|sitemapindex)\b", "a feed or a site map", "Give one of the pages that it names."),
    (
        rf"\A{_NOTICE}(?:{_PROGRAM})",
        "a program in JavaScript",
        "Give the page that it draws, saved after it has loaded.",
    ),
    (rf"\A{_NOTICE}(?:{_STYLES})", "a style sheet", _PAGE),
    (r"\A\\(?:documentclass|usepackage|begin\{)", "LaTeX", _OTHER),
    (rf"\A(?!---\n(?:[^\n]{{0,300}}\n){{0,100}}?---\n){_KEYS}(?:{_NESTED})", "YAML", _OTHER),
)
"""What the text of such a form begins with."""
_DRAWN = (
    (r"(?m)^\{\|[^\n]{0,300}\n\|[-+!|]", "a page in MediaWiki's markup", _OTHER),
    (r"(?m)^\|={3,9}$", "a page in AsciiDoc", _OTHER),
    (r"(?m)^ {0,9}\+(?:[-=]{2,300}\+){1,99}$", "a table drawn with signs", _OTHER),
)
"""What stands at the beginning of a line of such a form; a page may show it as code."""


def refuse_file(data: bytes, name: str) -> None:
    """Raises UnreadablePage for a file that is no text; a few NULs among text are none of a file's."""
    head = data[:64].lstrip()
    for mark, (kind, remedy) in _FILES.items():
        if head.startswith(mark):
            _refuse(name, kind, remedy)
    if data.count(b"\0") * 10 > len(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(name, "a binary file", _PAGE)


def refuse_text(text: str, name: str) -> None:
    """Raises UnreadablePage for text in a form that is known and not read."""
    head = text[:40_000].lstrip()
    for form, kind, remedy in _TEXTS if "```" in head else (*_TEXTS, *_DRAWN):
        if re.search(form, head):
            _refuse(name, kind, remedy)


def _refuse(name: str, kind: str, remedy: str) -> None:
    message = f"{name}: is {kind}, which is not read. {remedy}"
    raise UnreadablePage(message)
