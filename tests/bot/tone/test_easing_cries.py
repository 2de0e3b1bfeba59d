"""Plain cries for help in every language that is listed, and the idioms of each that sound like them."""

import pytest

from bot.tone.easing import Easing, easing_of

CRIES = [
    "My husband fell down the stairs and he isn't moving", "help, I'm having a stroke",
    "my daughter is having a seizure", "My baby won't wake up", "I've taken an overdose",
    "I'm going to jump off the bridge", "I don't want to live", "I want to end my life",
    "My mom is having trouble breathing", "my wife can't breathe", "i think my dad had a stroke", "I've been stabbed",
    "someone is trying to kill me", "There is no pulse", "my friend wants to kill himself", "My son is choking",
    "the house is burning", "my son fell in the pool and is not breathing", "I'm thinking about killing myself",
    "I'm thinking of suicide", "I don't want to be here anymore",
    "my boyfriend hit me and I'm scared he will kill me", "Mein Kind atmet nicht",
    "Meine Frau ist ohnmächtig geworden", "Mein Mann ist bewusstlos", "Ich will nicht mehr leben",
    "Ich habe eine Überdosis genommen", "Meine Großmutter ist zusammengebrochen", "Meine Oma wacht nicht auf",
    "Ich denke an Selbstmord", "ich habe zu viele Schlaftabletten genommen", "Mein Bruder will sich umbringen",
    "Unser Haus brennt", "Ich will tot sein", "Mein Vater bekommt keine Luft", "Mein Freund schlägt mich",
    "Hilfe, meine Tochter erstickt", "Mein Sohn hat Gift getrunken", "Es brennt!", "Ich möchte mich umbringen",
    "Ich bringe mich heute um", "Mi hijo no respira", "Mi madre no se despierta", "Quiero suicidarme", "quiero morir",
    "Mi casa se está quemando", "Me tomé todas las pastillas", "no puedo respirar", "Mi marido me está pegando",
    "mi marido me pega", "llamen a una ambulancia", "mi hija se está ahogando", "Mi esposo tiene un infarto",
    "creo que me está dando un infarto", "no quiero vivir más", "Mi hermano quiere suicidarse",
    "mi abuela se cayó y no se mueve", "Estoy pensando en suicidarme", "Mon fils ne respire plus",
    "appelez une ambulance", "je ne peux pas respirer", "je n'arrive plus à respirer", "Ma mère est inconsciente",
    "Mon mari me frappe", "j'ai envie de mourir", "Je pense au suicide", "je veux me suicider", "Ma fille s'étouffe",
    "Mon père fait un AVC", "ma maison brûle", "j'ai avalé tous mes médicaments", "Mon ami veut se tuer",
    "ma grand-mère ne se réveille pas", "Mio figlio non respira", "mia madre è incosciente",
    "mio marito ha un infarto", "voglio uccidermi", "ho preso troppe pillole", "ho preso tutte le pillole",
    "la casa è in fiamme", "mio marito mi picchia", "mio padre è svenuto", "mia figlia sta soffocando",
    "Mio padre sta avendo un infarto", "mia nonna non si sveglia", "penso al suicidio", "non voglio vivere",
    "息子が息をしていない", "母の意識がありません", "救急車を呼んで", "救急車を呼んでください", "死にたいです",
    "夫に殴られています", "家が燃えています", "父が心臓発作を起こしました", "息ができない", "自殺したい",
    "赤ちゃんが息してない", "娘が喉に詰まらせました", "薬を全部飲みました", "祖母が目を覚まさない",
    "もう生きたくない", "もう生きていたくない", "助けて、火事です", "Meu filho não respira",
    "meu filho não está respirando", "Chamem uma ambulância", "não consigo respirar", "quero me suicidar",
    "quero morrer", "Meu marido está me batendo", "meu marido me bate", "minha casa está pegando fogo",
    "A minha casa está a arder", "Tomei todos os remédios", "minha mãe não acorda", "meu pai teve um infarto",
    "meu pai está tendo um AVC", "Minha filha está engasgada", "penso em suicídio", "não quero viver", "сын не дышит",
    "мама без сознания", "Муж меня бьёт", "Я выпила все таблетки", "я выпил пачку таблеток", "Я хочу убить себя",
    "Наш дом горит", "у папы инфаркт", "у дедушки инсульт", "хочу умереть", "мама не просыпается",
    "ребёнок задыхается", "я задыхаюсь", "Я не хочу жить", "я больше не хочу жить", "думаю о самоубийстве",
    "у нас пожар", "Oğlum nefes almıyor", "Annem bilincini kaybetti", "Babam kalp krizi geçiriyor",
    "İntihar etmek istiyorum", "Ölmek istiyorum", "Ambulans çağırın", "kocam beni dövüyor", "bir kutu ilaç içtim",
    "Çok fazla hap içtim", "Evimiz yanıyor", "Evim yanıyor", "Annem uyanmıyor", "kızım boğuluyor",
    "Yaşamak istemiyorum", "Kendimi öldürmek istiyorum", "nefes alamıyorum", "我妈妈没有呼吸了", "我儿子没呼吸了",
    "我爸爸心脏病发作了", "我爸心脏病犯了", "我想死", "我不想活了", "我家着火了", "快叫救护车", "我吃了很多安眠药",
    "我老公打我", "他失去意识了", "妈妈昏迷不醒", "我喘不过气", "我无法呼吸", "我想自杀", "我不想活", "我要跳楼",
    "奶奶叫不醒", "孩子噎住了", "ابني لا يتنفس", "أمي فاقدة الوعي", "أريد أن أموت", "أريد الانتحار", "زوجي يضربني",
    "أبي أصيب بنوبة قلبية", "ابتلعت كل الحبوب", "تناولت كل الحبوب", "بيتي يحترق", "لا أستطيع التنفس",
    "اتصلوا بالإسعاف", "ابنتي تختنق", "أفكر في الانتحار", "لا أريد أن أعيش", "أمي لا تستيقظ",
]  # fmt: skip
IDIOMS = [
    "my boyfriend isn't responding to my texts", "my brother beats me every time we play chess",
    "my mom is going to kill me", "my cat is trying to kill me lol", "My son won't wake up on time for school",
    "he is drowning in work", "I'm thinking of Suicide Squad for movie night", "This shirt is not breathing well",
    "My friend can't breathe lol 😂", "I had a heart attack when I saw the bill",
    "I'm going to jump off the bridge with a bungee cord", "my dad had a stroke in 2010", "the candle is burning",
    "We had a near death experience at work haha", "my boss hit me up", "The suicide rate dropped",
    "Suicide prevention day is in September", "How does a stroke happen?", "I need an ambulance for the level",
    "Mein Bruder schlägt mich immer im Schach", "Er wacht nicht gern früh auf", "Die Wunde brennt.",
    "Mein Handy bekommt keine Updates", "Ich sterbe vor Hunger", "das Spiel bringt mich um", "Er ertrinkt in Arbeit",
    "Wie ruft man einen Krankenwagen?", "Das Auto braucht Sprit", "Ich denke ans Abendessen",
    "Mein Chef bringt mich um", "me muero de risa", "mi hermano me pegó la gripe", "mi hijo no se despierta temprano",
    "se ahoga en un vaso de agua", "no puedo respirar por la nariz", "mi jefe me va a matar",
    "quiero matar el tiempo", "La bolsa se hundió", "mi hermano me pegó un susto",
    "Mon frère me bat toujours aux échecs", "je meurs de faim", "ma fille se noie dans ses devoirs",
    "je n'arrive pas à respirer par le nez", "je pense à en finir avec ce projet", "il ne se réveille pas tôt",
    "j'ai envie de mourir de rire", "mon patron va me tuer", "le soleil brûle", "tu me fais mourir", "muoio di fame",
    "ho preso tutte le medicine che mi ha dato il dottore", "mio fratello mi batte a scacchi",
    "il mio capo mi uccide", "non riesco a respirare dal ridere", "mia figlia sta soffocando dal ridere",
    "non voglio vivere qui", "morro de fome", "não consigo respirar de tanto rir", "meu irmão me bate no xadrez",
    "meu filho não acorda cedo", "meu chefe vai me matar", "engasguei com o café", "não quero viver aqui",
    "умираю от голода", "я задыхаюсь от смеха", "он тонет в работе", "Горим по срокам!", "убить время",
    "начальник меня убьёт", "я не хочу жить в городе", "açlıktan ölüyorum", "gülmekten ölüyorum",
    "patron beni öldürecek", "sınavda boğuldum", "zaman öldürüyorum", "お腹すいて死にそう", "サーバーの反応がない",
    "笑いすぎて息ができない", "心臓が止まるかと思った", "マスクで息が苦しい", "酒に溺れた人生", "子供が起きない",
    "仕事で死にそう", "我饿死了", "笑死我了", "我老公打我电话", "跳楼价促销", "我吃了很多药都没好", "我想死你了",
    "累死了", "أموت من الضحك", "أنا جائع جدا أكاد أموت", "هو يغرق في الديون", "قتلت الوقت", "أريد أن أعيش في باريس",
]  # fmt: skip


@pytest.mark.parametrize("text", CRIES)
def test_a_plain_cry_for_help_is_heard(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", IDIOMS)
def test_an_idiom_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize(
    "text", ["My life isn't worth living", "I don't see a way out.", "Mein Leben hat keinen Sinn mehr"]
)
def test_despair_is_heard(text: str) -> None:
    assert easing_of(text) is Easing.DISTRESS
