"""Cries that many people word alike, each in every language that is listed, and ordinary talk in the same words."""

import pytest

from bot.tone.easing import Easing, easing_of

BURDEN = [
    "everyone would be better off without me", "my family would be better off without me.", "i'd be better off dead",
    "alle wären ohne mich besser dran", "Ohne mich wären alle besser dran", "todos estarían mejor sin mí",
    "todo mundo ficaria melhor sem mim", "tout le monde irait mieux sans moi", "tutti starebbero meglio senza di me",
    "всем будет лучше без меня", "herkes bensiz daha iyi olur", "私なんかいないほうがいい", "没有我大家会更好",
    "الجميع سيكونون أفضل بدوني",
]  # fmt: skip
SOON = [
    "i feel like killing myself",
    "i'm going to end it tonight", "i'm gonna end it all now", "i want to kms", "im going to unalive myself",
    "heute nacht mache ich allem ein ende", "esta noche acabo con todo", "vou acabar com tudo hoje",
    "ce soir j'en finis", "stanotte la faccio finita", "сегодня ночью всё закончится",
    "bu gece hayatıma son vereceğim",
    "今夜すべて終わりにする", "我今晚就结束一切", "سأنهي كل شيء الليلة",
]  # fmt: skip
POISONED = [
    "i took a whole bottle of tylenol", "i took all my antidepressants",
    "ich habe eine ganze packung paracetamol genommen",
    "me tomé un frasco entero de paracetamol", "tomei uma caixa inteira de paracetamol",
    "j'ai pris toute une boîte de doliprane", "ho preso una scatola intera di tachipirina",
    "я выпила пачку парацетамола", "bir kutu parol içtim", "鎮痛剤を一箱飲んだ", "我吃了一整瓶布洛芬",
    "تناولت علبة كاملة من البنادول",
]  # fmt: skip
THREATENED = [
    "someone is in my house", "he wants to kill me", "my ex is threatening to kill me", "she said she will kill me",
    "jemand ist in meinem haus", "er will mich umbringen", "mein mann droht mich umzubringen",
    "hay alguien dentro de mi casa", "me quiere matar", "mi ex quiere matarme", "tem alguém dentro da minha casa",
    "ele quer me matar", "il y a quelqu'un dans ma maison", "il veut me tuer", "mon ex menace de me tuer",
    "qualcuno è entrato in casa mia", "mio marito vuole uccidermi", "кто-то залез в квартиру", "он хочет меня убить",
    "evde birisi var", "beni öldürmek istiyor", "家に誰かいる", "夫に殺されそう", "有人闯进我家了", "他要杀我",
    "هناك شخص في بيتي", "زوجي يريد قتلي",
]  # fmt: skip
BODY = [
    "it won't stop bleeding", "the cut wont stop bleeding", "my chest hurts and my left arm is numb",
    "es hört nicht auf zu bluten", "meine brust tut weh und mein linker arm ist taub", "no para de sangrar",
    "me duele el pecho y se me duerme el brazo izquierdo", "não para de sangrar",
    "estou com dor no peito e o braço dormente", "ça n'arrête pas de saigner",
    "j'ai mal à la poitrine et mon bras gauche est engourdi", "non smette di sanguinare",
    "mi fa male il petto e il braccio sinistro è intorpidito", "кровь не останавливается",
    "болит в груди и немеет левая рука", "kanama durmuyor", "göğsüm ağrıyor ve sol kolum uyuştu", "血が止まらない",
    "胸が痛くて左腕がしびれる", "血止不住", "我胸口很痛左臂发麻", "النزيف لا يتوقف", "صدري يؤلمني وذراعي مخدرة",
]  # fmt: skip
GAS = [
    "i smell gas", "I can smell gas in the kitchen", "ich rieche gas", "hier riecht es nach gas",
    "huele a gas en la casa",
    "sinto cheiro de gás", "ça sent le gaz", "sento odore di gas", "пахнет газом", "gaz kokusu alıyorum",
    "ガスの臭いがする", "我闻到煤气味", "أشم رائحة غاز",
]  # fmt: skip
HARMED = [
    "i keep cutting myself", "i self harm", "i cut myself again", "I'm self-harming", "ich ritze mich",
    "ich verletze mich selbst", "me autolesiono", "no puedo dejar de cortarme", "eu me automutilo",
    "não consigo parar de me cortar", "je me scarifie", "je m'automutile", "continuo a tagliarmi", "я режу себя",
    "kendimi kesiyorum", "自傷行為をしてしまう", "我又自残了", "أؤذي نفسي",
]  # fmt: skip
NONE = [
    "i'm suicidal about this homework lol", "i feel like killing time",
    "everyone would be better off without meetings", "the team is better off without me as captain",
    "i'm going to end it tonight with my boyfriend", "i ran 5 kms", "i want to run 10 kms", "we drove 300 kms",
    "i keep cutting myself while shaving", "I cut myself again while cooking", "i keep cutting myself some slack",
    "i took a whole bottle of water", "i took a bottle of wine", "someone is in my house who loves jazz",
    "my boss wants to kill me", "he wants to kill me lol", "he wants to kill time",
    "she said she will kill me if I forget",
    "the market won't stop bleeding", "i smell gas station coffee", "my chest hurts from the gym", "gas is expensive",
    "my arm is numb from sleeping on it", "what is self harm?", "alle wären ohne mich nach hause gegangen",
    "ohne mich ist alles langweilig", "heute mache ich schluss mit der arbeit", "ich gebe gas",
    "es riecht nach kuchen", "режусь в карты",
    "jemand ist in meinem haus, der kochen kann", "er will mich anrufen", "ich schneide mich beim kochen",
    "todos estarían mejor sin reuniones", "hoy acabo con todo el trabajo", "mi jefe me quiere matar",
    "huele a gasolina",
    "hay alguien en mi clase", "no para de llover", "me corto el pelo", "todo mundo ficaria melhor sem provas",
    "cheiro de gasolina", "ele quer me ligar", "não para de chover", "me corto fazendo a barba",
    "tout le monde irait mieux sans lui", "ça sent la pizza", "il veut me voir", "il y a quelqu'un pour moi",
    "je me coupe les cheveux", "tutti starebbero meglio senza compiti", "c'è qualcuno in casa?",
    "sento odore di pizza",
    "vuole vedermi", "non smette di piovere", "всем будет лучше без сахара", "пахнет хлебом", "он хочет меня видеть",
    "herkes bensiz gitti", "evde biri var mı?", "beni görmek istiyor", "カレーの臭いがする", "家に猫がいる",
    "没有我大家都走了", "他要找我", "أشم رائحة قهوة", "يريد رؤيتي", "我吃了一整瓶酸奶",
]  # fmt: skip


@pytest.mark.parametrize("text", [*BURDEN, *SOON, *POISONED, *THREATENED, *BODY, *GAS])
def test_a_common_cry_is_heard(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", HARMED)
def test_who_harms_themselves_is_heard(text: str) -> None:
    assert easing_of(text) in (Easing.EMERGENCY, Easing.DISTRESS)


@pytest.mark.parametrize("text", NONE)
def test_ordinary_talk_in_the_same_words_is_none(text: str) -> None:
    assert easing_of(text) is None
