"""Characters that nobody sees, characters that turn the order of others, and letters that look like others."""

TURNING = "\u061c\u200f\u202b\u202e\u2067"
"""What stands behind one of these is displayed in another order than it is written in, plain digits too."""

WIDTHLESS = "\u00ad\u200b-\u200e\u202a\u202c\u202d\u2060-\u2066\u2068-\u206f\ufeff"
"""As ranges of a pattern: those that pages hold here and there, where a word may be broken, and that show nothing."""

HIDDEN = f"{WIDTHLESS}{TURNING}"
"""Likewise: both."""

UNSEEN = (
    f"{HIDDEN}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Likewise: all that Unicode lets a font show nothing for (Default_Ignorable_Code_Point), and the blank of Braille."""

LOOK_ALIKES = {
    letter: latin
    for letters, latins in (
        ("аеорсухѕіјһԁԛԝѵӏүАВЕКМНОРСТУХЅІЈԌԜѴӀҮ", "aeopcyxsijhdqwviyABEKMHOPCTYXSlJGWVlY"),
        ("οναργιυϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺͿϜ", "ovapyiucjABEZHlKMNOPTYXCMJF"),
        ("օոսհցքզՕՍՏ", "onuhgfqOUS"),
        ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ", "ABCDEGHJKLMPRSTVWYZ"),
        ("ɑɡɩɪʋɣʏᴄᴏᴜᴠᴡᴢꜱ", "agiiuyycouvwzs"),
    )
    for letter, latin in zip(letters, latins, strict=True)
}
"""Letters of Cyrillic, Greek, Armenian, Cherokee and of phonetic writing, and the ones of ASCII that they look like: of
Unicode's security data (UTS 39, confusables.txt) those that are met, one letter for one."""

TRADITIONAL = dict(
    zip(
        "輸寫讀緩處價費權幣礎億萬圖頻長單詞訓練標準調個開發訊語張與號測試優計數棄錄條聲請級類務",
        "输写读缓处价费权币础亿万图频长单词训练标准调个开发讯语张与号测试优计数弃录条声请级类务",
        strict=True,
    )
)
"""Traditional characters that are read as the simplified ones, of words of prices; those of time mean something else in
Japanese, and stay."""
