"""The published prices in the formats that other tools read, and what these cannot hold: docs/exports.md.

export.py      what goes in and what comes out
format.py      how it is made, one provider after another
offers.py      from prices to offers, in tiers
ledger.py      what becomes of each price: held, held with a reservation, left out
encoding.py    how files are written
crosswalk.py   how other tools spell our providers

Each format is a module: what stands there of one provider, and the files of all. A price that a format would distort is
left out and listed, never rounded into it.
"""

from collections.abc import Mapping

from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.genai_prices import genai_prices
from pricebook.publish.exports.litellm import litellm
from pricebook.publish.exports.llm_prices import llm_prices
from pricebook.publish.exports.lobehub import lobehub
from pricebook.publish.exports.models_dev import models_dev
from pricebook.publish.exports.new_api import new_api
from pricebook.publish.exports.openrouter import openrouter

EXPORTS: Mapping[str, ToolFormat] = {
    "litellm": litellm,
    "genai-prices": genai_prices,
    "models.dev": models_dev,
    "openrouter": openrouter,
    "llm-prices": llm_prices,
    "lobehub": lobehub,
    "new-api": new_api,
}
"""By the names that `catalog export` takes."""
