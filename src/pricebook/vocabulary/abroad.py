"""Words of other languages, with the part that each plays; words of the other tables that are spelled alike stand.

German, Spanish, French, Italian, Portuguese, Russian, Japanese, Korean, Indonesian; traditional Chinese is read as
simplified Chinese.
"""

from typing import NamedTuple


class Foreign(NamedTuple):
    """Words of one meaning."""

    kind: str
    """What part of the grammar they play."""
    words: str
    value: object = None
    condition: tuple[str, object] | None = None
    around: bool = True
    """They say so wherever they stand near a table."""


ABROAD = (
    Foreign(
        "meter", "eingabe|eingaben|entrada|entradas|entrée|entrées|ingresso|ввод|ввода|вход|входной|входные|входных"
        "|入力|基本入力|ベース入力|基础输入|基本输入|입력|기본 입력|masukan", "input"
    ),
    Foreign(
        "meter", "ausgabe|ausgaben|salida|salidas|sortie|sorties|saída|saídas|uscita|вывод|вывода|выход|выходной"
        "|выходные|выходных|出力|출력|keluaran", "output"
    ),
    Foreign(
        "meter", "快取命中|快取命中和更新|快取命中与更新|快取读取|缓存命中和刷新|缓存命中与刷新|缓存命中及刷新"
        "|キャッシュヒット|キャッシュヒットと更新|キャッシュ読み取り|캐시 히트|캐시 적중|캐시 읽기", "cache_read"
    ),
    Foreign("meter", "快取写入|キャッシュ書き込み|キャッシュ写入|캐시 쓰기", "cache_write"),
    Foreign(
        "subject", "tokens de entrada|token di input|token di ingresso|token in ingresso|token in input"
        "|tokens d'entrée|jetons d'entrée|tokens en entrée|jetons en entrée|eingabe-token|eingabe-tokens"
        "|eingabetoken|eingabetokens|input-token|input-tokens|inputtoken|inputtokens|токенов ввода|токены ввода"
        "|входящих токенов|токенов на входе|token input|token masukan|tokens input", "input_tokens"
    ),
    Foreign(
        "subject", "tokens de salida|tokens de saída|token di output|token di uscita|token in uscita"
        "|token in output|tokens de sortie|jetons de sortie|tokens en sortie|jetons en sortie|ausgabe-token"
        "|ausgabe-tokens|ausgabetoken|ausgabetokens|output-token|output-tokens|outputtoken|outputtokens"
        "|токенов вывода|токены вывода|исходящих токенов|токенов на выходе|token output|token keluaran"
        "|tokens output", "output_tokens"
    ),
    Foreign("thing", "令牌|权杖|代币|トークン|토큰|токен|токена|токены|токенов|jetons|jeton", "token"),
    Foreign("thing", "分鐘|分|분|minuten|minutos|minuto|minuti|menit|мин|минут|минуты|минута|м", "minute"),
    Foreign("thing", "小時|時間|시간|stunden|stunde|horas|hora|heures|heure|ore|ora|jam|часов|часа|час|ч", "hour"),
    Foreign(
        "count", "millionen|millones|millón|milioni|milione|milhões|milhão|millions|млн|миллион|миллиона|миллионов"
        "|백만|juta", 1_000_000
    ),
    Foreign(
        "condition", "stapel|stapelverarbeitung|lote|lotes|por lotes|en lotes|em lote|em lotes|de lote"
        "|procesamiento por lotes|processamento em lote|par lots|en lots|traitement par lots|elaborazione batch"
        "|пакетный|пакетная|пакетные|пакетных|пакетной|пакетного|пакетная обработка|пакетной обработки|バッチ"
        "|バッチ処理|배치 처리|일괄 처리|批次处理|批次 api", None, ("mode", "batch")
    ),
    Foreign("condition", "批次|배치|일괄|lot", None, ("mode", "batch"), around=False),
    Foreign(
        "state", "veraltet|eingestellt|obsoleto|obsoleta|en desuso|descontinuado|descontinuada|deprecado|depreciado"
        "|depreciada|obsolète|obsolètes|déprécié|dépréciée|déconseillé|deprecato|deprecata|dismesso|ritirato"
        "|устарел|устарела|устарело|устаревшая|устаревший|устаревшее|не рекомендуется|非推奨|廃止|廃止予定"
        "|사용 중단|사용 중단됨|지원 중단|지원 중단됨|지원 종료|더 이상 사용되지 않음|usang|tidak digunakan lagi"
        "|sudah usang|dihentikan|ditinggalkan|淘汰|已淘汰"
    ),
    Foreign(
        "noise", "preis|preise|precio|precios|prix|prezzo|prezzi|preço|preços|tarif|tarifs|tarification"
        "|preisgestaltung|ценообразование|価格設定|가격 책정|penetapan harga|harga|цена|цены|料金|価格|가격|요금"
        "|modell|modelle|modelo|modelos|modèle|modèles|modello|modelli|модель|модели|モデル|모델"
    ),
    Foreign("unknown", "und|et|y|e|ed|dan|и|と|및", "join"),
    Foreign(
        "unknown", "basis|базовый|базовые|базовых|базовая|dasar|de|del|des|di|da|do|du|dei|della|delle|la|le|les|el"
        "|los|las|der|die|das|von|für|nella|nel|en|em|au|aux|à|zu|pour|para|на|для|в|の", "particle"
    ),
)  # fmt: skip
"""All of them."""
