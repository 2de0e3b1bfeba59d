"""What people are offered to ask, in the languages in which there are words for it; English stands in the manifest."""

from collections.abc import Mapping

Prompts = tuple[tuple[str, str], ...]
LANGUAGES: Mapping[str, Prompts] = {
    "de": (
        ("Was weißt du über mich?", "Was hast du dir über mich gemerkt?"),
        ("Merk dir etwas", "Merk dir, dass ich kurze Antworten mag."),
        ("Wie funktioniert das?", "Was kannst du, und was behältst du von mir?"),
    ),
    "es": (
        ("¿Qué sabes de mí?", "¿Qué recuerdas de mí?"),
        ("Recuerda algo", "Recuerda que me gustan las respuestas cortas."),
        ("¿Cómo funciona esto?", "¿Qué sabes hacer y qué guardas de mí?"),
    ),
    "fr": (
        ("Que sais-tu de moi ?", "De quoi te souviens-tu à mon sujet ?"),
        ("Retiens quelque chose", "Retiens que j'aime les réponses courtes."),
        ("Comment ça marche ?", "Que sais-tu faire, et que gardes-tu de moi ?"),
    ),
    "ja": (
        ("私について何を知っていますか", "私について何を覚えていますか?"),
        ("何かを覚える", "短い返事が好きだと覚えてください。"),
        ("使い方は?", "何ができますか? 私について何を保存しますか?"),
    ),
    "pt": (
        ("O que sabes sobre mim?", "De que te lembras sobre mim?"),
        ("Lembra-te de algo", "Lembra-te de que gosto de respostas curtas."),
        ("Como funciona isto?", "O que sabes fazer, e o que guardas sobre mim?"),
    ),
}


def prompts_in(locale: str | None) -> list[dict[str, str]]:
    """The prompts in somebody's language as Slack takes them; none where those of the manifest say it."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return [{"title": title, "message": message} for title, message in LANGUAGES.get(language, ())]
