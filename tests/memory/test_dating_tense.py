"""Which year a day without one means: what a word before it and the tense beside it say."""

from datetime import UTC, date, datetime

import pytest

from memory.clock import Held
from memory.dating import dated
from memory.types import Kind

MAY = date(2026, 5, 4)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def read(said: str, on: date = MAY, kind: Kind = Kind.FACT) -> Held:
    return dated(said, said, kind, on)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("I've been working from home since March", day(2026, 3)),
        ("suffered from insomnia since April", day(2026, 4)),
        ("Ana has worked from home since March 3", day(2026, 3, 3)),
        ("I've been on parental leave from March", day(2026, 3)),
        ("ich arbeite ab und zu in Graz seit März", day(2026, 3)),
        ("ich wohne seit dem 3. März in Graz", day(2026, 3, 3)),
        ("estudio allí desde el 3 de marzo", day(2026, 3, 3)),
        ("no fumo desde octubre", day(2025, 10)),
        ("trabalho lá desde março", day(2026, 3)),
        ("je travaille là depuis mars", day(2026, 3)),
        ("lavoro lì dal 3 marzo", day(2026, 3, 3)),
        ("dal 3 ottobre non fumo", day(2025, 10, 3)),
        ("не курю с января", day(2026, 1)),
        ("с 3 марта работаю в Граце", day(2026, 3, 3)),
        ("с женой живём в Осло с октября", day(2025, 10)),
        ("Mart'tan beri orada çalışıyorum", day(2026, 3)),
        ("أعمل هناك منذ مارس", day(2026, 3)),
        ("我从三月开始一直在这里工作", day(2026, 3)),
        ("3月から大阪に住んでいます", day(2026, 3)),
        ("3월부터 서울에서 일하고 있어요", day(2026, 3)),
        ("मैं मार्च से वहाँ काम कर रहा हूँ", day(2026, 3)),
    ],
)
def test_what_holds_since_then_began_the_last_time_it_was(said: str, since: datetime) -> None:
    assert read(said) == Held(since)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("I work from home from March", day(2027, 3)),
        ("starting on March 3 I work in Graz", day(2027, 3, 3)),
        ("as of the 3rd of March I work in Graz", day(2027, 3, 3)),
        ("I signed up for a gym from June", day(2026, 6)),
        ("ab dem 3. März arbeite ich in Graz", day(2027, 3, 3)),
        ("ich habe ab Juni einen neuen Job", day(2026, 6)),
        ("a partir del 3 de marzo trabajo en Graz", day(2027, 3, 3)),
        ("desde junio trabajaré en Graz", day(2026, 6)),
        ("desde marzo voy a trabajar en Graz", day(2027, 3)),
        ("vou trabalhar em Graz a partir de março", day(2027, 3)),
        ("je travaillerai à Graz dès mars", day(2027, 3)),
        ("à partir de mars je travaille à Graz", day(2027, 3)),
        ("dal 3 marzo lavorerò lì", day(2027, 3, 3)),
        ("a partire dal 3 marzo lavoro lì", day(2027, 3, 3)),
        ("inizio un nuovo lavoro dal 3 giugno", day(2026, 6, 3)),
        ("с 3 марта буду работать в Граце", day(2027, 3, 3)),
        ("начиная с июня работаю в Граце", day(2026, 6)),
        ("с июня выхожу на новую работу", day(2026, 6)),
        ("Haziran'dan itibaren orada çalışacağım", day(2026, 6)),
        ("سأعمل هناك ابتداء من يونيو", day(2026, 6)),
        ("从六月开始我要在这里工作", day(2026, 6)),
        ("6月から大阪で働く予定です", day(2026, 6)),
        ("6월부터 서울에서 일할 거예요", day(2026, 6)),
        ("मैं जून से वहाँ काम करूँगा", day(2026, 6)),
    ],
)
def test_what_begins_from_then_on_lies_ahead(said: str, since: datetime) -> None:
    assert read(said) == Held(since)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("I have an exam on June 12", day(2026, 6, 12)),
        ("I fly to Rome on June 12", day(2026, 6, 12)),
        ("I take a taxi to the airport on June 12", day(2026, 6, 12)),
        ("I'm so excited, we fly to Rome on June 12", day(2026, 6, 12)),
        ("Ahmed has an exam on June 12", day(2026, 6, 12)),
        ("I'll have an exam on January 10", day(2027, 1, 10)),
        ("I had an exam on June 12", day(2025, 6, 12)),
        ("I moved to Graz on June 12", day(2025, 6, 12)),
        ("tengo examen para el 12 de junio", day(2026, 6, 12)),
        ("tengo examen el 12 de junio", day(2026, 6, 12)),
        ("tuve examen el 12 de junio", day(2025, 6, 12)),
        ("me mudé a Graz el 12 de junio", day(2025, 6, 12)),
        ("ich hab am 12. Juni Prüfung", day(2026, 6, 12)),
        ("ich hab am 12. Juni gegen zehn einen Termin", day(2026, 6, 12)),
        ("ich habe am 12. Juni alles abgesagt", day(2025, 6, 12)),
        ("ich hatte am 12. Juni Prüfung", day(2025, 6, 12)),
        ("ich bin am 12. Juni nach Graz gezogen", day(2025, 6, 12)),
        ("tenho prova no dia 12 de junho", day(2026, 6, 12)),
        ("estou de folga no dia 12 de junho", day(2026, 6, 12)),
        ("trabalhei no dia 12 de junho", day(2025, 6, 12)),
        ("j'ai un examen à l'université le 12 juin", day(2026, 6, 12)),
        ("Jeanne a vendu sa maison le 12 juin", day(2025, 6, 12)),
        ("j'étais à Rome le 12 juin", day(2025, 6, 12)),
        ("ho un esame il 12 giugno", day(2026, 6, 12)),
        ("sono stata a Roma il 12 giugno", day(2025, 6, 12)),
        ("у меня экзамен 12 июня, или 13", day(2026, 6, 12)),
        ("я сдавала экзамен 12 июня", day(2025, 6, 12)),
        ("12 Haziran'da sınavım var", day(2026, 6, 12)),
        ("12 Haziran'da İzmir'e taşındım", day(2025, 6, 12)),
        ("6月12日に試験がある", day(2026, 6, 12)),
        ("6月12日に試験があった", day(2025, 6, 12)),
        ("6월 12일에 시험이 있어요", day(2026, 6, 12)),
        ("6월 12일에 시험을 봤어요", day(2025, 6, 12)),
        ("我六月十二日有考试", day(2026, 6, 12)),
        ("6月12日我考完试了", day(2025, 6, 12)),
        ("لدي امتحان في 12 يونيو", day(2026, 6, 12)),
        ("كنت في روما في 12 يونيو", day(2025, 6, 12)),
        ("मेरी परीक्षा 12 जून को है", day(2026, 6, 12)),
        ("मेरी परीक्षा 12 जून को थी", day(2025, 6, 12)),
    ],
)
def test_a_named_day_is_the_nearest_unless_it_is_over(said: str, since: datetime) -> None:
    assert read(said) == Held(since)


