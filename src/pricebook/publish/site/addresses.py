"""Where each page of the site stands. All links are relative, so that it may stand below any address."""

import hashlib
import re

_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_LONG = 60
_RESERVED = re.compile(r"index|(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?")
"""What servers show for a folder, and names that are no files on Windows, whatever stands behind their first dot."""


def model_file(name: str) -> str:
    """The name of a model's file: its own name where that can be one, else what is like it with a digest behind `~`.

    >>> model_file("acme-1"), model_file("acme/Acme-R1"), model_file("极光")
    ('acme-1.html', 'acme-acme-r1~9392503b11.html', 'model~c1ff4d4881.html')
    """
    like = _UNSAFE.sub("-", name.lower()).strip("-._")[:_LONG]
    reserved = _RESERVED.fullmatch(like)
    if like == name and not reserved:
        return f"{like}.html"
    return f"{'model' if reserved or not like else like}~{hashlib.sha256(name.encode()).hexdigest()[:10]}.html"


def back(path: str) -> str:
    """The way from a page to the site's root.

    >>> back("index.html"), back("en/models/acme-1.html")
    ('', '../../')
    """
    return "../" * path.count("/")
