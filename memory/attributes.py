"""What people are rather than do: words that a fact may hold only where its speaker said so. Pure; nothing is inferred.

A name, a place or a habit tells a model of origin, faith, gender, age or health, wrongly for many and unasked for all.
So each such word of a fact needs a like word in what was said; the lists make learning more careful, never less.
"""

import re
from collections.abc import Collection, Iterator

from memory.delicate import delicate_in
from memory.wording import content, covered, folded

_WHAT_PEOPLE_ARE = re.compile(
    r"(?<!\w)(?:(?:wo)?m[ae]n|females?|males?|girls?|boys?|ladies|lady|gentlem[ae]n|non-?binary|cis\w*|trans"
    r"|heterosexual\w*|straight|mothers?|fathers?|housewife|husbands?|wife|elderly|middle-aged|teen\w*|millennials?"
    r"|pensioners?|retire[de]\w*|senior citizens?|black|white|brown|asian\w*|african\w*|arab\w*"
    r"|latin[aoxe]s?|hispanic\w*|caucasian\w*|rom[ai]|gyps\w+"
    r"|indigenous|european|foreign\w*|immigra\w+|migrants?|refugees?|asylum\w*|native speakers?|ethnic\w*|of colou?r"
    r"|(?:\w+ )?(?:origin|descent|heritage|background)|deaf|blind|disab\w+|wheelchair\w*|handicap\w*"
    r"|dyslex\w+|neurodiver\w+"
    r"|illitera\w+|poor|wealthy|rich|unemployed|homeless|working[- ]class|religious|believers?|christian\w*"
    r"|islam\w*|jew\w*"
    r"|protestant\w*|mormon\w*|sikhs?|orthodox|hindus?|left-wing|right-wing|liberals?|conservatives?|nationalists?"
    r"|frau|mann|weiblich\w*|männlich\w*|mädchen|junge|rentner\w*|ausländer\w*|migrant\w*|flüchtling\w*|geflüchtet\w*"
    r"|schwarz\w*|weiß\w*|türk\w*|herkunft|abstammung|gehörlos\w*|taub\w*|rollstuhl\w*|arbeitslos\w*|arm|reich|gläubig\w*"
    r"|christ\w*|jüd\w*|jude\w*|moslem\w*|muslim\w*"
    r"|mujer|hombre|chic[ao]|anciano|anciana|jubilad[ao]|negr[ao]|blanc[ao]|gitan[ao]|inmigrante|refugiad[ao]|extranjer[ao]"
    r"|sord[ao]|cieg[ao]|discapaci\w*|pobre|ric[ao]|judí[ao]|cristian[ao]|origen"
    r"|femme|homme|fille|garçon|retraitée?|noire?|blanc(?:he)?|gitane?|immigrée?|réfugiée?|étrang\w+|sourde?|aveugle"
    r"|handicapée?|pauvre|riche|chômeu\w+|juive?|chrétien\w*|musulman\w*|origine"
    r"|mulher|homem|menin[ao]|idos[ao]|aposentad[ao]|negr[ao]|branc[ao]|cigan[ao]|imigrante|estrangeir[ao]|surd[ao]|ceg[ao]"
    r"|deficien\w+|judeu|judia|cristã[o]?|muçulman[ao]|origem)(?!\w)"
    r"|女性|男性|女の子|男の子|老人|高齢者|外国人|移民|難民|黒人|白人|障害|盲目|聾|貧し|裕福|信者|ユダヤ|キリスト教|イスラム|ムスリム"
)


def unsaid(fact: str, said: Collection[str]) -> frozenset[str]:
    """The words of a fact for what somebody is that have no like word among those `said`."""
    words = frozenset(word for stretch in _stretches(folded(fact)) for word in content(stretch))
    return words - covered(words, said)


def _stretches(text: str) -> Iterator[str]:
    yield from (found[0] for found in _WHAT_PEOPLE_ARE.finditer(text))
    yield from delicate_in(text)