@pytest.mark.parametrize(
    "said",
    [
        "I got tickets for Coldplay on 12 June", "my flight on 10 May got cancelled", "my wedding is on 14 February",
        "visa expires in March", "I'm in Rome from 3 to 10 June", "estoy en Roma del 3 al 10 de junio",
        "ich bin vom 3. bis 10. Juni in Rom", "j'ai pris des billets pour Lyon le 12 juin",
    ],
)  # fmt: skip
def test_where_either_year_is_as_likely_none_is_read(said: str) -> None:
    assert read(said) == Held()


NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("surgery is scheduled for January 10", day(2027, 1, 10), None),
        ("booked for January 10", day(2027, 1, 10), None),
        ("I booked a table for January 10", day(2027, 1, 10), None),
        ("my surgery was moved to January 10", day(2027, 1, 10), None),
        ("ich bin für den 10. Januar gebucht", day(2027, 1, 10), None),
        ("die OP ist am 10. Januar geplant", day(2027, 1, 10), None),
        ("die OP wurde auf den 10. Januar verschoben", day(2027, 1, 10), None),
        ("la operación está programada para el 10 de enero", day(2027, 1, 10), None),
        ("me aplazaron la operación al 10 de enero", day(2027, 1, 10), None),
        ("marquei a cirurgia para 10 de janeiro", day(2027, 1, 10), None),
        ("l'opération est prévue pour le 10 janvier", day(2027, 1, 10), None),
        ("l'operazione è prevista per il 10 gennaio", day(2027, 1, 10), None),
        ("операцию перенесли на 10 января", day(2027, 1, 10), None),
        ("contract was extended until March", None, day(2027, 4)),
        ("I'm based in Berlin until January", None, day(2027, 2)),
        ("signed off sick until January", None, day(2027, 2)),
        ("I rented a flat in Graz until January", None, day(2027, 2)),
        ("der Vertrag wurde bis März verlängert", None, day(2027, 4)),
        ("ich bin bis Januar krankgeschrieben", None, day(2027, 2)),
        ("ampliaron mi contrato hasta marzo", None, day(2027, 4)),
        ("meu contrato foi prorrogado até março", None, day(2027, 4)),
        ("estou em Lisboa até janeiro", None, day(2027, 2)),
        ("mon contrat a été prolongé jusqu'en mars", None, day(2027, 4)),
        ("elle est basée à Berlin jusqu'en janvier", None, day(2027, 2)),
        ("il contratto è stato prorogato fino a marzo", None, day(2027, 4)),
        ("контракт продлили до марта", None, day(2027, 3)),
        ("sözleşmem Mart'a kadar uzatıldı", None, day(2027, 4)),
        ("3月まで契約を延長しました", None, day(2027, 4)),
        ("3월까지 계약을 연장했어요", None, day(2027, 4)),
        ("合同延长到三月了", None, day(2027, 4)),
        ("I lived in Berlin until January", None, day(2026, 2)),
        ("I was signed off sick until January", None, day(2026, 2)),
        ("ich war bis Januar krankgeschrieben", None, day(2026, 2)),
        ("ich wohnte bis Januar in Berlin", None, day(2026, 2)),
        ("viví en Lima hasta enero", None, day(2026, 2)),
        ("trabalhei lá até janeiro", None, day(2026, 2)),
        ("j'habitais à Lyon jusqu'en janvier", None, day(2026, 2)),
        ("ho lavorato lì fino a gennaio", None, day(2026, 2)),
        ("я работала там до января", None, day(2026)),
        ("1月まで東京に住んでいた", None, day(2026, 2)),
    ],
)
def test_what_is_set_for_a_time_lies_ahead_whoever_set_it(
    said: str, since: datetime | None, until: datetime | None
) -> None:
    assert read(said, NOVEMBER) == Held(since, until)
