"""A document that uses every block and inline there is, and one written by someone hostile."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dpsdocs.document.model import (
    Block,
    Box,
    Clause,
    Column,
    Document,
    Field,
    FillIn,
    Formula,
    Gap,
    Heading,
    Inlines,
    ListBlock,
    ListItem,
    Meta,
    PageBreak,
    Paragraph,
    Ref,
    Row,
    Signature,
    SignatureParty,
    Table,
    Text,
    Wide,
)
from dpsdocs.document.outline import outlined
from dpsdocs.document.schedule import PriceLine, PricePart, PriceSchedule

META = Meta(
    title="Rammeavtale",
    subject="Vektertjenester for kommunale boliger",
    owner="Oslo kommune",
    unit="Etat for kommunale boliger",
    case_number="26/04817",
    annex="Bilag 4",
    version="1.0",
    date="11. januar 2027",
    date_short="11.01.2027",
    grade="open",
    under="Konkurranse under Oslo kommunes dynamiske innkjøpsordning, referanse 24/1307",
    deadline="tirsdag 9. februar 2027 kl. 12.00",
    example="Eksempeldokument. Virksomhet, navn, mengder, frister og beløp er oppdiktet.",
    release="vektertjenester 2027.1",
)
LONG = (
    "Oppdragsgiveren kan rette, supplere og endre konkurransegrunnlaget før tilbudsfristen, så lenge "
    "endringen ikke er vesentlig, jf. § 14-2. Endringer sendes til alle leverandørene samtidig."
)


def t(text: str, **kinds: bool) -> Inlines:
    """One run of words."""
    return (Text(text, **kinds),)


def p(identity: str, *inlines: Inlines | str, style: str = "body") -> Paragraph:
    """A paragraph from words and inlines."""
    parts: Inlines = ()
    for part in inlines:
        parts += t(part) if isinstance(part, str) else part
    return Paragraph(identity, parts, style)  # type: ignore[arg-type]


def items(identity: str, *lines: str, ordered: bool = True) -> ListBlock:
    """A list of plain words."""
    made = tuple(ListItem(f"{identity}-{n}", t(line)) for n, line in enumerate(lines, 1))
    return ListBlock(identity, ordered, made)


def clause(identity: str, *blocks: Block, lock: str = "locked", **rest: object) -> Clause:
    """A clause with its lock."""
    return Clause(identity, lock, blocks, **rest)  # type: ignore[arg-type]


def rows(*lines: tuple[str, ...], prefix: str = "r", styles: dict[int, str] | None = None) -> tuple[Row, ...]:
    """Table rows of plain words; empty words make empty cells."""
    return tuple(
        Row(f"{prefix}-{n}", tuple(t(c) if c else () for c in line), (styles or {}).get(n, "normal"))  # type: ignore[arg-type]
        for n, line in enumerate(lines)
    )


FACTS = Table(
    "korte-trekk",
    (Column("", 26), Column("", 74)),
    rows(
        ("Oppdragsgiver", "Oslo kommune ved Etat for kommunale boliger, org.nr. 958 935 420"),
        ("Varighet", "3. mai 2027–2. mai 2029, med rett til å forlenge i 1 + 1 år"),
        ("Tilbudsfrist", "tirsdag 9. februar 2027 kl. 12.00"),
        ("Levering", "Bare i konkurransegjennomføringsverktøyet (KGV)"),
        prefix="fakta",
        styles={2: "hot"},
    ),
    "facts",
    "Avtalen i korte trekk",
)
CRITERIA = Table(
    "kriterier",
    (
        Column("Kriterium", 25),
        Column("Vekt", 9, "right"),
        Column("Hva som blir vurdert", 39),
        Column("Bevis", 27),
    ),
    rows(
        ("Pris", "40 %", "Samlet evalueringspris i prisskjemaet", "Bilag 3, fylt ut i alle åpne felt"),
        ("Kvalitet", "30 %", "To underkriterier", ""),
        ("Bemanning", "15 %", "Hvor godt planen sikrer faste, kjente vektere", "Bilag 2 del B: plan"),
        ("Kompetanse", "15 %", "Relevant praksis og opplæring", "Bilag 2 del C: CV"),
        ("Klima og miljø", "30 %", "To underkriterier", ""),
        ("Sum", "100 %", "", ""),
        prefix="krit",
        styles={0: "main", 1: "main", 2: "sub", 3: "sub", 4: "main", 5: "sum"},
    ),
    "full",
    "Tildelingskriterier",
    t("Tabellen er en oversikt. Ved ulikhet gjelder teksten i punktet."),
)
YES_NO: Inlines = (FillIn("k-01-ja", "Ja", "check"), Text(" "), FillIn("k-01-nei", "Nei", "check"))
REQUIREMENTS = Table(
    "krav",
    (
        Column("Nr.", 8),
        Column("Krav", 46),
        Column("Type", 7, "center"),
        Column("Dokumentasjon", 23),
        Column("Svar", 16),
    ),
    (
        Row("g1", (t("Tillatelse og taushet"),), "group"),
        Row("k1", (t("K-01"), t("Leverandøren skal ha tillatelse."), t("A"), t("Kopi"), YES_NO)),
        Row("k2", (t("K-02"), t("Oppdragsgiveren ønsker faste vektere.\nGir poeng."), t("B"), t("Plan"), ())),
    ),
    "requirements",
    "Krav",
)
SITES = Table(
    "objekter",
    (Column("Objekt", 10), Column("Boligtype", 40), Column("Sone", 30), Column("Boliger", 20, "right")),
    rows(
        *((f"O-{n:02}", "Samlokaliserte boliger", "Sentrum og vest", str(n * 7)) for n in range(1, 61)),
        ("Sum", "", "", "12 810"),
        prefix="obj",
        styles={60: "sum"},
    ),
    "full",
    "Objektene",
)
IDS = Table("kjenn", (Column("Konto", 40), Column("Merke", 60)), rows(("4817", "VAKT"), prefix="ids"), "ids")
FORMULA = Formula(
    "poeng",
    t("Poeng = 10 − 10 × "),
    (Text("P", em=True), Text(" − "), Text("P", em=True), Text("min", sub=True)),
    (Text("P", em=True), Text("min", sub=True)),
    "Poeng er lik 10 minus 10 ganger brøken P minus P min over P min",
)
SIGNATURE = Signature(
    "underskrift",
    (
        SignatureParty("For oppdragsgiveren", t("Oslo kommune ved Etat for kommunale boliger")),
        SignatureParty("For leverandøren", (FillIn("leverandor", "Leverandørens navn"),)),
    ),
)


def _chapter_with_sections() -> tuple[Block, ...]:
    value = (Field("varighet", "Varighet", "3. mai 2027–2. mai 2029"),)
    return (
        Heading("avtalen", 1, t("Avtalen")),
        Heading("omfang", 2, t("Hva avtalen gjelder")),
        clause("gjelder", p("gjelder-1", LONG), condition="Gjelder rammeavtaler", source="FOA § 26-1"),
        clause(
            "varer",
            p("varer-1", "Avtalen gjelder ", value, ", jf. punkt ", (Ref("sum"),), "."),
            lock="adaptable",
        ),
        Heading("rang", 2, t("Avtaledokumentene")),
        clause(
            "rekkefolge",
            p("rekkefolge-1", "Er det motstrid, gjelder de i denne rekkefølgen:", style="lead"),
            items("rekkefolge-l", "dette dokumentet", "kravspesifikasjonen (bilag 1)", "tilbudet"),
        ),
        clause("enkel", p("enkel-1", "Uten nummer, ", t("uthevet", strong=True), "."), numbered=False),
        Heading("bot", 2, t("Dagbot")),
        clause(
            "dagbot",
            p(
                "dagbot-1",
                "Oppdragsgiveren kan kreve dagbot, se ",
                (Ref("rekkefolge"),),
                " og ",
                (Ref("dagbot"),),
                ".",
            ),
            Box(
                "ukebot",
                "uke",
                "UKE-blokk: dagbot",
                (p("ukebot-1", "Satsen er ", (Gap("sats", "sats", "uke"),)),),
            ),
            lock="approval",
        ),
    )


def _chapter_without_sections() -> tuple[Block, ...]:
    return (
        Heading("pris", 1, t("Pris og poeng")),
        clause("sum", p("sum-1", "Prisen er fast. ", LONG)),
        clause("kriterier-k", p("kriterier-1", "Tabellen viser kriteriene:", style="lead"), CRITERIA),
        clause(
            "formel", p("formel-1", "Poeng gis etter denne formelen:"), FORMULA, p("formel-2", "P er prisen.")
        ),
        clause(
            "info",
            Box(
                "boks",
                "info",
                "Huskeliste",
                (p("boks-1", "Levér i tide."), items("boks-l", "én", "to", ordered=False)),
            ),
            p("info-1", "En merknad i liten skrift.", style="note"),
            numbered=False,
        ),
        clause(
            "lister",
            p("lister-1", "Ny liste:"),
            items("l2", "første", "andre"),
            items("l3", "strek", ordered=False),
        ),
    )


def _last_chapters() -> tuple[Block, ...]:
    return (
        Heading("kravene", 1, t("Krav og svar")),
        clause(
            "krav-k", p("krav-1", "Kravene er merket A og B.", style="lead"), REQUIREMENTS, numbered=False
        ),
        clause(
            "svar",
            p("svar-1", "Navn: ", (FillIn("navn", "leverandørens navn"),)),
            p("svar-2", (FillIn("plan", "Beskriv bemanningsplanen", "long"),)),
            p("svar-3", (FillIn("bekreft", "Vi bekrefter kravet", "check"),)),
            numbered=False,
        ),
        clause("ids", IDS, numbered=False),
        Wide("bred", (Heading("objektene", 1, t("Objekter")), clause("obj-k", p("obj-1", "Listen:"), SITES))),
        Heading("slutt", 1, t("Signatur")),
        clause("signert", p("signert-1", "Avtalen er inngått når begge har signert."), numbered=False),
        SIGNATURE,
        PageBreak("skift"),
        Heading("vedlegg", 1, t("Etter sideskift")),
        clause("mangler", p("mangler-1", "Kontakt: ", (Gap("kontakt", "kontaktperson"),)), lock="adaptable"),
    )


def rich(*, draft: bool = False, cover: bool = True, toc_depth: int = 2, grade: str = "open") -> Document:
    """The document with everything in it, outlined."""
    meta = replace(META, draft=draft, version="0.9" if draft else "1.0", grade=grade)
    if grade != "open":
        meta = replace(meta, grade_basis="offl. § 24 tredje ledd")
    blocks = _chapter_with_sections() + _chapter_without_sections() + _last_chapters()
    return outlined(Document("rammeavtale", meta, blocks, cover=cover, facts=(FACTS,), toc_depth=toc_depth))


def long_document(chapters: int = 9) -> Document:
    """Plain running text with a table a chapter, for timing: nine chapters are some twenty pages."""
    blocks: list[Block] = []
    for c in range(chapters):
        blocks.append(Heading(f"h{c}", 1, t(f"Kapittel {c + 1}")))
        for s in range(3):
            blocks.append(Heading(f"h{c}-{s}", 2, t(f"Del {s + 1}")))
            blocks += [
                clause(
                    f"p{c}-{s}-{n}", p(f"p{c}-{s}-{n}-1", f"Ledd {c}.{s}.{n} " + f"{LONG} ({c}{s}{n}) " * 3)
                )
                for n in range(3)
            ]
        blocks.append(clause(f"t{c}", replace(CRITERIA, id=f"krit{c}"), numbered=False))
    return outlined(Document("lang", META, tuple(blocks), cover=True, facts=(FACTS,), toc_depth=1))


HOSTILE = (
    "<script>alert(1)</script> & «{{ 7*7 }}» {% x %}",
    "]]> <!-- --> &amp; &#0; <w:p/> \x00\x08\x1b\x0bslutt",
    "rtl \u202eabc\u202c \u05e9\u05dc\u05d5\u05dd \u200fx",
    "emoji 🚨👩‍👩‍👧 \U0001f1f3\U0001f1f4",
    "=HYPERLINK(\"http://x\") 'quote' \\\\ tab\there",
    "linje én\nlinje to\r\nlinje tre",
    "Ø" * 5000,
)


def hostile() -> Document:
    """Every place a user's words can stand, filled with the worst of them."""
    blocks: list[Block] = []
    for n, words in enumerate(HOSTILE):
        field = (Field(f"<k{n}>", words, words),)
        table = Table(
            f'"t{n}',
            (Column(words[:60], 50), Column("B", 50)),
            (Row(f"'r{n}", (field, t(words))),),
            "plain",
            words,
        )
        blocks += [
            Heading(f"h <{n}> ", 1, t(words[:300])),
            clause(
                f'c"{n}',
                p(f"p{n}", field, (Gap("k", words[:200]),)),
                table,
                items(f"l{n}", words),
                condition=words,
            ),
            Box(f"b{n}", "info", words[:100], (p(f"bp{n}", words),)),
        ]
    meta = replace(
        META, title=HOSTILE[0], subject=HOSTILE[1], unit=HOSTILE[2], draft=True, example=HOSTILE[3]
    )
    return outlined(Document("fiendtlig", meta, tuple(blocks), toc_depth=1))


def schedule(*, draft: bool = False, lines: int = 3) -> PriceSchedule:
    """A price schedule with awkward labels."""
    labels = ("=Fast vakt, dag", "Runde, O-03 til O-05", "+Utrykning")
    made = tuple(
        PriceLine(
            f"P-{n + 1}", labels[n % 3], "time", Decimal("1250.5") * (n + 1), "Bånd 1" if n == 0 else ""
        )
        for n in range(lines)
    )
    meta = replace(META, title="Prisskjema", annex="Bilag 3", draft=draft)
    parts = (PricePart("", "", made),)
    return PriceSchedule("prisskjema", meta, parts, ("Fyll ut alle gule felt.", "Prisene er ekskl. mva."))
