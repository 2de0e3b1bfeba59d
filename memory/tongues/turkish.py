"""Turkish: endings and words behind a name do what prepositions do elsewhere.

It cost: what is a name or a thing too (Ocak, a stove; Pazar, a market) needs ayında or günü behind it.
"""

from memory.tongue import Behind, Tongue

_IN, _OF = "'?[dt][ae]", "'?[yn]?[iıuü]n"
_EVER, _TO = "'?[dt][ae]n", "'?[yn]?[ae] (?:kadar|dek)"
_VERBAL = r"(?!bundan|ondan|şundan|buradan)\w{2,}"
TURKISH = Tongue(
    months=(
        r"ocak(?!ta\b|'ta\b|tan\b)", "[şs]ubat", "mart", "nisan", "may[ıi]s", "haziran", "temmuz", "a[ğg]ustos",
        "eyl[üu]l", "ekim", "kas[ıi]m", "aral[ıi]k",
    ),
    weekdays=("pazartesi", "sal[ıi]", "[çc]arşamba", "perşembe", "cuma", "cumartesi", r"pazar(?![dt]|'[dt])"),
    seasons=("ilkbahar|bahar", "yaz", "sonbahar|güz", "kış"),
    units=("gün", "hafta(?! ?sonu)", "ay", "yıl|sene", "hafta ?sonu"),
    offsets={
        "(?:evvelsi|evvelki|önceki) gün": -2, "dünkü|dün(?: akşam| gece)?": -1,
        "bugün(?:kü)?|bu (?:sabah|akşam|gece)": 0,
        "yarın": 1, "öbür gün": 2,
    },
    numbers={
        "bir kaç|birkaç": 3, "bir": 1, "i̇?ki": 2, "üç": 3, "dört": 4, "beş": 5, "altı": 6, "yedi": 7, "sekiz": 8,
        "dokuz": 9, "on bir": 11, "on iki": 12, "on": 10, "yirmi": 20,
    },
    feasts={"yılbaşı": "new year", "noel": "christmas", "paskalya": "easter", "sevgililer günü": "valentine"},
    ago=("{n} {unit} (?:kadar )?(?:önce|evvel)(?:ki)?", "{length} (?:önce|evvel)(?:ki)?"),
    past=("(?:son|geçen|geçtiğimiz) {n} {unit}",),
    last=("(?:geçen|geçtiğimiz) {what}",),
    this=("bu {what}",),
    next=("(?:gelecek|önümüzdeki|haftaya) {what}",),
    within="(?!)",
    since="(?!)", until="(?!)",
    before="(?!)", after="(?!)",
    between="(?:)", ands=f"ile|ve|{_EVER}",
    event=r"(?!)",
    ever="(?!)",
    asking="ne|neler|kim|kimle|nerede|nereye|nasıl|ben|biz|sen|sana|bana|bize|hakkında|ve|mi|mı|var|vardı|oldu|olmuştu"
    "|yaptım|yaptık|yapmıştım|söyledim|söyledik|dedim|konuştuk|konuşmuştuk|anlattım|hatırlıyor|musun|biliyor|yeni|i̇?le",
    the="(?!)",
    of="(?!)",
    not_after="benim|bizim|onun|senin",
    right=rf"(?!\w|'(?!{_IN[2:]}|{_OF[2:]}|[ae]\b))|(?={_IN}(?:n|ki|yd[iı])?\b|{_OF}\b|(?:s?[ıiuü])?n[dt][ae]\b|lar|ler|'?[yn]?[ae]\b)",
    plain=r"kışın|.+ günü",
    behind=Behind(
        within=rf"{_IN}|ay[ıi](?:n?da|nın|nda)?|gün[üu](?!n?de)|yılında|yılı|mevsiminde|boyunca|sırasında|aylarında"
        rf"|ile(?= \w+ arasında)|{_EVER}(?= [\w']+{_TO})",
        since=rf"(?:ayı)?n?{_EVER} (?:beri|itibaren)", until=_TO,
        before=rf"(?:ayı)?n?{_EVER} önce", after=rf"(?:ayı)?n?{_EVER} sonra",
    ),
    lengths={"yarım yıl|altı ay": (6, 2), "bir buçuk yıl": (18, 2)},
    years={"(?:geçen|geçtiğimiz) (?:yıl|sene)(?:ın|nin)?": -1, "bu (?:yıl|sene)(?:ın|nin)?": 0},
    weeks={"geçen hafta ": -1, "bu hafta ": 0, "(?:gelecek|önümüzdeki) hafta ": 1},
    dates=(
        ("name", "{year}(?: yılı(?:nın|nda)?)? {names}"), ("name", "{of_year} {names}"),
        ("weekday", "{of_week}{weekday}"), ("name", "{names} ayı {year}"),
    ),
    told_before=rf"(?<!\w)(?P<clause>(?:[\w']+ )?{_VERBAL}[dt][ae]n) önce\b",
    told_after=rf"(?<!\w)(?P<clause>(?:[\w']+ )?{_VERBAL}[dt][ae]n) (?:sonra|beri)\b",
)  # fmt: skip
