"""Tasks of which a word leaves open what is made: 文生 is 文生图 or 文生视频, as a heading or the price says."""

from pricebook.vocabulary import BEGUN_TASKS, TASKS

_ORDER = tuple(TASKS)


def rank(task: str) -> int:
    """Its place in a list of tasks; that of the first that it can be."""
    return next(index for index, each in enumerate(_ORDER) if each.startswith(task))


def met(one: object, other: object) -> object | None:
    """The tasks that both name, where the one leaves open what the other says; None if they differ.

    >>> met("text-to", "text-to-video"), met(("image-to", "start-end-to-video"), "image-to-video")
    ('text-to-video', None)
    """
    ours, theirs = _tasks_of(one), _tasks_of(other)
    if len(ours) != len(theirs) or not all(map(_agree, ours, theirs)):
        return None
    return _value([max(pair, key=len) for pair in zip(ours, theirs, strict=True)])


def completed(value: object, made: str) -> object:
    """The tasks where an image or a video is made.

    >>> completed(("image-to", "start-end-to-video"), "video")
    ('image-to-video', 'start-end-to-video')
    """
    found = {f"{task}-{made}" if task in BEGUN_TASKS else task for task in _tasks_of(value)}
    return _value(sorted(found, key=rank))


def is_open(value: object) -> bool:
    """Whether a task among them leaves open what is made."""
    return any(task in BEGUN_TASKS for task in _tasks_of(value))


def _tasks_of(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _value(tasks: list[str]) -> object:
    return tasks[0] if len(tasks) == 1 else tuple(tasks)


def _agree(one: str, other: str) -> bool:
    few, many = sorted((one, other), key=len)
    return few == many or (few in BEGUN_TASKS and many.startswith(f"{few}-"))
