"""The words of a pack's reference, in French and in English: headings, and the few sentences that say how to read it."""

from __future__ import annotations

from functools import cache

from charter_builder.typography import polish

WORDS: dict[str, tuple[str, str]] = {
    # ---- menus and pages
    "menu_clauses": ("Clauses", "Clauses"),
    "menu_beside": ("Autour des clauses", "Beside the clauses"),
    "menu_profile": ("Le profil", "The profile"),
    "menu_law": ("Le droit", "The law"),
    "menu_coverage": ("Couverture", "Coverage"),
    "menu_writing": ("Écrire et corriger", "Writing and mending"),
    "name": ("Référence du recueil {pack}", "Reference of the pack {pack}"),
    "description": (
        "Les clauses, les faits, les questions et les textes de loi du recueil, avec leurs conditions en mots",
        "The clauses, facts, questions and sources of the pack, with their conditions in words",
    ),
    "footer": ("Recueil {pack}, édition {edition} · Textes : {licence}", "Pack {pack}, edition {edition} · Texts: {licence}"),
    # ---- home
    "home_title": ("Le recueil {pack}", "The pack {pack}"),
    "home_lead": (
        "Ce site décrit tout ce que contient l'édition {edition} du recueil : les clauses qu'une charte peut reprendre, quand chacune s'applique, la loi sur laquelle elle s'appuie, et les questions qui en décident. Il sert à choisir un recueil, à le vérifier et à y écrire. Ce n'est pas une charte : une charte ne garde que ce qui concerne son organisation.",
        "This site describes everything in edition {edition} of the pack: the clauses that a charter may take up, when each one applies, the law it rests on, and the questions that decide. It serves to choose a pack, to check it and to write in it. It is not a charter: a charter keeps only what concerns its organisation.",
    ),
    "law_read": (
        "Les {count} textes cités ont été relus entre le {first} et le {last}. Ni ce site ni une charte ne sont un conseil juridique.",
        "The {count} texts cited were read between {first} and {last}. Neither this site nor a charter is legal advice.",
    ),
    "content": ("Ce qu'il contient", "What it holds"),
    "count_clauses": ("{count} clauses, par partie dans le tableau ci-dessous", "{count} clauses, by part in the table below"),
    "count_annexes": ("{count} annexes : outils, formulaires, modèles et repères", "{count} annexes: tools, forms, models and references"),
    "count_uses": ("{count} usages courants, avec leur feu", "{count} everyday uses, with their light"),
    "count_questions": ("{count} questions", "{count} questions"),
    "count_facts": ("{count} faits et leurs seuils", "{count} facts and their thresholds"),
    "count_sources": ("{count} textes cités", "{count} texts cited"),
    "count_topics": ("{count} thèmes, et ce qui traite chacun", "{count} topics, and what treats each one"),
    "count_clauses_one": ("une clause, dans le tableau ci-dessous", "one clause, in the table below"),
    "count_annexes_one": ("une annexe", "one annex"),
    "count_uses_one": ("un usage courant, avec son feu", "one everyday use, with its light"),
    "count_questions_one": ("une question", "one question"),
    "count_facts_one": ("un fait et ses seuils", "one fact and its thresholds"),
    "count_sources_one": ("un texte cité", "one text cited"),
    "count_topics_one": ("un thème, et ce qui le traite", "one topic, and what treats it"),
    "parts_table": ("Les parties d'une charte", "The parts of a charter"),
    "part": ("Partie", "Part"),
    "clauses": ("Clauses", "Clauses"),
    "how": ("Comment lire une clause", "How to read a clause"),
    "how_force": (
        "La marque dit la force : ce que la loi impose, ce à quoi l'organisation s'engage, ce que le recueil conseille.",
        "The mark tells the force: what the law requires, what the organisation commits to, what the pack advises.",
    ),
    "how_condition": (
        "« S'applique si » donne les réponses qui font entrer la clause dans une charte. Chaque nom souligné mène à la question ou au fait.",
        "“Applies if” gives the answers that bring the clause into a charter. Each underlined name leads to the question or the fact.",
    ),
    "how_passage": (
        "Un passage précédé de « Si … : » ne se lit que dans les chartes de ces organisations.",
        "A passage that follows “If …:” is read only in the charters of these organisations.",
    ),
    "how_answer": (
        "Entre crochets, ce que le profil remplira : [le nom de l'organisation].",
        "Between square brackets, what the profile will fill in: [the name of the organisation].",
    ),
    "how_unanswered": (
        "Quand une réponse manque, la clause reste dans le projet, « à confirmer », sauf mention contraire.",
        "When an answer is missing, the clause stays in the draft, “to be confirmed”, unless it says otherwise.",
    ),
    "how_dates": (
        "Une loi qui ne s'applique pas encore se lit « À préparer pour le … » dans une charte ; passée sa date de fin, elle n'y figure plus.",
        "A law that does not apply yet reads “To prepare for …” in a charter; past its last day, it is no longer there.",
    ),
    "licence": ("Licence", "Licence"),
    "licence_lead": ("Les textes du recueil sont sous la licence ", "The texts of the pack are under the licence "),
    # ---- clauses
    "part_lead": ("{count} clauses.", "{count} clauses."),
    "part_lead_one": ("Une clause.", "One clause."),
    "applies": ("S'applique", "Applies"),
    "cited": ("Cité", "Cited"),
    "asked": ("Posée", "Asked"),
    "counted": ("Comptés", "Counted"),
    "left_out_unanswered": ("Si une réponse manque, la clause est laissée de côté.", "When an answer is missing, the clause is left out."),
    "details": ("Sa place dans le recueil", "Its place in the pack"),
    "identifier": ("Identifiant", "Identifier"),
    "owner": ("En répond", "Answerable"),
    "topics": ("Thèmes", "Topics"),
    "replaces": ("Remplace", "Replaces"),
    "requires": ("A besoin de", "Needs"),
    "conflicts": ("Contredit", "Contradicts"),
    "replaced_by": ("Remplacée, dans certaines organisations, par", "Replaced, in some organisations, by"),
    "required_by": ("Appelée par", "Needed by"),
    "rules_uses": ("Règle ces usages", "Rules these uses"),
    "poster": ("Points pour l'affiche", "Points for the poster"),
    "in_examples": ("Exemples", "Examples"),
    "in_no_example": ("dans aucun des exemples", "in none of the examples"),
    "edition": ("édition {edition}", "edition {edition}"),
    "shown_revue": ("la date de la prochaine révision", "the date of the next review"),
    "shown_annee": ("l'année", "the year"),
    "shown_organisation": ("l'organisation", "the organisation"),
    "shown_referent": ("la personne référente", "the contact person"),
    "shown_adoption": ("l'adoption", "the adoption"),
    "shown_outils": ("les outils", "the tools"),
    "shown_usages": ("les usages", "the uses"),
    # ---- law
    "facts": ("Faits et seuils", "Facts and thresholds"),
    "facts_lead": (
        "Un fait est ce que la loi tire des réponses. Les clauses nomment le fait : le seuil n'est écrit qu'à un endroit, avec le texte qui le fixe.",
        "A fact is what the law derives from the answers. Clauses name the fact: the threshold is written in one place, with the text that sets it.",
    ),
    "legal_facts": ("Les faits de droit", "Legal facts"),
    "legal_facts_lead": ("Chacun repose sur les textes cités.", "Each one rests on the texts cited."),
    "sizes": ("Les tailles", "Sizes"),
    "sizes_lead": (
        "Aucune loi ne fixe ces tailles : le recueil s'en sert pour rester court là où il le peut.",
        "No law sets these sizes: the pack uses them to stay short where it can.",
    ),
    "threshold": ("Seuil", "Threshold"),
    "threshold_facts": ("Ce qui en dépend", "What depends on it"),
    "thresholds": ("Les seuils, du plus bas au plus haut", "The thresholds, from the lowest to the highest"),
    "decides": ("Ce qu'il décide", "What it decides"),
    "sources": ("Textes cités", "Texts cited"),
    "sources_lead": (
        "{count} textes : l'article précis, ce dont il parle, depuis quand il s'applique, le jour où il a été relu et qui le cite.",
        "{count} texts: the precise article, what it is about, since when it applies, the day it was last read, and who cites it.",
    ),
    "sources_lead_one": (
        "Un texte : l'article précis, ce dont il parle, depuis quand il s'applique, le jour où il a été relu et qui le cite.",
        "One text: the precise article, what it is about, since when it applies, the day it was last read, and who cites it.",
    ),
    "source": ("Texte", "Text"),
    "subject": ("Objet", "Subject"),
    "cited_by": ("Cité par", "Cited by"),
    "state": ("État", "State"),
    "read_on": ("Relu le", "Read on"),
    "official": ("Texte officiel", "Official text"),
    "from": ("s'applique à partir du {date}", "applies from {date}"),
    "until": ("jusqu'au {date}", "until {date}"),
    "in_force": ("en vigueur", "in force"),
    "adopted_not_yet_applicable": ("adopté, pas encore applicable", "adopted, not yet applicable"),
    "case_law": ("jurisprudence", "case law"),
    "soft_law": ("recommandation", "guidance"),
    "pending": ("en projet", "pending"),
    "binding": ("contraignant", "binding"),
    "not_binding": ("non contraignant", "not binding"),
    "text-read": ("l'article lui-même a été lu", "the article itself was read"),
    "secondary": ("lu à travers un commentaire", "read through a commentary"),
    "unverified": ("à vérifier", "to be checked"),
    "unverified_title": ("Ce qui reste à vérifier dans le droit", "What remains to be checked in the law"),
    "unverified_lead": (
        "Le recueil marque ces textes comme à vérifier. Aucun n'est le seul appui d'une obligation.",
        "The pack marks these texts as to be checked. None is the only support of a duty.",
    ),
    "unverified_table": ("Textes à vérifier", "Texts to be checked"),
    # ---- questions
    "questions": ("Questions", "Questions"),
    "questions_lead": (
        "{count} questions, dont {core} de base. Chaque autre question a une réponse par défaut, que la charte affiche parmi ses hypothèses.",
        "{count} questions, {core} of them core questions. Each other question has a default answer, which the charter shows among its assumptions.",
    ),
    "answers": ("Réponse", "Answer"),
    "several": ("une ou plusieurs, entre crochets", "one or more, between square brackets"),
    "one": ("une seule", "one"),
    "alone": ("« {value} » exclut les autres", "“{value}” excludes the others"),
    "a_date": ("une date, année-mois-jour", "a date, year-month-day"),
    "bounds": ("de {low} à {high}", "from {low} to {high}"),
    "signs": ("signes", "signs"),
    "record": ("une fiche, avec ces rubriques", "a record, with these fields"),
    "records": ("une liste de fiches, avec ces rubriques", "a list of records, with these fields"),
    "core": ("Question de base : sans réponse, pas de charte.", "Core question: without an answer, no charter."),
    "default": ("Par défaut", "Default"),
    "if_not_asked": ("Quand elle ne se pose pas", "When it is not asked"),
    "at_top": ("S'écrit à côté de « answers: », et non dedans.", "Written beside “answers:”, not inside."),
    "decides_clauses": ("Clauses qu'elle décide", "Clauses that it decides"),
    "decides_nothing": ("Elle ne décide d'aucune clause.", "It decides no clause."),
    "shapes": ("Clauses et annexes dont un passage en dépend", "Clauses and annexes of which a passage depends on it"),
    # ---- annexes and uses
    "annexes": ("Annexes", "Annexes"),
    "annexes_lead": (
        "{count} annexes, jointes à la charte selon l'organisation. Voici leur début ; le reste se remplit avec le profil.",
        "{count} annexes, joined to the charter according to the organisation. This is how they begin; the profile fills in the rest.",
    ),
    "annexes_lead_one": (
        "Une annexe, jointe à la charte selon l'organisation. Voici son début ; le reste se remplit avec le profil.",
        "One annex, joined to the charter according to the organisation. This is how it begins; the profile fills in the rest.",
    ),
    "paper": ("Imprimée", "Printed"),
    "paper_charter": ("avec la charte à signer", "with the charter to sign"),
    "paper_annexes": ("dans le document des annexes", "in the document of annexes"),
    "paper_site": ("sur le site seul", "on the site alone"),
    "uses": ("Usages courants", "Everyday uses"),
    "uses_lead": (
        "{count} usages de la grille « Puis-je… ? » : les données les plus protégées que chacun admet, sa condition, l'autre façon de faire.",
        "{count} uses of the “May I…?” grid: the most protected data that each one allows, its condition, the other way to do it.",
    ),
    "uses_lead_one": (
        "Un usage de la grille « Puis-je… ? » : les données les plus protégées qu'il admet, sa condition, l'autre façon de faire.",
        "One use of the “May I…?” grid: the most protected data that it allows, its condition, the other way to do it.",
    ),
    "light": ("Feu", "Light"),
    "ai_class": ("Classe dans le règlement sur l'IA", "Class in the AI Act"),
    "data": ("Données admises, au plus", "Data allowed, at most"),
    "trades": ("Secteurs", "Sectors"),
    "condition": ("À quelle condition", "On which condition"),
    "instead": ("Autrement", "Otherwise"),
    "ruled_by": ("Réglé par", "Ruled by"),
    # ---- coverage
    "topics_title": ("Thèmes", "Topics"),
    "topics_lead": (
        "{clauses} clauses et {annexes} annexes traitent {topics} thèmes.",
        "{clauses} clauses and {annexes} annexes treat {topics} topics.",
    ),
    "topics_examples": (
        "Pour chaque exemple ({examples}), ● dit que le thème est traité dans sa charte.",
        "For each example ({examples}), ● says that its charter treats the topic.",
    ),
    "topic": ("Thème", "Topic"),
    "treated_by": ("Clauses et annexes", "Clauses and annexes"),
    "measures": ("Longueur et lecture des clauses", "Length and readability of the clauses"),
    "measures_lead": (
        "Longueur : les mots de l'article, tous passages compris. LIX (Björnsson, 1968) : mots par phrase, plus le pourcentage de mots de plus de six lettres. Moyenne du recueil : {lix}.",
        "Length: the words of the article, all passages included. LIX (Björnsson, 1968): words per sentence, plus the percentage of words of more than six letters. Average of the pack: {lix}.",
    ),
    "clause": ("Clause", "Clause"),
    "force": ("Force", "Force"),
    "words": ("Mots", "Words"),
    "lix": ("LIX", "LIX"),
    "coverage": ("Familles et secteurs", "Families and sectors"),
    "coverage_lead": (
        "Ce que le recueil peut offrir à une organisation dont on ne connaît que la famille et le secteur : tout ce que ces deux réponses n'écartent pas, et les passages de textes écrits pour certaines organisations. Les autres réponses en retireront.",
        "What the pack may offer to an organisation of which only family and sector are known: whatever these two answers do not leave out, and the passages of texts written for some organisations. The other answers will take some away.",
    ),
    "coverage_table": ("Ce qui peut s'appliquer", "What may apply"),
    "sector": ("Secteur", "Sector"),
    "counted_open": (
        "{clauses}\N{NO-BREAK SPACE}clauses, {annexes}\N{NO-BREAK SPACE}annexes, {uses}\N{NO-BREAK SPACE}usages, {passages}\N{NO-BREAK SPACE}passages",
        "{clauses}\N{NO-BREAK SPACE}clauses, {annexes}\N{NO-BREAK SPACE}annexes, {uses}\N{NO-BREAK SPACE}uses, {passages}\N{NO-BREAK SPACE}passages",
    ),
    "own_famille": ("Ce qui n'existe que pour une famille", "What exists for one family only"),
    "own_secteurs": ("Ce qui n'existe que pour un secteur", "What exists for one sector only"),
    "nothing_own": ("Rien de propre pour : {names}.", "Nothing of its own for: {names}."),
    "a_clause": ("Clause :", "Clause:"),
    "an_annex": ("Annexe :", "Annex:"),
    "passages_in": ("Passages propres dans", "Passages of its own in"),
    "a_use": ("Usage :", "Use:"),
    # ---- the pages of docs/
    "docs_reference": ("Référence des fichiers", "File reference"),
    "made_reference": (
        "Cette page est produite par `make reference` ; ne pas la modifier à la main. Les faits, les textes de loi, les clauses et les codes des messages sont dans le site que produit `make reference-site`.",
        "This page is made by `make reference`; do not edit it by hand. Facts, sources, clauses and message codes are on the site that `make reference-site` makes.",
    ),
    "docs_catalogue": ("Catalogue du recueil", "Catalogue of the pack"),
    "made_catalogue": (
        "Cette page est produite par `make coverage-report` ; ne pas la modifier à la main. Ce que le recueil laisse de côté est dans [clauses/LEFT_OUT.md](../clauses/LEFT_OUT.md).",
        "This page is made by `make coverage-report`; do not edit it by hand. What the pack leaves out is in [clauses/LEFT_OUT.md](../clauses/LEFT_OUT.md).",
    ),
    # ---- files
    "files": ("Fichiers d'un recueil", "Files of a pack"),
    "files_lead": (
        "Ce que chaque fichier peut contenir, dans l'ordre où le programme les lit. Un éditeur de texte qui connaît les schémas l'affiche pendant la frappe.",
        "What each file may hold, in the order in which the program reads them. A text editor that knows schemas shows it while you type.",
    ),
    "file_pack": ("pack.yml : le recueil", "pack.yml: the pack"),
    "file_parts": ("parts.yml : les parties", "parts.yml: the parts"),
    "file_questions": ("questions.yml : les questions du profil", "questions.yml: the questions of the profile"),
    "file_facts": ("facts.yml : les faits", "facts.yml: the facts"),
    "file_sources": ("sources.yml : les textes de loi", "sources.yml: the law"),
    "file_texts": ("texts/fr.yml, texts/en.yml : les libellés", "texts/fr.yml, texts/en.yml: the labels"),
    "file_clause": ("partie/clause/clause.yml : une clause", "part/clause/clause.yml: a clause"),
    "file_uses": ("uses.yml : les usages courants", "uses.yml: the everyday uses"),
    "file_annex": ("annexes/annexe/annex.yml : une annexe", "annexes/annex/annex.yml: an annex"),
    "file_profile": ("profil.yml : le profil d'une organisation", "profil.yml: the profile of an organisation"),
    "file_studio": ("studio.yml : qui offre un studio", "studio.yml: who offers a studio"),
    "field": ("Rubrique", "Field"),
    "required_head": ("Obligatoire", "Required"),
    "required": ("oui", "yes"),
    "field_role": ("Rôle", "Role"),
    "placeholders": ("Les réponses qu'un texte peut montrer", "The answers that a text may show"),
    "placeholders_lead": ("À écrire entre deux paires d'accolades.", "To be written between two pairs of braces."),
    "slots": ("Les blocs qu'une annexe peut montrer", "The blocks that an annex may show"),
    "slots_lead": (
        "À écrire entre deux paires d'accolades, seul dans un paragraphe.",
        "To be written between two pairs of braces, alone in a paragraph.",
    ),
    "file_explain": ("charter explain --json : les décisions, pour un programme", "charter explain --json: the decisions, for a program"),
    "explain_lead": (
        "Un format public, numéroté. Chaque rubrique garde son sens tant que « format » ne change pas ; d'autres peuvent s'ajouter.",
        "A public format, numbered. Each field keeps its meaning as long as “format” does not change; others may be added.",
    ),
    # ---- codes
    "codes": ("Codes des messages", "Codes of the messages"),
    "codes_lead": (
        "Chaque message du programme porte un code qui ne change jamais de sens. La même page s'affiche à l'écran par « charter check --explain CODE ».",
        "Each message of the program bears a code that never changes its meaning. The same page shows on the screen with “charter check --explain CODE”.",
    ),
    "family_E1": ("E1 : la lecture des fichiers", "E1: reading files"),
    "family_E2": ("E2 : le profil", "E2: the profile"),
    "family_E3": ("E3 : le recueil", "E3: the pack"),
    "family_E4": ("E4 : la composition", "E4: composition"),
    "family_E5": ("E5 : la publication", "E5: publication"),
    "family_W": ("W : les avertissements", "W: warnings"),
}

