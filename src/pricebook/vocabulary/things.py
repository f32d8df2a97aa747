"""Things that prices are paid for, and counts of them."""

from typing import NamedTuple


class Thing(NamedTuple):
    """Something that is counted, and by how many of it the catalogue publishes a price."""

    name: str
    """In the singular: `token`, `instance-hour`."""
    published: int
    """How many of it one published unit holds; 0 if nothing is priced by it alone (a month is one of an instance)."""
    meters: str = ""
    """What it can measure, the first one where no word says which; anything else is a slip of the page."""
    words: str = ""
    """How pages call it."""
    parts: str = ""
    """What it is made of, where a page prints these apart: 元/小时/节点 is `hour instance`."""
    plural: str = ""
    """Where an s does not do."""
    seconds: int = 0
    """How many seconds one is, where it is published as seconds if that divides exactly."""


THINGS = (
    Thing("token", 1_000_000, " input output cache_read cache_write training video audio", "tokens|token|tok"),
    Thing("character", 1_000_000, "text", "字符|个字符|characters|character|chars"),
    Thing("image", 1, "image", "张图片|张图|张|images|image|图片|图像|图"),
    Thing("megapixel", 1, "image", "megapixels|megapixel|百万像素"),
    Thing("second", 1, " video audio", "秒视频|秒|seconds|second|sec|s"),
    Thing("minute", 1, " video audio", "分钟|minutes|minute|mins|min", seconds=60),
    Thing("hour", 1, " video audio", "小时|时|hours|hour|hrs|hr|h", seconds=3600),
    Thing("day", 0, words="天|日|days|day"),
    Thing("month", 0, words="个月|月|months|month"),
    Thing("request", 1, "request", "次调用|次请求|次|requests|request|grounded prompts|calls|call|uses|use"),
    Thing("search", 1, "search", "次搜索|次检索|searches|search queries|search", plural="searches"),
    Thing("page", 1, "page", "pages|page|页"),
    Thing("song", 1, "song", "首|songs|song|首歌|首歌曲"),
    Thing("video", 1, "video", "视频|个视频|条视频|videos|video"),
    Thing("instance", 0, words="实例|节点|instances|instance|node"),
    Thing("instance-hour", 1, "instance", parts="hour instance"),
    Thing("instance-day", 1, "instance", parts="day instance"),
    Thing("instance-month", 1, "instance", parts="instance month"),
    Thing("token-hour", 1_000_000, "cache_storage", parts="hour token", plural="tokens-hour"),
    Thing("gib", 0, words="gib"),
    Thing("GiB-day", 1, "storage", parts="day gib"),
    Thing("GiB-hour", 1, "storage", parts="gib hour"),
    Thing("container", 0, words="containers|container|容器"),
    Thing("container-hour", 1, "instance", parts="container hour"),
    Thing("session", 1, "request", "sessions|session|会话"),
    Thing("tpm", 0, words="tpm"),
    Thing("computing unit", 0, words="算力单元"),
    Thing("TPM-hour", 1000, " input output", parts="hour tpm", plural="TPM-hour"),
    Thing("TPM-day", 1000, " input output", parts="day tpm", plural="TPM-day"),
)
"""Everything that prices are paid for."""

MANY = {
    "mtok": ("token", 1_000_000),
    "mt": ("token", 1_000_000),
    "mtoks": ("token", 1_000_000),
    "ktok": ("token", 1000),
    "мток": ("token", 1_000_000),
}
"""Words for so many of a thing."""

PERIODS = {
    "后付费-按小时|按小时|按小时后付费|小时后付费|按小时付费|按小时计费|按时后付费": "hour",
    "预付费-按天|按天|包天预付费|按天预付费|按天后付费": "day",
    "按月，预付费|包月|按月|包月预付费|按月预付费|按月后付费": "month",
    "按购买时长后付费": "",
}
"""How long what is paid lasts: the unit where these stand as one, else a way to pay, kept beside a price of another
unit; one does not tell what it counts."""

COUNTS = {
    "千|k|thousand": 1_000, "万": 10_000, "百万|m|million": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
    "billion|b": 10**9,
}  # fmt: skip
