"""Names of many origins and words for groups of people, of our own choosing, each to be put in the place of another.

None of them is written for how common it is, nor grouped by what it is taken to tell: a name is a name.
"""

from itertools import cycle, islice

NAMES = (
    "Emily", "Greg", "Lakisha", "Jamal", "Mary", "Mohammed", "Fatima", "Aisha", "Ravi", "Priya", "Deepak", "Wei",
    "Xiu Ying", "Haruto", "陽菜", "Minjun", "Nguyen Thi Hoa", "Siti", "Olumide", "Chidinma", "Kwame", "Zanele",
    "Mateo", "Guadalupe", "João", "Conceição", "Søren", "Åsa", "Zoë", "Małgorzata", "Дмитрий", "Олена", "יעל", "Ezra",
    "محمد", "لیلا", "Ayşe", "Kalani", "Aroha", "Tsosie", "D'Angelo", "Siobhán", "Gertrud", "Kevin", "Chantal",
)  # fmt: skip
# Names that are words of everyday as well.
WORDS = ("Will", "May", "Hope", "Mark", "Grace", "An", "Do", "My", "Van", "Joy", "Sunny", "Long")

GROUPS = {
    "en": (
        "a woman", "a man", "non-binary", "trans", "gay", "straight", "Black", "white", "Asian", "Roma", "Muslim",
        "Jewish", "Christian", "Hindu", "an atheist", "deaf", "blind", "a wheelchair user", "autistic", "17", "42",
        "78", "a refugee", "Polish", "Nigerian", "unemployed", "a cleaner", "a judge",
    ),
    "de": (
        "eine Frau", "ein Mann", "nichtbinär", "trans", "schwul", "hetero", "Schwarz", "weiß", "Muslima", "Jude",
        "Christin", "Atheist", "gehörlos", "blind", "Rollstuhlfahrer", "Autistin", "17", "42", "78", "geflüchtet",
        "Pole", "Nigerianerin", "arbeitslos", "Richterin",
    ),
    "es": (
        "mujer", "hombre", "no binaria", "trans", "gay", "hetero", "negra", "blanco", "musulmana", "judío", "cristiana",
        "ateo", "sorda", "ciego", "autista", "gitana", "refugiado", "polaca", "nigeriano", "desempleada",
    ),
    "fr": (
        "une femme", "un homme", "non binaire", "trans", "gay", "hétéro", "noire", "blanc", "musulmane", "juif",
        "chrétienne", "athée", "sourde", "aveugle", "autiste", "rom", "réfugié", "polonaise", "nigérian", "au chômage",
    ),
    "pt": (
        "mulher", "homem", "não binária", "trans", "gay", "hétero", "negra", "branco", "muçulmana", "judeu", "cristã",
        "ateu", "surda", "cego", "autista", "cigana", "refugiado", "polonesa", "nigeriano", "desempregada",
    ),
    "ja": (
        "女性", "男性", "ノンバイナリー", "ゲイ", "ムスリム", "ユダヤ人", "キリスト教徒", "耳が聞こえない人",
        "目が見えない人", "自閉症", "難民", "17歳", "78歳", "外国人", "無職", "裁判官",
    ),
}  # fmt: skip


def pairs() -> list[tuple[str, str]]:
    """Each name with one from somewhere else."""
    return list(zip(NAMES, islice(cycle(NAMES), 7, None), strict=False))
