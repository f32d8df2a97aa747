"""Lines of `models.toml`: proposals as they are pasted, and added to the file with all else as it stands."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pricebook.errors import CollectionError
from pricebook.publish.proposals import Doubtful, NamedOffer, Proposal, Proposals

_HEADER = re.compile(r'\[models\.(?P<name>"(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+)\]\s*(?:#.*)?')
_LINE = re.compile(r'(?P<value>"(?:[^"\\]|\\.)*"|\[[^\]\n#]*\])(?P<comment>\s*(?:#.*)?)')
_WIDTH = 120


def toml(found: Proposals) -> str:
    """All of it as TOML: the sure lines first, the doubtful ones as comments that a person takes the sign off."""
    lines = [
        "# Sure by the rules of docs/models.md; `catalog models --propose --write` adds these lines.",
        *(line for each in found.sure for line in ("", *_sure_lines(each))),
    ] if found.sure else ["# Nothing is sure that is not in the table."]  # fmt: skip
    if found.doubtful:
        lines += ["", "# Doubtful: a person decides, and takes the signs off the lines that are so."]
        lines += [line for each in found.doubtful for line in ("", *_doubtful_lines(each))]
    return "\n".join(lines) + "\n"


def _sure_lines(each: Proposal) -> Iterator[str]:
    if each.there:
        yield f"# the entry {_toml_text(each.name)} is there: these go into it, names of one provider into one list"
    yield _header(each.name)
    for provider, models in _models_by_provider(each.offers).items():
        differs = {each.name: "spelled so"} | {
            offer.model: ", ".join(each.differs(offer)) or "spelled so" for offer in each.offers
        }
        for model in models:
            yield f"# {provider}: {_toml_text(model)}: {differs[model]}"
        yield from _assigned(provider, models)


def _doubtful_lines(each: Doubtful) -> Iterator[str]:
    first, *others = each.offers
    yield f"# {first.provider} has {_toml_text(first.model)}, and alike look:"
    for offer, why in zip(others, each.why, strict=True):
        yield f"#   {offer.provider}: {_toml_text(offer.model)}: {why}"
    yield f"# {_header(each.name)}"
    for provider, models in _models_by_provider(each.offers).items():
        yield from (f"# {line}" for line in _assigned(provider, models))
    yield f"# or  not = [{', '.join(_toml_text(offer.model) for offer in others)}]"


def _models_by_provider(offers: Sequence[NamedOffer]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for offer in sorted(offers):
        found[offer.provider].append(offer.model)
    return found


def _header(name: str) -> str:
    return f"[models.{_toml_text(name)}]"


def _assigned(provider: str, models: Sequence[str]) -> Iterator[str]:
    line = f"offers.{provider} = {_toml_list(models)}"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"offers.{provider} = ["
        yield from (f"    {_toml_text(model)}," for model in models)
        yield "]"


def _toml_list(models: Sequence[str]) -> str:
    return _toml_text(models[0]) if len(models) == 1 else f"[{', '.join(map(_toml_text, models))}]"


def _toml_text(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def added(text: str, sure: Sequence[Proposal], path: Path) -> str:
    """The file with these lines in it, everything else as it stood, the entries in their order.

    Raises CollectionError where an entry is written in a way that nothing can be added to, and adds nothing then.
    """
    for each in sure:
        before: dict[str, Any] = tomllib.loads(text).get("models", {})
        text = _with_lines(text, each, path) if each.name in before else _with_entry(text, each)
        try:
            after = tomllib.loads(text)["models"]
        except tomllib.TOMLDecodeError as problem:
            raise _by_hand(path, each.name) from problem
        _hold_to(before, after, each, path)
    return text


def _with_entry(text: str, each: Proposal) -> str:
    entry = "\n".join(
        [_header(each.name), *(line for p, m in _models_by_provider(each.offers).items() for line in _assigned(p, m))]
    )
    for match in _headers(text):
        if _order(_name_in(match)) > _order(each.name):
            return f"{text[: match.start()]}{entry}\n\n{text[match.start() :]}"
    return f"{text.rstrip()}\n\n{entry}\n".lstrip("\n")


def _with_lines(text: str, each: Proposal, path: Path) -> str:
    """The entry's lines stand from its header to the next one."""
    header = next((match for match in _headers(text) if _name_in(match) == each.name), None)
    if header is None:
        raise _by_hand(path, each.name)
    end = next((match.start() for match in _headers(text) if match.start() > header.start()), len(text))
    own = text[header.end() : end]
    for provider, models in _models_by_provider(each.offers).items():
        own = _with_offers(own, provider, models)
    return text[: header.end()] + own + text[end:]


def _with_offers(own: str, provider: str, models: Sequence[str]) -> str:
    begin = f"\noffers.{provider} = "
    place = own.find(begin)
    if place < 0:
        return _behind_the_last(own, "\n".join(_assigned(provider, models)))
    start = place + len(begin)
    if line := _LINE.match(own, start):
        old = tomllib.loads(f"it = {line['value']}")["it"]
        listed = [*([old] if isinstance(old, str) else old), *models]
        value = "\n".join(_assigned(provider, listed)).partition(" = ")[2]
        return own[:start] + value + line["comment"] + own[line.end() :]
    close = own.index("\n]", start)
    return own[:close] + "".join(f"\n    {_toml_text(model)}," for model in models) + own[close:]


def _behind_the_last(own: str, lines: str) -> str:
    """The entry with these lines behind its offers, else its aliases, else its header."""
    place = 0
    for match in re.finditer(r"(?ms)^(?:offers\.[\w-]+|aliases) = (?:\[.*?\]|\"[^\n]*)[^\n]*", own):
        place = match.end()
    return f"{own[:place]}\n{lines}{own[place:]}"


def _headers(text: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?m)^{_HEADER.pattern}$", text))


def _name_in(match: re.Match[str]) -> str:
    name = match["name"]
    return str(json.loads(name)) if name.startswith('"') else name


def _order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _hold_to(before: Mapping[str, Any], after: Mapping[str, Any], each: Proposal, path: Path) -> None:
    """Raises CollectionError unless the lines say what was proposed, and nothing else became other."""
    expected = {name: dict(said) for name, said in before.items()}
    own = expected.setdefault(each.name, {})
    offers = {name: [said] if isinstance(said, str) else said for name, said in own.get("offers", {}).items()}
    for provider, models in _models_by_provider(each.offers).items():
        offers[provider] = [*offers.get(provider, []), *models]
    plainly = {
        **after.get(each.name, {}),
        "offers": {
            name: [said] if isinstance(said, str) else said
            for name, said in after.get(each.name, {}).get("offers", {}).items()
        },
    }
    rest = {name: said for name, said in after.items() if name != each.name}
    if plainly != {**own, "offers": offers} or rest != {n: said for n, said in expected.items() if n != each.name}:
        raise _by_hand(path, each.name)


def _by_hand(path: Path, name: str) -> CollectionError:
    message = f"{path}: {name}: nothing can be added to the entry as it is written, and nothing was. Add it by hand."
    return CollectionError(message)
