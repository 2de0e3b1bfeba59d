"""A new home ends the old one whether a model says so or not, and nothing else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.changes import Add, Supersede
from memory.homes import moved_home
from tests.memory.reconciling import UPDATES, claim, fact, ground, kind

OLD = "Ana lives in Oslo."


@pytest.mark.parametrize(
    ("old", "news", "line"),
    [
        (OLD, "Ana lives in Bergen now.", "I live in Bergen now"),
        (OLD, "Ana lives in Bergen.", "moved last week, I live in Bergen"),
        (OLD, "Ana lives in Bergen.", "I left Oslo, I live in Bergen now"),
        (OLD, "Ana moved to Bergen last week.", "new flat! we moved to Bergen last week"),
        (OLD, "Ana moved to Bergen.", "we moved from Oslo to Bergen"),
        (OLD, "Ana moved to Braga.", "I moved to Braga, I no longer live in Oslo"),
        (OLD, "Ana: we just moved to Bergen", "we just moved to Bergen, boxes everywhere"),
        ("Ana lives in Oslo, Norway.", "Ana lives in New York now.", "I live in New York now"),
        ("Ana lives in Norway.", "Ana lives in Sweden now.", "I live in Sweden now"),
        ("Ana has lived in Oslo since 2019.", "Ana lives in Bergen now.", "I live in Bergen now"),
        ("Ana wohnt in Halle.", "Ana: Ich bin übrigens letzte Woche nach Leipzig gezogen",
         "Ich bin übrigens letzte Woche nach Leipzig gezogen, jetzt wohne ich näher an der Arbeit"),
        ("Ana wohnt in Halle.", "Ana wohnt jetzt in Chemnitz.", "bin umgezogen, wohne jetzt in Chemnitz"),
        ("Ana vive en Vallecas.", "Ana vive en Getafe ahora.", "ahora vivo en Getafe"),
        ("Ana vive en Vallecas.", "Ana se mudó a Getafe.", "piso nuevo, me mudé a Getafe"),
        ("Ana vive en Vallecas.", "Ana: nos mudamos, ahora vivo en Getafe", "nos mudamos, ahora vivo en Getafe"),
        ("Ana mora em Santos.", "Ana mudou para Recife.", "cansada da mudança, mudei para Recife"),
        ("Ana mora em Santos.", "Ana: mudei! agora moro em Recife, calor demais",
         "mudei! agora moro em Recife, calor demais"),
        ("Ana habite à Brest.", "Ana habite à Nantes maintenant.", "j'habite à Nantes maintenant"),
        ("Ana habite à Brest.", "Ana a déménagé à Nantes.", "j'ai déménagé à Nantes"),
        ("Ana abita a Bari.", "Ana abita a Torino adesso.", "adesso abito a Torino"),
        ("Ana живёт в Омске.", "Ana переехала в Пермь.", "я переехала в Пермь"),
        ("Anaは仙台に住んでいる。", "Ana: 引っ越して今は札幌に住んでる", "引っ越して今は札幌に住んでる"),
        ("Anaは仙台に住んでいる。", "Anaは札幌に引っ越した。", "札幌に引っ越した"),
        ("Ana住在北京。", "Ana现在住在上海。", "我现在住在上海"),
        ("Ana는 서울에 산다.", "Ana는 부산으로 이사했다.", "부산으로 이사했어"),
        ("Ana दिल्ली में रहती है।", "Ana अब मुंबई में रहती है।", "मैं अब मुंबई में रहती हूँ"),
    ],
)  # fmt: skip
def test_who_moves_house_lives_there_no_more(old: str, news: str, line: str) -> None:
    assert moved_home(news, old, line, "Ana")
    assert kind(claim(news), fact(old), where=ground(line)) is Supersede


@pytest.mark.parametrize(
    ("old", "news", "line"),
    [
        *(
            (OLD, f"Ana moved to {what} at work.", f"we finally moved to {what} at work")
            for what in ("Kubernetes", "Neovim", "Signal", "Arch", "TypeScript", "Postgres", "Product")
        ),
        (OLD, "Ana moved to Kubernetes.", "we finally moved to Kubernetes"),
        (OLD, "Ana moved to Customer Success.", "moved to Customer Success last week"),
        (OLD, "Ana moved to the new office in Hamburg.", "we moved to the new office in Hamburg, nice city"),
        (OLD, "Ana moved to Hamburg.", "our team moved to Hamburg, great city"),
        (OLD, "Ana moved to Linux.", "new flat, and I moved to Linux"),
        (OLD, "Ana moved to the marketing team.", "I moved to the marketing team, they have a house"),
        (OLD, "Ana lives in Oslo with her new boyfriend.", "I live in Oslo with my new boyfriend"),
        (OLD, "Ana lives in Oslo in a new flat.", "I live in Oslo now in a new flat"),
        (OLD, "Ana lives in a new flat.", "I live in a new flat now"),
        (OLD, "Ana lives in Norway.", "I live in Norway now"),
        (OLD, "Ana lives in Excel now.", "I basically live in Excel now"),
        (OLD, "Ana lives in Europe now.", "I live in Europe now"),
        (OLD, "Ana lives in Grønland.", "moved, I live in Grønland, another part of the city"),
        (OLD, "Ana lives in Frogner.", "I live in Frogner now, the best of Oslo"),
        (OLD, "Ana lives in Bergen.", "I live in Bergen with my new boyfriend"),
        (OLD, "Ana lives in Bergen.", "I live in Bergen now during the week"),
        ("Ana lives in Frankfurt.", "Ana lives in Frankfurt am Main now.", "I live in Frankfurt am Main now"),
        ("Ana lives in Lisbon.", "Ana lives in Lisboa now.", "I live in Lisboa now"),
        ("Ana lives in London.", "Ana habite à Londres.", "maintenant j'habite à Londres"),
        ("Ana lives in Luton and works at the airport.", "Ana lives in Hull now.", "I live in Hull now"),
        ("Ana wohnt in Berlin.", "Ana wohnt in Berlin mit ihrem neuen Freund.",
         "ich wohne in Berlin mit meinem neuen Freund"),
        ("Ana wohnt in Berlin.", "Ana: ich wohne in Berlin mit meinem neuen Freund",
         "ich wohne in Berlin mit meinem neuen Freund"),
        ("Ana wohnt in Berlin.", "Ana lebt jetzt in Scheidung.", "ich lebe jetzt in Scheidung"),
        ("Ana wohnt in Wien.", "Ana wohnt jetzt in Österreich.", "ich wohne jetzt in Österreich"),
        ("Ana wohnt in Berlin.", "Ana ist mit dem Server nach Frankfurt umgezogen.",
         "wir sind mit dem Server nach Frankfurt umgezogen"),
        ("Ana vive en Vigo.", "Ana se mudó a Linux.", "por fin me mudé a Linux"),
        ("Ana vive en Vigo.", "Ana vive en España.", "ahora vivo en España"),
        ("Ana vive en Vigo.", "Ana vive en Vigo con su nuevo novio.", "ahora vivo en Vigo con mi nuevo novio"),
        ("Ana mora em Santos.", "Ana mudou para Slack.", "mudei para o Slack"),
        ("Ana habite à Brest.", "Ana habite à Brest avec son nouveau copain.",
         "maintenant j'habite à Brest avec mon nouveau copain"),
        ("Ana живёт в Омске.", "Ana живёт в России.", "теперь я живу в России"),
        ("Ana живёт в Москве.", "Ana переехала в Москву.", "я переехала в Москву"),
        ("Anaは札幌に住んでいる。", "Anaは札幌に住んでいる。", "今は札幌に彼氏と住んでる"),
        ("Anaは札幌に住んでいる。", "Anaは日本に住んでいる。", "今は日本に住んでる"),
        ("Anaは札幌に住んでいる。", "Anaはアパートに住んでいる。", "今は新しいアパートに住んでる"),
        ("Ana住在上海。", "Ana现在住在公寓。", "我现在住在公寓"),
        ("Ana는 서울에 산다.", "Ana는 아파트에 산다.", "이제 아파트에 살아"),
        ("Ana تعيش في القاهرة.", "Ana تعيش في مصر.", "أعيش الآن في مصر"),
    ],
)  # fmt: skip
def test_a_home_that_may_still_be_the_same_stays(old: str, news: str, line: str) -> None:
    assert not moved_home(news, old, line, "Ana")
    assert kind(claim(news), fact(old), where=ground(line)) is not Supersede


@pytest.mark.parametrize(
    ("old", "news"),
    [
        (OLD, "Ana does not live in Paris."),
        (OLD, "Ana lived in Paris from 2001 to 2010."),
        (OLD, "Ana dreams of living in Paris."),
        (OLD, "Ana lives in fear of the new boss."),
        (OLD, "Ana: my boss moved, she lives in Paris now"),
        (OLD, "Ana has a new girlfriend who lives in Paris."),
        (OLD, "Ana's sister moved to Bergen."),
        (OLD, "Ben moved to Bergen."),
        ("Ana has a girlfriend who lives in Paris.", "Ana moved to Bergen."),
        ("Ana works for a company based in Paris.", "Ana moved to Bergen."),
        ("Ana has a dog.", "Ana moved to Bergen."),
        ("Anaは住友銀行で働いている。", "Anaは引っ越した。"),
        ("Ana는 5살 고양이가 있다.", "Ana는 서울로 이사했다."),
    ],
)
def test_what_is_no_move_ends_no_home(old: str, news: str) -> None:
    assert not moved_home(news, old, f"now in a new flat: {news}", "Ana")


def test_what_the_model_says_of_a_move_is_believed_as_before() -> None:
    news, where = claim("Ana moved to Bergen.", relation=UPDATES, known=1), ground("we moved to Bergen")
    assert kind(news, fact(OLD), where=where) is Supersede
    assert kind(claim("Ana moved to Bergen."), fact(OLD), where=where) is Add


@pytest.mark.parametrize("name", ["住吉", "عيشة", "Woon"])
def test_a_name_is_no_home(name: str) -> None:
    assert not moved_home(f"{name} started a new job.", f"{name} has a dog.", "a new job in a new city now", name)


def test_a_stay_that_ends_and_what_is_older_leave_the_home() -> None:
    where = ground("we moved to Bergen last week, new flat and all")
    assert kind(claim("Ana moved to Bergen."), fact(OLD), where=where) is Supersede
    stay = claim("Ana lives in Rome now.")
    until = replace(stay, valid_until=stay.said_at + timedelta(days=60))
    assert kind(until, fact(OLD), where=ground("I live in Rome now until June")) is Add
    ago = replace(claim("Ana moved to Bergen."), valid_from=fact(OLD).valid_from - timedelta(days=900))
    assert kind(ago, fact(OLD), where=where) is Add


@pytest.mark.parametrize(
    ("old", "news", "line", "ended"),
    [
        ("Ana's party is on 21 March.", "Ana's party is on 28 March now, not the 21st.",
         "party update: it's on 28 March now, not the 21st", True),
        ("Ana ran the Oslo marathon in 2022.", "Ana ran the Oslo marathon in 2024.",
         "I ran the Oslo marathon in 2024", False),
        ("Ana hat am 3. Mai um 9 Uhr einen Termin beim Zahnarzt.",
         "Ana hat am 12. Juni um 14 Uhr einen Termin beim Zahnarzt.",
         "ich hab am 12. Juni um 14 Uhr einen Termin beim Zahnarzt", False),
    ],
)  # fmt: skip
def test_another_day_replaces_the_first_only_where_the_line_says_so(
    old: str, news: str, line: str, ended: bool
) -> None:
    assert (kind(claim(news), fact(old), where=ground(line, near=0.9)) is Supersede) == ended