#: The fields of `charter explain --json`, by path.
EXPLAIN: dict[str, tuple[str, str]] = {
    "format": ("Le numéro de ce format : 1.", "The number of this format: 1."),
    "language": ("La langue des phrases.", "The language of the sentences."),
    "on": ("Le jour du droit.", "The day of the law."),
    "pack": ("Le recueil : id, edition.", "The pack: id, edition."),
    "counts": ("Combien de clauses pour chaque décision.", "How many clauses for each decision."),
    "clauses": (
        "Les clauses, dans l'ordre d'une charte ; une seule quand la commande en nomme une.",
        "The clauses, in the order of a charter; one alone when the command names it.",
    ),
    "clauses.id": ("L'identifiant.", "The identifier."),
    "clauses.title": ("Le titre.", "The title."),
    "clauses.decision": ("selected, left_out ou undecided.", "selected, left_out or undecided."),
    "clauses.force": ("law, commitment ou advice.", "law, commitment or advice."),
    "clauses.topics": ("Les codes des thèmes.", "The codes of the topics."),
    "clauses.reasons": ("Les motifs, en phrases.", "The reasons, in sentences."),
    "clauses.because": ("Les questions qui décident.", "The questions that decide."),
    "clauses.prepare_for": ("Le premier jour de la loi, quand il est à venir.", "The first day of the law, when it is still to come."),
    "clauses.citations": ("Les sources qui comptent ici.", "The sources that count here."),
    "clauses.changes": (
        "Chaque autre réponse qui, seule ou avec celle qui la rend cohérente, change la décision. Pour un nombre : le plus proche de chaque côté.",
        "Each other answer that changes the decision, alone or with the one that makes it coherent. For a number: the nearest on each side.",
    ),
    "clauses.changes.effect": (
        "gained : la clause entre ; lost : elle sort ; settled : elle reste où elle est, et n'est plus à confirmer.",
        "gained: the clause comes in; lost: it goes out; settled: it stays where it is, no longer to be confirmed.",
    ),
    "clauses.together": (
        "Quand la commande nomme une clause que « changes » ne change pas : des réponses qui le font ensemble, ou null quand rien ne le peut. Absent : trop compliqué à prouver, ou clause retirée par l'organisation.",
        "When the command names a clause that “changes” does not change: answers that do so together, or null when nothing can. Absent: too complicated to prove, or a clause that the organisation took out.",
    ),
    "facts": (
        "Les faits : id, label, holds, reasons, prepare_for, citations.",
        "The facts: id, label, holds, reasons, prepare_for, citations.",
    ),
    "changes": (
        "Chaque autre réponse qui changerait la liste des articles, celles qui en changent le plus d'abord. Ni les textes, ni les dates, ni les outils ne sont essayés.",
        "Each other answer that would change the list of articles, those that change most of them first. Texts, dates and tools are not tried.",
    ),
    "changes.question": (
        "La question, ou une rubrique de sa fiche (publics_fragiles.mineurs).",
        "The question, or a field of its record (publics_fragiles.mineurs).",
    ),
    "changes.value": ("L'autre réponse, entière.", "The other answer, whole."),
    "changes.words": ("Cette réponse, en mots.", "That answer, in words."),
    "changes.also": (
        "Les réponses qui doivent changer avec elle : question, value, words.",
        "The answers that must change with it: question, value, words.",
    ),
    "changes.said": ("Le tout en une phrase : « si … ».", "All of it in a sentence: “if …”."),
    "changes.gained": ("Les clauses qui entreraient.", "The clauses that would come in."),
    "changes.lost": ("Les clauses qui sortiraient.", "The clauses that would go out."),
    "changes.settled": (
        "Les clauses qui ne seraient plus à confirmer, sans bouger.",
        "The clauses that would no longer wait to be confirmed, without moving.",
    ),
    "assumed": ("Les questions dont la réponse est supposée.", "The questions whose answer is assumed."),
    "missing": ("Les questions de base sans réponse.", "The core questions without an answer."),
}


def say(name: str, language: str, /, **params: object) -> str:
    """Words by name, their typography done. A `count` of one chooses « name_one » when there is one."""
    if params.get("count") == 1 and f"{name}_one" in WORDS:
        name = f"{name}_one"
    return _polished(name, language).format(**params)


@cache
def _polished(name: str, language: str) -> str:
    return polish(WORDS[name][("fr", "en").index(language)], language)
