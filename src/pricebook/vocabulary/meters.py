"""What is counted, of what, and what is sold."""

METERS = {
    "input": "输入|input|inputs|prompt|prompts|提示词",
    "output": "输出|output|outputs|completion|completions",
    "cache_read": "缓存命中|命中缓存|缓存读取|读取缓存|缓存输入|命中|cached input|cache hits & refreshes|cache hits"
    "|cache hit"
    "|cache reads|cache read|cached|context caching|hits|hit",
    "uncached": "缓存未命中|未命中缓存|未命中|cache misses|cache miss|uncached|miss",
    "cache_write": "缓存写入|写入缓存|缓存创建|创建缓存|cache writes|cache write|cache creation",
    "cache_storage": "缓存存储|存储缓存|cached input storage|cache storage|context cache storage|storage price"
    "|context caching storage",
    "storage": "存储",
    "image": "", "video": "", "audio": "", "text": "", "request": "", "search": "", "page": "", "song": "",
    "training": "", "instance": "", "usage": "",
}  # fmt: skip
"""What is counted, with the words for it; `uncached` is plain input, whose cached price stands elsewhere."""

PARTS = {
    "cache": "cache|caché|cachê|кэш|кэша|кэше|кэшу|кеш|кеша|кеше|кешу|кэширования|キャッシュ|캐시|快取",
    "write": "writes|write|schreibvorgänge|schreibvorgang|schreibzugriffe|schreiben|escrituras|escritura|écritures"
    "|écriture|scritture|scrittura|gravações|gravação|escritas|escrita|запись|записи|записей|penulisan|tulis"
    "|書き込み",
    "read": "reads|read|treffer|lesevorgänge|lesezugriffe|aciertos|acierto|lecturas|lectura|accès|accesos|accessi"
    "|acessos|lectures|lecture|letture|lettura|acertos|acerto|leituras|leitura|попадания|попадание|попаданий|чтение"
    "|чтения|чтений|ヒット|히트|적중|pembacaan",
    "refresh": "refreshes|refresh|aktualisierungen|auffrischungen|actualizaciones|refrescos|renovaciones"
    "|actualisations|rafraîchissements|aggiornamenti|rinnovi|atualizações|renovações|обновления|обновление|обновлений"
    "|リフレッシュ|갱신|새로고침|새로 고침|penyegaran|pembaruan|重新整理",
}  # fmt: skip
"""Words that make a meter of a cache together, in any order, and that say nothing alone: écritures en cache."""

COUNTED = tuple(meter for meter in METERS if meter != "uncached")
"""What a price can be of."""

NARROWER = {"cache_read": "input", "cache_write": "input", "cache_storage": "cache_read", "uncached": "input"}
"""Meters that words name together with a wider one: 输入 and 缓存命中 is cached input."""

SERVICES = {
    "training": "模型训练|训练单价|训练|模型微调|微调|模型精调|精调|training|fine-tuning|fine tuning|tuning",
    "deployment": "独立部署|模型部署|专属部署",
}
"""What is sold, where words say that it is no inference."""

METER_OF_SERVICE = {"training": "training", "deployment": "instance"}
"""What is counted where a service is named and no meter."""

MEDIA = {
    "text": "文本|文字|text|text and thinking",
    "image": "图片|图像|图|image|images",
    "audio": "音频|语音|语音合成|语音识别|音乐|音乐生成|audio|speech",
    "video": "视频|video|videos",
}
"""What tokens can be of, in the order in which a list names them."""

ONLY_READING = "embedding|rerank|向量|重排"
"""Parts of names of models that put out no tokens: a price of tokens is of input."""
READING_HEADINGS = (
    "(?:text |image |multi-?modal )?(?:embeddings?|rerank(?:ers?|ing)?)(?: api)?(?: models?)?"
    "(?: (?:pricing|prices?|costs?))?"
    "|(?:文本|图文|多模态)?(?:向量|重排)(?:化|序)? ?(?:模型)?(?:价格|定价|计费|服务|推理){0,2}"
)
"""Headings that are of such models and of nothing else."""

SUBJECTS = {
    "volume": "生成数量|生成张数",
    "input_tokens": "上下文(输入)|输入长度|输入 tokens|输入 token数|输入 token|input tokens|input length|prompt tokens"
    "|prompt length|单次请求的输入 token数",
    "output_tokens": "输出长度|输出 tokens|输出 token数|输出 token|output tokens|output length",
    "context_tokens": "请求上下文长度|上下文长度|上下文|context length|context window|context",
}
"""What a bound can bound. 输入, 输出 and tokens can too, and are listed under their first meaning."""
