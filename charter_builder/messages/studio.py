"""The words of the studio: its form, its live charter, its downloads, in French and in English."""

from __future__ import annotations

from functools import cache

from charter_builder.typography import polish

WORDS: dict[str, tuple[str, str]] = {
    # ---- the page
    "name": ("Votre charte pour l'IA", "Your charter for AI"),
    "lead": (
        "Répondez, lisez, emportez. Vos réponses ne quittent pas cet appareil : le navigateur bloque tout envoi.",
        "Answer, read, take away. Your answers never leave this device: the browser blocks any sending.",
    ),
    "skip": ("Aller aux questions", "Go to the questions"),
    "steps": ("Étapes", "Steps"),
    "step_of": ("Étape {rank} sur {count} : {title}", "Step {rank} of {count}: {title}"),
    "step_review": ("Relire", "Read again"),
    "step_take": ("Emporter", "Take away"),
    "next": ("Continuer", "Continue"),
    "next_anyway": ("Continuer sans répondre", "Continue without answering"),
    "back": ("Revenir", "Back"),
    "mode": ("Nombre de questions", "Number of questions"),
    "mode_quick": ("L'essentiel : les questions sans réponse par défaut", "The essential: the questions without a default answer"),
    "mode_full": ("Tout régler : les autres questions aussi", "Set everything: the other questions too"),
    "help": ("Pourquoi cette question ?", "Why this question?"),
    "optional": ("Sans réponse : « {default} »", "Without an answer: “{default}”"),
    "several": ("Plusieurs réponses possibles", "Several answers possible"),
    "no_record": ("Aucun pour l'instant", "None for now"),
    "row": ("Ligne {rank}", "Row {rank}"),
    "add_row": ("Ajouter une ligne", "Add a row"),
    "remove_row": ("Retirer cette ligne", "Remove this row"),
    "added_row": ("Ligne ajoutée.", "Row added."),
    "removed_row": ("Ligne retirée.", "Row removed."),
    "clear": ("Effacer cette réponse", "Clear this answer"),
    "nothing_here": (
        "Rien à demander ici pour l'instant.",
        "Nothing to ask here for now.",
    ),
    "no_script": (
        "Sans JavaScript, cette page est un questionnaire à imprimer et à remplir à la main.",
        "Without JavaScript, this page is a questionnaire to print and fill in by hand.",
    ),
    "too_old": (
        "Ce navigateur est trop ancien pour composer la charte. La page reste un questionnaire : imprimez-la, remplissez-la à la main, ou ouvrez-la dans un navigateur à jour.",
        "This browser is too old to compose the charter. The page remains a questionnaire: print it, fill it in by hand, or open it in an up-to-date browser.",
    ),
    "failed": (
        "Le moteur n'a pas pu démarrer : {reason} Rechargez la page. Si cela continue, imprimez le questionnaire ou essayez un autre navigateur.",
        "The engine could not start: {reason} Reload the page. If it goes on, print the questionnaire or try another browser.",
    ),
    # ---- progress
    "loading": (
        "Le moteur se charge : {done} Mo sur {size}, une seule fois. Vous pouvez déjà répondre.",
        "The engine is loading: {done} MB of {size}, once. You can already answer.",
    ),
    "progress": (
        "{settled} articles décidés sur {total}. Il reste {count} questions au plus.",
        "{settled} articles decided out of {total}. At most {count} questions left.",
    ),
    "progress_one": ("{settled} articles décidés sur {total}. Il reste une question.", "{settled} articles decided out of {total}. One question left."),
    "progress_done": (
        "Tout est décidé : les autres questions ne changeraient pas la charte.",
        "Everything is decided: the other questions would not change the charter.",
    ),
    "progress_assumed": (
        "Tout est décidé, avec la réponse par défaut des autres questions. « Tout régler » les pose.",
        "Everything is decided, with the default answer of the other questions. “Set everything” asks them.",
    ),
    "progress_clash": (
        "{count} points à accorder : des réponses ne vont pas ensemble.",
        "{count} points to reconcile: some answers do not go together.",
    ),
    "progress_clash_one": (
        "Un point à accorder : des réponses ne vont pas ensemble.",
        "One point to reconcile: some answers do not go together.",
    ),
    "news_in": ("Nouveaux articles : {titles}.", "New articles: {titles}."),
    "news_in_one": ("Nouvel article : {titles}.", "New article: {titles}."),
    "news_out": ("Articles retirés : {titles}.", "Articles taken out: {titles}."),
    "news_out_one": ("Article retiré : {titles}.", "Article taken out: {titles}."),
    "news_more": ("{titles} et {count} autres", "{titles} and {count} others"),
    "new": ("Nouveau", "New"),
    # ---- faults
    "faults": ("À corriger ou à compléter", "To mend or to complete"),
    "gap": ("Complétez : {label}.", "Complete: {label}."),
    "unanswered": ("Répondez : {label}", "Answer: {label}"),
    # ---- the live charter
    "live": ("La charte", "The charter"),
    "live_empty": (
        "Les articles apparaissent ici à mesure que les réponses les décident.",
        "The articles appear here as the answers decide them.",
    ),
    "live_count": ("{count} articles", "{count} articles"),
    "live_count_one": ("1 article", "1 article"),
    "live_waiting": (
        "{count} autres articles attendent une réponse pour entrer ou sortir.",
        "{count} other articles wait for an answer to come in or go out.",
    ),
    "live_waiting_one": (
        "Un autre article attend une réponse pour entrer ou sortir.",
        "Another article waits for an answer to come in or go out.",
    ),
    "view_charter": ("Les articles", "The articles"),
    "view_poster": ("L'affiche", "The poster"),
    "view_changes": ("Ce qui changerait si…", "What would change if…"),
    "why": ("Pourquoi", "Why"),
    "read": ("Lire l'article", "Read the article"),
    "to_live": ("Voir la charte", "See the charter"),
    "to_form": ("Revenir aux questions", "Back to the questions"),
    "poster_lead": (
        "Les règles à afficher, dix au plus. Le document à imprimer s'obtient à l'étape « Emporter ».",
        "The rules for the wall, ten at most. The document to print comes at the step “Take away”.",
    ),
    "changes_lead": (
        "Les réponses qui feraient entrer ou sortir des articles, les plus lourdes d'abord.",
        "The answers that would bring articles in or take them out, the weightiest first.",
    ),
    "wait": ("Un instant…", "One moment…"),
    # ---- the review
    "review_lead": (
        "Relisez avant d'emporter. Chaque réponse se change.",
        "Read again before taking away. Each answer can be changed.",
    ),
    "review_given": ("Réponses données", "Answers given"),
    "review_assumed": ("Hypothèses, faute de réponse", "Assumed, for want of an answer"),
    "review_missing": ("Réponses qui manquent", "Missing answers"),
    "review_clash": ("À accorder", "To reconcile"),
    "change": ("Changer", "Change"),
    # ---- the downloads
    "take_lead": (
        "Les documents se font ici, dans le navigateur. Gardez aussi les réponses : elles servent à réviser la charte.",
        "The documents are made here, in the browser. Keep the answers too: they serve to revise the charter.",
    ),
    "take_draft": (
        "Il manque des réponses : les documents portent la mention « projet ».",
        "Some answers are missing: the documents are marked as a draft.",
    ),
    "take_answers": ("Mes réponses", "My answers"),
    "take_save": ("Enregistrer mes réponses", "Save my answers"),
    "take_save_what": ("Un fichier profil.yml, à rouvrir ici ou avec la commande charter.", "A file profil.yml, to reopen here or with the command charter."),
    "take_open": ("Reprendre", "Resume"),
    "take_open_what": (
        "Choisir profil.yml et, s'il y en a, le logo et le modèle qui vont avec.",
        "Choose profil.yml and, if any, the logo and the model that go with it.",
    ),
    "take_keep": ("Garder mes réponses sur cet appareil", "Keep my answers on this device"),
    "take_keep_what": (
        "À éviter sur un ordinateur partagé. Décocher efface.",
        "To be avoided on a shared computer. Unticking erases them.",
    ),
    "erase": ("Tout effacer", "Erase everything"),
    "erase_what": (
        "Les réponses, le fichier repris et ce que cet appareil garde.",
        "The answers, the file that was resumed and what this device keeps.",
    ),
    "erase_asked": (
        "Effacer toutes les réponses de cette page ? Ce qui n'est pas enregistré dans un fichier sera perdu.",
        "Erase all the answers of this page? What is not saved in a file will be lost.",
    ),
    "erase_all": ("Oui, tout effacer", "Yes, erase everything"),
    "erase_not": ("Non, garder", "No, keep them"),
    "erased": ("Tout est effacé.", "Everything is erased."),
    "take_documents": ("Documents", "Documents"),
    "take_site": ("Le site web (ZIP)", "The website (ZIP)"),
    "take_site_what": ("À décompresser et à déposer chez un hébergeur.", "To unpack and put on a host."),
    "take_docx": ("Le texte à amender (Word)", "The text to amend (Word)"),
    "take_docx_what": ("charte.docx", "charte.docx"),
    "take_odt": ("Le texte à amender (LibreOffice)", "The text to amend (LibreOffice)"),
    "take_odt_what": ("charte.odt", "charte.odt"),
    "take_print": ("La page à imprimer", "The page to print"),
    "take_print_what": ("imprimer.html : toute la charte, à ouvrir puis à imprimer ou à enregistrer en PDF.", "imprimer.html: the whole charter, to open then print or save as PDF."),
    "take_poster": ("L'affiche à imprimer", "The poster to print"),
    "take_poster_what": ("affiche.html : une page A4 pour le mur.", "affiche.html: one A4 page for the wall."),
    "take_md": ("Le texte simple (Markdown)", "The plain text (Markdown)"),
    "take_md_what": ("charte.md", "charte.md"),
    "take_json": ("Les données (JSON)", "The data (JSON)"),
    "take_json_what": ("charte.json, pour un autre logiciel.", "charte.json, for another program."),
    "take_pdf": ("Les PDF accessibles (ZIP)", "The accessible PDFs (ZIP)"),
    "take_pdf_what": (
        "Charte à signer, annexes, affiche. Demande d'abord {size} Mo à télécharger, une seule fois.",
        "Charter to sign, annexes, poster. First takes {size} MB to download, once.",
    ),
    "take_pdf_not": (
        "Les PDF accessibles demandent un outil trop lourd pour ce fichier. Ils se font dans la version en ligne du studio, ou avec la commande charter.",
        "The accessible PDFs take a tool too heavy for this file. They are made in the online studio, or with the command charter.",
    ),
    "take_pdf_absent": (
        "Ce studio n'offre pas les PDF accessibles. La commande charter les fait, avec les mêmes réponses.",
        "This studio does not offer the accessible PDFs. The command charter makes them, from the same answers.",
    ),
    "logo_needs_pdf": (
        "Le logo est un dessin SVG, que ce document n'accepte pas ici. Le site, la page et l'affiche l'acceptent ; pour ce document, reprenez le profil avec un logo PNG.",
        "The logo is an SVG drawing, which this document does not take here. The site, the page and the poster do; for this document, resume the profile with a PNG logo.",
    ),
    "open_one": (
        "À faire : choisissez un profil, un seul, avec son logo et son modèle s'il en a.",
        "To do: choose one profile, and one only, with its logo and its model if any.",
    ),
    "drawn": (
        "Le logo est un dessin SVG : charte.docx et charte.odt ne se font pas ici, et le ZIP du site ne les contient pas. Pour les avoir, reprenez le profil avec un logo PNG.",
        "The logo is an SVG drawing: charte.docx and charte.odt are not made here, and the ZIP of the website does not hold them. To have them, resume the profile with a PNG logo.",
    ),
    "made_drawn": (
        "{name} est prêt, sans charte.docx ni charte.odt : le logo est un dessin SVG.",
        "{name} is ready, without charte.docx and charte.odt: the logo is an SVG drawing.",
    ),
    "made_but": (
        "{name} est prêt, sans les réponses incomplètes ou à corriger ({count}).",
        "{name} is ready, without the answers that are incomplete or to be mended ({count}).",
    ),
    "refused": (
        "Des réponses empêchent de préparer ce document :",
        "Some answers keep this document from being made:",
    ),
    "making": ("Préparation de {name}…", "Preparing {name}…"),
    "made": ("{name} est prêt.", "{name} is ready."),
    "not_made": ("{name} n'a pas pu être préparé.", "{name} could not be prepared."),
    "opened": ("{count} réponses reprises de {name}.", "{count} answers taken from {name}."),
    "opened_one": ("Une réponse reprise de {name}.", "One answer taken from {name}."),
    "not_opened": ("{name} n'a pas été repris. Rien n'a changé ici.", "{name} was not taken. Nothing has changed here."),
    "stopped": (
        "Un incident a arrêté ce calcul : {reason} Vos réponses sont toujours là.",
        "An incident stopped this computation: {reason} Your answers are still there.",
    ),
    "halted": (
        "Le moteur s'est arrêté, le plus souvent faute de mémoire. Vos réponses sont toujours là. Fermez d'autres onglets, puis redémarrez-le.",
        "The engine has stopped, most often for want of memory. Your answers are still there. Close other tabs, then restart it.",
    ),
    "restart": ("Redémarrer le moteur", "Restart the engine"),
    "restarting": ("Le moteur redémarre…", "The engine is restarting…"),
    "restarted": ("Le moteur est reparti, avec vos réponses.", "The engine is running again, with your answers."),
    "offline": ("Ce studio marche maintenant aussi sans réseau.", "This studio now works without a network too."),
    # ---- the foot of the page
    "privacy": (
        "Rien n'est enregistré sur cet appareil sans que vous le demandiez. Aucune mesure d'audience.",
        "Nothing is kept on this device unless you ask. No audience measurement.",
    ),
    "notice": (
        "Une charte aide à s'organiser. Elle n'est pas un conseil juridique et ne rend personne conforme.",
        "A charter helps to get organised. It is no legal advice and makes nobody compliant.",
    ),
    "licences": ("Licences des logiciels", "Software licences"),
    "legal": ("Mentions légales", "Legal notice"),
    "legal_publisher": ("Édition : {name}", "Publisher: {name}"),
    "legal_responsible": ("Responsable de la publication : {name}", "Responsible for publication: {name}"),
    "legal_host": ("Hébergement : {name}", "Hosting: {name}"),
    "legal_contact": ("Contact : {name}", "Contact: {name}"),
    "pack": ("Recueil {pack}, édition {edition}", "Pack {pack}, edition {edition}"),
}  # fmt: skip


def say(name: str, language: str, /, **params: object) -> str:
    """Words by name, their typography done. A `count` of one chooses « name_one » when there is one."""
    if params.get("count") == 1 and f"{name}_one" in WORDS:
        name = f"{name}_one"
    return _polished(name, language).format(**params)


@cache
def _polished(name: str, language: str) -> str:
    return polish(WORDS[name][("fr", "en").index(language)], language)
