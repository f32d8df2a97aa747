"""Volcano Ark (火山方舟): tokens by the length of a request, batches, fine-tuning, machines, examples of clips."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

MODELS = ("模型名称", "模型", "基础模型 ID", "精调模型对应的基础模型")
MACHINES = {"定价": "价格（元）", "计费方式": "计费单位"}
OTHERS = {"算力规格": Layout("算力规格", "training"), "服务项": Layout("服务项", "tool"),
          "机型": Layout("机型", "deployment", read_as=MACHINES)}  # fmt: skip
APART, BOUNDS = "the text and the image of one input are billed apart", "no bound is of pixels or pictures"
TIERS = "a tier of a request bounds no storage by the hour"
LACKS = {"缓存存储": TIERS, "文本输入": APART, "图片输入": APART}
SHAPE, OBJECT, PLAN = "an example: no condition is the shape of a clip", "no unit is a 3D object", "no unit is a plan"
TABLES = {"画面比例": SHAPE, "宽高比": SHAPE, "3D文件单价": OBJECT, "产物（3D 文件）": OBJECT, "套餐类型": PLAN,
          "含义": "no model is a sandbox or a tool beside it"}  # fmt: skip
AMOUNT = r"(?:^|(?<=\n)|(?<=~)|(?<=\* )|(?<=：))[0-9]+(?:\.[0-9]+)?(?![0-9秒.]| 万)(?: 元/(?:[月季次]|小时|万 token))?"

COMPARED = "举例|[0-9]+万 token：|部分模型的批量推理价格|相比在线推理"


def extract(page: Page) -> Iterator[Finding]:
    """Every price table, told by a column of its own; a worked example in the text says no price."""
    page.known_by("火山方舟", "方舟")
    for table, model in page.price_tables(*MODELS, *OTHERS):
        if model == "服务项" and not table.has("说明"):
            yield from table.unsaid("no word says which tokens are counted", ".+")
        elif not any(map(table.has, TABLES)):
            yield from table.quotes(OTHERS.get(model) or Layout(model, unsaid=LACKS))
    for column, lacks in TABLES.items():
        for table in page.tables_if_any(column):
            yield from table.unsaid(lacks, AMOUNT)
    for table in page.tables_if_any("输入图单价"):
        yield from table.unsaid(BOUNDS, "(?<=：)[0-9.]+")
    for found in page.find(r"生视频费用 = [^0-9]+[0-9.]+"):
        yield found.fact("price_rule", "版权 IP", None)
    yield from page.excuse(rf"(?:{COMPARED})[^\n]+", "an example, or how prices of tables compare")


ADDRESS = Address("price", "https://www.volcengine.com/docs/82379/1544106", at_least=200)
scraper = Scraper("volcengine", "Volcano Engine Ark", "CNY", [ADDRESS], extract, timezone="Asia/Shanghai",
                  elsewhere={"litellm": "volcengine", "lobehub": "volcengine"})  # fmt: skip
