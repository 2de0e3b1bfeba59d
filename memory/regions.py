"""Countries, and what is larger or smaller than one: "lives in Norway now" need not mean that Oslo is over. Pure.

It cost: a region that is missing here is taken for a town.
"""

import re


def _beginning(*groups: str) -> re.Pattern[str]:
    return re.compile("|".join(groups))


_COUNTRIES = _beginning(
    # Names that hardly differ between the languages of Europe, by their beginning.
    r"(?:norw(?:ay|eg)|norue|norv|noreg|swed|schwed|suec|suèd|suéc|svez|szwec|zwed|denm|dän|dinam|danem|danim|finlan|icel|isl[aâ]nd"
    r"|german[yi]|deutschl|alem[aâ]|allem|niemc|duits|austri[ae]|österr|autrich|oostenr|áustri|switz|schwei|sui[zsç]|svizz|szwajc"
    r"|zwits|franc[eij]|frank(?:r|ij)|frança|ital|itál|spain|span|españa|espa[gn]|hiszp|port[ou]g|greec|griech|grec|gréci|greki"
    r"|irel|irl[aâ]nd|ierl|scotl|schottl|escoc|écoss|scoz|englan|angla?te|inglat|inghil|bret[aä]|gro(?:ß|ss)brit|pol[oeó][gn]"
    r"|polsk|bélgi|belgi|belgiq|nederl|netherl|niederl|países baj|pays-bas|paesi bass|holand|holland|h[ou]ngr|ungar"
    r"|romania|rumän|rumani|roumani|bulgar|croati|kroat|croaz|serbi|ukrain|ucran|ucrân|russ[li]|rusia|rosj|türki|turk[ei]"
    r"|turqu|turch|czech|tschech|chequ|tchéqu)[a-zà-ÿ]*(?![\w-])",
    r"(?:luxemb[a-z]+|slovaki[ae]|slovenia|estonia|estland|latvia|lettland|lithuania|litauen|canad[aá]|kanada|mexico"
    r"|méxico|mexiko|mexique|messico|br[aá][sz]il\w*|brésil|argentin\w+|chile|chili|colombia|kolumbien|per[uú]|pérou"
    r"|venezuela|ecuador|uruguay|bolivia|cuba|usa|america|amerika|états-unis|estados unidos|stati uniti|egypt\w*"
    r"|ägypten|egipto|égypte|egito|egitto|marokko|morocco|marruecos|maroc|marrocos|tunisi[ae]n?|algeri[ae]n?|nigeria|kenia"
    r"|kenya|ghana|südafrika|israel|liban\w*|lebanon|syri[ae]n?|iran|iraq|irak|india|indi[ae]n|inde|índia|pakistan|china"
    r"|chine|cina|japan|japón|japon|japão|giappone|korea|corea|corée|coreia|vietnam|thailand\w*|tailandia|thaïlande|indonesi\w+"
    r"|philippine[ns]|filipinas|malaysia|australi[ae]n?|austr[aá]lia|neuseeland)\b",
    r"(?:норвеги|швеци|дани|финлянди|германи|австри|швейцари|франци|итали|испани|португали|греци|ирланди|шотланди|англи"
    r"|польш|бельги|нидерланд|голланди|венгри|румыни|болгари|хорвати|серби|украин|росси|турци|чехи|латви|литв|эстони"
    r"|грузи|армени|казахстан|беларус|белорусси|канад|мексик|бразили|аргентин|америк|сша|египет|египт|марокко|израил"
    r"|инди|китай|китае|япони|коре|вьетнам|таиланд|австрали)\w*",
    "日本", "中国", "中國", "韓国", "韩国", "台湾", "台灣", "アメリカ", "米国", "美国", "美國", "カナダ", "加拿大",
    "イギリス", "英国", "英國", "ドイツ", "德国", "德國", "フランス", "法国", "法國", "イタリア", "意大利", "スペイン",
    "西班牙", "ノルウェー", "挪威", "スウェーデン", "瑞典", "オーストラリア", "澳大利亚", "ブラジル", "インド$",
    "ロシア", "俄罗斯", "タイ$", "ベトナム", "한국", "대한민국", "일본", "중국", "미국", "캐나다", "영국", "독일",
    "프랑스", "이탈리아", "스페인", "노르웨이", "호주", "مصر", "المغرب", "تونس$", "الجزائر$", "السعودية", "الأردن",
    "لبنان", "سوريا", "العراق", "الإمارات", "ألمانيا", "فرنسا", "النرويج", "تركيا", "भारत", "अमेरिका", "कनाडा",
    "जर्मनी", "नॉर्वे", "नेपाल",
)  # fmt: skip
_PARTS = _beginning(
    r"(?:europ[ae]?|eurasia|europa|asi[ae]n?|asia|afri[ck]a|afrique|áfrica|scandinavia|skandinavien|escandinavia|oceania"
    r"|california|kalifornien|texas|florida|ontario|qu[eé]bec|bavaria|bayern|baviera|bavière|sa(?:ch|x)\w+|hessen|thüringen"
    r"|brandenburg|schwaben|tirol|tyrol|steiermark|catalonia|catalu[ñn]a|catalunya|katalonien|andaluc?[sz]?[ií]a"
    r"|andalusien|galicia|asturias|bretagne|normandie|provence|alsace|bahia|minas gerais|algarve|alentejo|toscana"
    r"|tuscany|toskana|sicil\w+|sizilien|sardegna|sardinia|puglia|wales|cornwall|yorkshire|kent|essex|sussex|devon"
    r"|уэльс\w*|сибир\w*|европ\w*|ази[яию])\b",
    "ヨーロッパ", "アジア", "欧洲", "亚洲", "유럽", "アフリカ", "北海道", "九州", "沖縄", "四国", "関西", "関東",
    "東北",
)  # fmt: skip
# One town that is called very differently in other tongues.
_TOWNS = tuple(
    frozenset(names.split())
    for names in (
        "london londres londra londen", "munich münchen múnich munique", "cologne köln colonia colónia keulen",
        "vienna wien viena vienne", "milan milano mailand milão", "florence firenze florenz florencia", "turin torino",
        "naples napoli neapel nápoles", "venice venezia venedig venecia veneza", "rome roma rom",
        "geneva genf genève ginebra genebra", "brussels bruxelles brüssel bruselas", "paris parigi",
        "copenhagen københavn kopenhagen copenhague", "warsaw warszawa warschau varsovia varsóvia varsovie",
        "prague praha prag praga", "athens athen atenas athènes atene", "moscow moskau moscú moscou mosca moskva",
        "lisbon lisboa lissabon lisbonne lisbona", "antwerp antwerpen anvers amberes", "beijing peking pékin pequim",
        "cairo kairo caire", "zurich zürich zúrich zurigo", "seville sevilla séville sevilha", "nice nizza niza",
        "basel bâle basilea", "strasbourg straßburg estrasburgo",
    )
)  # fmt: skip


def are_one_town(one: str, other: str) -> bool:
    """Whether two folded words name one town in two tongues."""
    return any(one in names and other in names for names in _TOWNS)


def may_lie_within(one: str, other: str) -> bool:
    """Whether one of two folded names may lie in the other: a town in a country, a country on a continent."""
    if _PARTS.match(one) or _PARTS.match(other):
        return True
    return _is_country(one) != _is_country(other)


def _is_country(name: str) -> bool:
    return _COUNTRIES.match(name) is not None
