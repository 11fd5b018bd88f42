"""Script and width: one spelling of the text for the rules, offsets unchanged.

Rules and lexicons are written in simplified characters and half-width digits. Texts in
traditional script or full-width forms are mapped character by character, so that an offset in
the mapped text is the same offset in the original: quotes are always cut from the original.
"""

import functools
import re
from typing import Final

# Full-width letters, digits and percent signs; punctuation is left as the text has it.
_WIDTH: Final = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDTH[ord("％")] = ord("%")
_WIDTH[ord("．")] = ord(".")

# Common characters that only traditional script has; one of them in a text is enough to pay for
# the whole table. None of them occurs in simplified texts.
_TRADITIONAL: Final = re.compile(
    "["
    "來個們偵傳債僅價億優內兩凍別劃勁動務勞勵匯區協員單嚇國圍圖團執報場塊夠將專尋對導屬嶄師帳"
    "幣幹廠廢廣廳彙後從徵慘憑應懷戰戶掃損撥擄擊擔據擴攔攜攬數斷於時書會東業極槍樓標樣機檢權歡"
    "歷歸殺毀氣決淨淺減測準溝滅滯滿潛濟灣為無燒爾獄獎獲獵現環產當疇療癮發盜監盤確碼禮種稱積窩"
    "窮競筆節範籌糾約純紙級細終組結絡給統綁經維網緊線緝編緬練縣縱總繫繳繼續罰罷羅義習聯聲職聽"
    "肅脅腦膚臉臺與舉莊華萬葉蓋蔣薩藝蘇蘭處虛號蟲術衛裏補裝裡見規視親覺觀觸計訊討訓託記訪設許"
    "訴詐評詞詢詭話誆認誘語誠誤說課調談請論諜諮謀謊證識譯議護變讓豐負財貢貨販貪責貴買貸費賀資"
    "賊賓賜賠賣質賬賭購贈贓趕趙跡躍車軌軍較載輔輕輛輸轉轟辦農這遊運過違遞遠適遲遺還邊郵鄉鄭鄰"
    "醜醫釋針鉅銀銘銷鋒鋪鋼錄錢錶鍊鎖鎮鏈鐘鐵鑑長門閃開間閱闖關陣陳陸隊階際隨險雙雜離難雲電靜"
    "頂項順預頒領頭頻題額願類顧顯風飛飯飲飾館駕騎騙騰驗驚體鬥鬧魚鮮鳥麗麥黃點黨齊齡龍龐"
    "]"
)
_WIDE_COMMA: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
_CJK: Final = range(0x4E00, 0xA000)


@functools.lru_cache(maxsize=2)
def fold_script(text: str) -> str:
    """Return the text in simplified script and half-width digits, of the same length.

    Several stages read one document in turn, so the last two texts are kept.
    """
    if _WIDE_COMMA.search(text):
        text = _WIDE_COMMA.sub(",", text)  # １，２３４名 is one number
    if _TRADITIONAL.search(text):
        return text.translate(_to_simplified())
    # Mapping a text costs ten times as much as looking whether anything is to be mapped.
    return text.translate(_WIDTH) if _WIDE.search(text) else text


def is_traditional(text: str) -> bool:
    """Return whether a text has characters that only traditional script has."""
    return _TRADITIONAL.search(text) is not None


@functools.cache
def _to_simplified() -> dict[int, int]:
    from opencc import OpenCC  # loaded only for traditional texts: it costs 50 ms

    letters = [chr(code) for code in _CJK]
    turned = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    table = dict(_WIDTH)
    for letter, simple in zip(letters, turned, strict=True):
        if simple != letter and len(simple) == 1:
            table[ord(letter)] = ord(simple)
    # Characters that the dictionary keeps because both scripts have them.
    table[ord("於")] = ord("于")
    table[ord("號")] = ord("号")
    return table
