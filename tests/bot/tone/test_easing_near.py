"""What befalls whoever is near is a cry as much as what befalls oneself; what only sounds like it is none."""

import pytest

from bot.tone.easing import Easing, easing_of

NEAR = [
    "dad isnt breathing", "baby not breathing", "Help mom collapsed", "mom is having a stroke", "I think dad collapsed",
    "my friend took too many pills", "she took a whole bottle of pills", "my daughter has swallowed 20 tablets",
    "my friend is suicidal", "i'm bleeding a lot", "she's bleeding so much", "our mom overdosed",
    "my son said he doesn't want to live anymore", "my sister told me she wants to die", "grandma won't wake up",
    "papa atmet nicht", "Hilfe, Mama ist zusammengebrochen", "Oma wacht nicht auf", "er ist zusammengebrochen!",
    "meine freundin hat zu viele tabletten genommen", "mein bester Freund ist suizidgefährdet", "ich blute sehr stark",
    "Mein Sohn sagt, er will nicht mehr leben", "mein Sohn hat gesagt, dass er nicht mehr leben will",
    "meine Tochter sagt sie will sterben", "ich habe gesagt, dass ich nicht mehr leben will",
    "papá no respira", "Mamá se desmayó", "mi amiga se tomó demasiadas pastillas", "estoy perdiendo mucha sangre",
    "mi hijo dijo que ya no quiere vivir", "mi amiga dice que quiere morir", "mi amigo tiene pensamientos suicidas",
    "mi mejor amigo está pensando en suicidarse", "el niño no respira",
    "maman ne respire plus", "papa respire plus", "Mamie s'est évanouie", "mon amie a pris trop de médicaments",
    "mon ami est suicidaire", "je perds beaucoup de sang", "mon fils a dit qu'il ne veut plus vivre",
    "ma sœur dit qu'elle veut mourir", "papa s'est effondré",
    "mãe não respira", "o papai desmaiou", "minha amiga tomou comprimidos demais", "meu melhor amigo é suicida",
    "estou a sangrar muito", "meu filho disse que não quer mais viver", "minha filha disse que quer morrer",
    "mamma non respira", "papà è svenuto", "la mia amica ha preso troppe pillole", "sto sanguinando molto",
    "mio figlio ha detto che non vuole più vivere", "mia sorella vuole morire", "un mio amico vuole suicidarsi",
    "подруга выпила слишком много таблеток", "сын сказал, что больше не хочет жить", "я истекаю кровью",
    "arkadaşım çok fazla hap içti", "oğlum artık yaşamak istemiyor", "çok kan kaybediyorum",
    "息子が生きたくないと言っています", "我朋友吃了太多安眠药", "我儿子说不想活了", "我流了很多血",
    "صديقي تناول الكثير من الحبوب", "ابني لا يريد أن يعيش", "أنا أنزف بشدة",
]  # fmt: skip
NONE = [
    "my son took all his medicine", "my dad took his pills this morning", "she took too many photos",
    "he doesn't want to live here anymore", "she doesn't want to live with me anymore", "he wants to die on that hill",
    "dad is breathing down my neck", "dad jokes not breathing", "my nose is bleeding", "i'm bleeding money",
    "my mom wants to die of embarrassment", "the economy collapsed", "mom jeans collapsed in price",
    "papa kommt nicht", "mama ist umgezogen", "er will nicht mehr in Berlin leben",
    "er will nicht mehr leben in Berlin", "dad collapsed the tent",
    "meine Oma hat ihre Tabletten genommen", "sie will sterben vor Lachen", "er blutet nicht",
    "papá no responde", "mi hija no quiere vivir en Madrid", "mi amiga quiere morir de risa", "papá no respira hondo",
    "mon fils ne veut plus vivre à Lyon", "elle respire plus vite", "elle veut mourir de rire", "je perds beaucoup",
    "le pont s'est effondré", "il s'est effondré, le pont", "papa ne répond pas", "elle a pris trop de photos",
    "meu filho não quer mais viver aqui", "ela quer morrer de rir", "mãe não responde", "ele tomou muitos cafés",
    "mia figlia non vuole più vivere qui", "mamma non risponde", "ha preso troppe foto",
    "сын больше не хочет жить здесь", "она выпила много воды", "oğlum burada yaşamak istemiyor", "çok su içti",
    "我朋友吃了太多饭", "ابني لا يريد أن يعيش هنا",
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR)
def test_what_befalls_somebody_near_is_a_cry(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert easing_of(text) is None
