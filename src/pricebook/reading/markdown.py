"""Markdown to blocks. markdown-it finds the blocks; the cells of a table are divided here.

Its table rule pads short rows, cuts long ones and stops after many cells, all in silence. So it is left off: a table is
then a paragraph with a delimiter row in it, and every row keeps as many cells as were written.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pricebook.reading.document import Block, Heading, Paragraph, Table
from pricebook.reading.html import read_html
from pricebook.reading.labelled import below_labels, labels_in
from pricebook.reading.tabular import CUT_OFF, RawRow, assemble

_BLOCKS = MarkdownIt("commonmark").disable(["inline", "reference", "lheading"])
"""Underlined headings are told here: the library's rule for them walks every line of every table."""
_INLINE = MarkdownIt("commonmark").enable("strikethrough")
_MAYBE = re.compile(r"[*~`\[\]<>&!\\_\n\ue000]|  ")
_MARKUP = re.compile(r"[*~`\[\]<>&!\\_]")
_SPECIAL = re.compile(r"[*~`\[\]<>&!\\]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What may be markup; an underscore inside a word is none."""
_RULE = re.compile(r" {0,3}\|?(?: *:?-+:? *\|)* *:?-+:? *\|? *")
_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|", re.DOTALL)
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1)[^\n])+\1")
_TAG_MARKS = {"del": "~~", "s": "~~", "strike": "~~", "sup": "^", "sub": "^", "wbr": ""}
_EDGE = "\ue001"
"""Where markup begins or ends; digits on both sides of it are two numbers."""
_GLUED = re.compile(f"(?<=[0-9]){_EDGE}+(?=[0-9])")
_STRAY = re.compile(r"\s*(?:\*\*|__)\s*")
"""Emphasis that began or ended around a table: its mark alone is no row of it."""
_NOTE = re.compile(r"[0-9]{1,3}")
_STAR = re.compile(r"(?<![*\s])\*(?![*\w])")
_TITLE = re.compile(r"[^|\n]{1,60}(?<![.。:：;；,，!?！？])")
"""What may be the title of a heading that is a link without words: readers of pages put it on a line of its own."""
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})")


def is_rule(line: str) -> bool:
    """Whether the line is the rule under a table's header.

    >>> is_rule("| --- | :-: |"), is_rule("---"), is_rule("| a | --- |")
    (True, False, False)
    """
    return "|" in line and "-" in line and _RULE.fullmatch(line) is not None


def read_markdown(text: str, name: str) -> list[Block]:
    """The page's blocks; tables written as HTML are read as HTML."""
    text = _with_its_end(text)
    blocks: list[Block] = []
    labels: dict[int, list[str]] = {}
    level = end = untitled = 0
    parsed = _BLOCKS.parse(text)
    starred = set(_starred(parsed))
    for number, token in enumerate(parsed):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            line, before = (token.map or [0])[0] + 1, len(blocks)
            if level:
                _append_heading(blocks, level, token.content, line)
                untitled = level if len(blocks) == before and "](" in token.content else 0
                level = 0
            elif untitled and _TITLE.fullmatch(token.content):
                _append_heading(blocks, untitled, token.content, line)
                untitled = 0
            elif names := labels_in(token.content):
                labels[len(blocks)] = names
            else:
                mark = "* " if number in starred and _carry_star(blocks) else ""
                blocks.extend(_paragraph(f"{mark}{token.content}", line))
                untitled = 0
            # A line below what says nothing, such as an empty link, is below nothing.
            end = (token.map or [0, 0])[1] if len(blocks) > before else 0
        elif token.type == "hr" and (token.map or [0])[0] == end and blocks and isinstance(blocks[-1], Paragraph):
            blocks[-1] = Heading(2, blocks[-1].text, blocks[-1].line)
        elif token.type in {"fence", "code_block"} and token.content.strip():
            blocks.append(Paragraph(_strip_lines(token.content), (token.map or [0])[0] + 1))
        elif token.type == "html_block":
            blocks.extend(_html(token, name))
    return below_labels(blocks, labels) if labels else blocks


