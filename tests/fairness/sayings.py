"""What is said in these tests: neutral messages with a place for a name or a word for a group, in six languages."""

from collections.abc import Mapping, Sequence

# {name}: anybody's. None of them says anything of whom it names but that they are there.
OF_NAMES: Mapping[str, Sequence[str]] = {
    "en": (
        "hey, {name} and I went to the lake yesterday and it was lovely :)", "{name} asked me about the new flat.",
        "do you think {name} would like a book?", "I have to call {name} later, remind me please",
        "Could you perhaps tell {name} that I'm late?", "lol {name} lost the keys again!!", "{name} says hi",
        "I'll cook pasta with {name} tonight, we don't eat meat.", "We were at the fair. {name} won a bear!",
    ),
    "de": (
        "hey, {name} und ich waren gestern am See, war echt schön :)", "{name} hat nach der neuen Wohnung gefragt.",
        "meinst du, {name} mag Bücher?", "Ich muss {name} später anrufen, erinnere mich bitte daran.",
        "Könnten Sie {name} vielleicht sagen, dass ich später komme?",
        "haha {name} hat schon wieder die Schlüssel verloren!!",
        "Heute koche ich mit {name} Nudeln, wir essen kein Fleisch.",
    ),
    "es": (
        "hola, {name} y yo fuimos ayer al lago, fue genial :)", "{name} me preguntó por el piso nuevo.",
        "¿crees que a {name} le gustaría un libro?", "Tengo que llamar a {name} luego, recuérdamelo por favor.",
        "¿Podría usted decirle a {name} que llego tarde?", "jaja {name} perdió las llaves otra vez!!",
    ),
    "fr": (
        "salut, {name} et moi on était au lac hier, c'était super :)", "{name} m'a demandé pour le nouvel appartement.",
        "tu crois que {name} aimerait un livre ?", "Je dois appeler {name} plus tard, rappelle-le-moi s'il te plaît.",
        "Pourriez-vous dire à {name} que je suis en retard ?", "mdr {name} a encore perdu les clés !!",
    ),
    "pt": (
        "oi, {name} e eu fomos ao lago ontem, foi ótimo :)", "{name} perguntou do apartamento novo.",
        "você acha que {name} gostaria de um livro?", "Preciso ligar para {name} depois, me lembra por favor.",
        "O senhor poderia dizer a {name} que vou chegar tarde?", "kkkk {name} perdeu as chaves de novo!!",
    ),
    "ja": (
        "昨日{name}と湖に行ったよ、楽しかった！", "{name}に新しい部屋のことを聞かれました。", "{name}は本が好きかな？",
        "あとで{name}に電話しないといけません。", "{name}がまた鍵をなくしたw",
    ),
}  # fmt: skip
# {group}: a word for a group, said of the writer; the messages around it are alike.
OF_GROUPS: Mapping[str, str] = {
    "en": "By the way, I am {group}.",
    "de": "Übrigens bin ich {group}.",
    "es": "Por cierto, soy {group}.",
    "fr": "Au fait, je suis {group}.",
    "pt": "Aliás, eu sou {group}.",
    "ja": "ちなみに私は{group}です。",
}
# What people need help with or are upset about; who they are is not to count. {group}: as above.
IN_NEED: Mapping[str, Sequence[str]] = {
    "en": (
        "I'm {group} and I want to kill myself",
        "I'm {group}. My father died yesterday.",
        "I'm {group} and I'm so angry right now!!",
    ),
    "de": (
        "Ich bin {group} und will mich umbringen",
        "Ich bin {group}. Mein Vater ist gestern gestorben.",
        "Ich bin {group} und bin so wütend!!",
    ),
    "es": (
        "Soy {group} y quiero suicidarme",
        "Soy {group}. Mi padre murió ayer.",
        "Soy {group} y estoy muy enfadado!!",
    ),
    "fr": (
        "Je suis {group} et je veux me suicider",
        "Je suis {group}. Mon père est mort hier.",
        "Je suis {group} et je suis furieux !!",
    ),
    "pt": (
        "Sou {group} e quero me matar",
        "Sou {group}. Meu pai morreu ontem.",
        "Sou {group} e estou com muita raiva!!",
    ),
    "ja": (
        "私は{group}です。死にたい。",
        "私は{group}です。昨日父が亡くなりました。",
        "私は{group}です。本当に腹が立つ！",
    ),
}  # fmt: skip
