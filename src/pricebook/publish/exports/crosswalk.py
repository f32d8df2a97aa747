"""How other tools spell the ids of the providers, as a release tells it."""

from typing import Any

from pricebook.publish.exports.export import Crosswalk


def crosswalk(status: dict[str, Any]) -> Crosswalk:
    """By provider, and by the name of the export, the id there; of `status.json`, which tells what scrapers say.

    >>> crosswalk({"providers": {"acme": {"elsewhere": {"litellm": "acme_ai"}}}})
    {'acme': {'litellm': 'acme_ai'}}
    """
    return {provider: told.get("elsewhere", {}) for provider, told in status["providers"].items()}
