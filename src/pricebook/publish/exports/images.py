"""Images that a model makes, where the page says so: the meter `image` counts those that it is given too."""

from pricebook.publish.exports.offers import Offer, Told, alone, parameters

_MAKING = frozenset({"text-to-image", "image-to-image", "multi-image-edit"})


def made(offer: Offer) -> Told | None:
    """The price of an image that the model makes, if that is all it costs and nothing but the task is its condition."""
    price = alone(offer)
    if price is None or price["unit"] != "image" or parameters(price).keys() != {"task"}:
        return None
    return price if _MAKING.issuperset(_tasks_made(price)) else None


def reservation(price: Told) -> str:
    """What a format does not say that holds such a price."""
    return f"only for {' and '.join(_tasks_made(price))}, and the format knows no tasks"


def _tasks_made(price: Told) -> list[str]:
    task = price["conditions"]["task"]
    return [task] if isinstance(task, str) else task
