"""How the published files are consumed, as lines to copy. `BASE` stands for where the site is."""

_CURL = """curl -s "$BASE/v1/slim.json" | jq '.providers.{provider}.models["{model}"]'"""
_PYTHON = """import os, pricebook

book = pricebook.load(os.environ["BASE"] + "/v1")
print(book.cost("{provider}/{model}", input_tokens=20_000, output_tokens=800))"""
_JAVASCRIPT = """const { providers } = await (await fetch(`${process.env.BASE}/v1/slim.json`)).json();
console.log(providers.{provider}.currency, providers.{provider}.models["{model}"]);"""
_LITELLM = """import json, os, urllib.request, litellm

rows = json.load(urllib.request.urlopen(os.environ["BASE"] + "/v1/exports/litellm.json"))
names = {name.lower() for name in rows}
for key, row in list(litellm.model_cost.items()):  # whatever litellm would take one of ours for
    if {key.lower(), f"{row.get('litellm_provider')}/{key}".lower()} & names:
        litellm.model_cost.pop(key)
litellm.register_model(rows)"""
_RECIPES = {"curl, jq": _CURL, "Python": _PYTHON, "JavaScript": _JAVASCRIPT, "litellm": _LITELLM}


def recipes(provider: str, model: str) -> list[tuple[str, str]]:
    """Each with its title, asking for that offer."""
    told = {"{provider}": provider, "{model}": model}
    return [(title, _asking_for(lines, told)) for title, lines in _RECIPES.items()]


def _asking_for(lines: str, told: dict[str, str]) -> str:
    for name, value in told.items():
        lines = lines.replace(name, value)
    return lines