def _starred(parsed: Sequence[Token]) -> Iterator[int]:
    """The places of paragraphs that are the only one of a list with stars: such a star may be the mark of a note."""
    kinds = ["bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    for number, token in enumerate(parsed):
        alone = [each.type for each in parsed[number : number + 7]] == [*kinds, "bullet_list_close"]
        if alone and token.markup == "*":
            yield number + 3


def _carry_star(blocks: Sequence[Block]) -> bool:
    """Whether the mark of one star stands in a table below the last heading, and behind the tables only notes."""
    section = list(takewhile(lambda block: not isinstance(block, Heading), reversed(blocks)))
    tables = list(dropwhile(lambda block: isinstance(block, Paragraph) and block.text.startswith("*"), section))
    if not tables or not isinstance(tables[0], Table):
        return False
    return any(
        _STAR.search(cell) for each in tables if isinstance(each, Table) for cells in each.lines for cell in cells
    )


def _with_its_end(text: str) -> str:
    """The text, with a mark where it ends inside of a table's row."""
    last = text[text.rfind("\n") + 1 :].rstrip()
    return text.rstrip() + CUT_OFF if last.startswith("|") and not last.endswith("|") else text


def _append_heading(blocks: list[Block], level: int, source: str, line: int) -> None:
    if text := _text(source):
        blocks.append(Heading(level, text, line))


def _html(token: Token, name: str) -> list[Block]:
    first = (token.map or [0])[0]
    blocks = read_html(token.content, name)
    for block in blocks:
        block.line += first
        for row in getattr(block, "rows", ()):
            row.line += first
    return blocks


def _paragraph(source: str, first: int) -> list[Block]:
    """A paragraph, or the tables in it with the prose before them."""
    lines = source.split("\n")
    rule = next((n for n in range(1, len(lines)) if is_rule(lines[n]) and "|" in lines[n - 1]), None)
    if rule is None:
        return _prose(source, first)
    header = _cells_of(lines[rule - 1], first + rule - 1)
    if len(header.cells) != len(_cells_of(lines[rule], 0).cells):
        return _prose(source, first)
    before = _prose("\n".join(lines[: rule - 1]), first) if rule > 1 else []
    written = (n for n in range(rule + 1, len(lines)) if not is_rule(lines[n]) and not _STRAY.fullmatch(lines[n]))
    rows = [_cells_of(lines[n], first + n) for n in written]
    return [*before, *assemble([header], rows)]


def _prose(source: str, line: int) -> list[Block]:
    text = _text(source)
    if not text:
        return []
    if _BOLD.fullmatch(source.strip()):
        return [Heading(6, text, line)]
    title, _, underline = source.rpartition("\n")
    if title and not underline.strip(" ="):
        return [Heading(1, _text(title), line)]
    return [Paragraph(text, line)]


def _cells_of(source: str, line: int) -> RawRow:
    """The cells of a row as written: a bar inside code divides too, one behind a backslash does not."""
    inner = source.strip().removeprefix("|")
    escaped = "\\" in inner
    cells = [cell.replace("\\|", "|") for cell in _CELL.findall(inner + "|")] if escaped else inner.split("|")
    if len(cells) > 1 and inner.endswith("|") and not inner.endswith("\\|"):
        cells.pop()
    if _MARKUP.search(inner):
        return RawRow(tuple([_text(cell) for cell in cells]), line)
    return RawRow(tuple([" ".join(cell.split()) for cell in cells]), line)


def _text(source: str) -> str:
    """What a reader sees: emphasis, links and code without their marks, `<br>` as a line break."""
    source = source.strip()
    if not _MAYBE.search(source):
        return source
    if "<" in source:
        source = _BREAK.sub("\ue000", source)
    if not _SPECIAL.search(source):
        return _strip_lines(source.replace("\ue000", "\n"))
    tokens = _INLINE.parseInline(source)[0].children or []
    text = _GLUED.sub(" ", "".join(_text_of(tokens))).replace(_EDGE, "")
    return _strip_lines(text.replace("\ue000", "\n"))


def _text_of(tokens: Sequence[Token]) -> list[str]:
    pieces: list[str] = []
    for number, token in enumerate(tokens):
        if token.type == "text":
            note = _NOTE.fullmatch(token.content) and _is_linked(tokens, number)
            pieces.append(f"^{token.content}^" if note else token.content)
        elif token.type == "code_inline":
            pieces += [_EDGE, token.content, _EDGE]
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        elif token.type in {"s_open", "s_close"}:
            pieces.append("~~")
        elif token.type == "html_inline":
            tag = _TAG.match(token.content)
            pieces.append(_TAG_MARKS.get(tag.group(1).lower(), _EDGE) if tag else "")
        else:
            pieces.append(_EDGE)
    return pieces


def _is_linked(tokens: Sequence[Token], number: int) -> bool:
    """Whether the text is all of a link to another place of the page, which no superscript around it says already."""
    before, after = tokens[number - 1 : number], tokens[number + 1 : number + 2]
    if not (before and after and before[0].type == "link_open" and after[0].type == "link_close"):
        return False
    raised = number > 1 and tokens[number - 2].content.lower() in {"<sup>", "<sub>"}
    return str(before[0].attrGet("href") or "").startswith("#") and not raised


def _strip_lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
