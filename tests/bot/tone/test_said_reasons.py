"""A reason that people give of themselves beside a wish keeps it none the less, and nothing is kept of the reason."""

import time

import pytest

from bot.tone.said import NOTHING, said

WISHES = [
    "I'm blind. No tables please.",
    "i am autistic, no idioms please",
    "My English is not good. Please use simple words.",
    "shorter please, i'm on my phone",
    "shorter please because i'm driving",
    "I have ADHD so shorter please",
    "I have ADHD, so short answers please",
    "I use a screen reader - no tables please",
    "I'm dyslexic. Shorter please.",
    "i have trouble reading. simpler words please",
    "English isn't my first language, simple english please",
    "I don't speak English well. Plain language please.",
    "because of my dyslexia, short answers please",
    "I can't read long texts. Shorter please.",
    "I'm in a hurry, shorter please",
    "I am visually impaired and use a screen reader. No emojis please.",
    "can you write shorter? i'm dyslexic",
    "stop being so verbose, i'm busy",
    "simple words please, english is hard for me",
    "ich seh schlecht, bitte keine tabellen",
    "Ich bin blind. Keine Tabellen bitte.",
    "kürzer bitte, ich bin am handy",
    "Ich bin Autist, bitte keine Redewendungen",
    "Mein Deutsch ist nicht gut. Bitte einfache Sprache.",
    "Kürzer bitte, weil ich wenig Zeit habe",
    "ich habe adhs, kürzer bitte",
    "ich nutze einen screenreader, keine emojis bitte",
    "Soy ciega. Sin tablas por favor.",
    "soy autista, sin metáforas por favor",
    "Mi español no es bueno. Lenguaje sencillo por favor.",
    "más corto por favor, estoy en el móvil",
    "más corto porque tengo prisa",
    "Sou cega. Sem tabelas por favor.",
    "sou autista, sem metáforas por favor",
    "Meu português não é bom. Linguagem simples por favor.",
    "mais curto por favor, estou no celular",
    "Je suis aveugle. Pas de tableaux svp.",
    "je suis autiste, pas de métaphores svp",
    "Mon français n'est pas bon. Langage simple svp.",
    "plus court svp, je suis sur mon téléphone",
    "plus court parce que je suis pressé",
    "Sono cieco. Senza emoji per favore.",
    "sono dislessica, più breve per favore",
    "Il mio italiano non è buono. Parole semplici per favore",
    "più breve per favore, sono al telefono",
    "Я слепой. Без смайликов, пожалуйста.",
    "у меня дислексия, короче пожалуйста",
    "Мой русский не очень хороший. Простыми словами, пожалуйста.",
    "короче, пожалуйста, я с телефона",
    "Görme engelliyim. Emoji kullanma lütfen.",
    "Türkçem iyi değil. Basit Türkçe lütfen.",
    "daha kısa lütfen, telefondayım",
    "目が見えないので、表は使わないでください。",
    "目が見えません。絵文字なしでお願いします。",
    "日本語が苦手なので、やさしい日本語でお願いします",
    "自閉症なので慣用句は使わないで",
    "スマホで見ているので短くしてください",
    "我是盲人。不要用表情符号。",
    "我的中文不好，请用简单的语言",
    "我在用手机，请简短一点",
    "أنا كفيف. بدون رموز تعبيرية من فضلك.",
    "لغتي العربية ليست جيدة. بلغة بسيطة من فضلك.",
    "عندي عسر قراءة، أقصر من فضلك",
]
OTHERS = [  # only the reason, of somebody else, or what is being written
    "I'm blind.",
    "I am dyslexic",
    "I'm writing a letter. Shorter please.",
    "I have a text here. Shorter please.",
    "I have a poem. Shorter please.",
    "I use this slogan. Funnier please.",
    "My boss is blind. No tables please.",
    "my son is autistic, no idioms please",
    "he is dyslexic, no idioms please",
    "are you blind? no tables please",
    "Is my english good? use simple words",
    "Am I dyslexic? shorter please",
    "My email is below. More formal please.",
    "I made a poster. No emojis please",
    "my phone is too long",
    "I have a meeting with my boss tomorrow. More formal please.",
    "She said: I'm blind, no tables please",
    "I'm giving a speech tomorrow. Funnier please.",
    "I am looking for a shorter route, no tables please",
    "because it is shorter",
    "Ich schreibe einen Brief. Kürzer bitte.",
    "Ich habe einen Text. Kürzer bitte.",
    "Mein Chef ist blind. Keine Tabellen bitte.",
    "Ich suche eine Route. Kürzer bitte.",
    "Tengo un poema. Más corto por favor.",
    "Mi jefe es ciego. Sin tablas por favor.",
    "Escribo una carta. Más corto por favor.",
    "J'ai un poème. Plus court svp.",
    "Mon chef est aveugle. Pas de tableaux svp.",
    "Tenho um poema. Mais curto por favor.",
    "Ho una poesia. Più breve per favore.",
    "У меня стих. Короче, пожалуйста.",
    "Мой начальник слепой. Без смайликов, пожалуйста.",
    "我有一首诗。请简短一点",
    "我在写邮件。短一点",
    "詩を書きました。短くしてください。",
    "上司は全盲です。表は使わないで",
    "私は全盲です。",
    "Bir şiirim var. Daha kısa lütfen.",
    "عندي قصيدة. أقصر من فضلك.",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_with_its_reason_is_one(text: str) -> None:
    assert said(text).turns or said(text).presets


@pytest.mark.parametrize("text", OTHERS)
def test_a_sentence_of_oneself_makes_no_wish_of_others(text: str) -> None:
    assert said(text) == NOTHING


@pytest.mark.parametrize("text", ["I'm blind. No tables please.", "i am autistic, no tables please"])
def test_only_what_is_wished_is_kept(text: str) -> None:
    assert said(text) == said("no tables please")


@pytest.mark.parametrize(
    "text",
    [
        "my eyes " + "are a" * 18,
        "i have " + "a " * 46,
        "i'm " + "so " * 31 + "x!",
        "mi vista no " + "a" * 85,
        "- " * 50,
    ],
)
def test_whatever_is_told_takes_no_time(text: str) -> None:
    said("hi")
    began = time.perf_counter()
    said(f"no tables. {text}")
    assert time.perf_counter() - began < 0.2, "a pattern tries too many ways"
