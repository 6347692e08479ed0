"""The longer page of each code: what the program expected, an example of right writing, what happens to the folder.

In French and in English, by code. A code without a text of its own has the introduction of its family. Shown by
`charter check --explain CODE` and on the codes page of a pack's reference, both from `page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from charter_builder.typography import polish

LANGUAGES = ("fr", "en")

#: For each family: how that step works, then what happens to the folder.
FAMILIES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "E1": (
        (
            "Un fichier se lit ligne à ligne : un nom, deux points, un espace, une valeur ; ce qui est en retrait appartient à la ligne du dessus. Ce qui pourrait se lire de deux façons est refusé : le programme ne devine pas.",
            "Tout ce qui ne va pas dans un fichier est dit en une fois. Tant qu'il reste une erreur, rien n'est écrit et le dossier déjà produit reste tel qu'il est.",
        ),
        (
            "A file is read line by line: a name, a colon, a space, a value; what is indented belongs to the line above. What could be read in two ways is refused: the program does not guess.",
            "Everything wrong in a file is said at once. As long as an error remains, nothing is written and the folder already made stays as it is.",
        ),
    ),
    "E2": (
        (
            "Un profil donne les réponses d'une organisation aux questions du recueil. Chaque réponse a une forme : un nombre, une valeur de la liste, plusieurs valeurs entre crochets, une fiche.",
            "Tant qu'il reste une erreur dans le profil, la charte n'est pas produite ; celle d'avant, si elle existe, reste en place. Seul « charter ask » écrit dans le profil.",
        ),
        (
            "A profile gives the answers of an organisation to the questions of the pack. Each answer has a form: a number, a value of the list, several values between square brackets, a record.",
            "As long as an error remains in the profile, the charter is not built; the previous one, if any, stays in place. Only “charter ask” writes into the profile.",
        ),
    ),
    "E3": (
        (
            "Un recueil est un dossier de textes et de rubriques qui se répondent : une clause nomme des questions, des faits et des sources, et chacun doit exister, dans chaque langue.",
            "Un recueil est vérifié en entier, et toutes ses fautes sont dites en une fois. Un recueil qui a une faute ne produit rien : ni charte, ni référence.",
        ),
        (
            "A pack is a folder of texts and fields that answer each other: a clause names questions, facts and sources, and each must exist, in each language.",
            "A pack is checked as a whole, and all its faults are said at once. A pack that has one makes nothing: no charter, no reference.",
        ),
    ),
    "E4": (
        (
            "Chaque fichier est juste, mais ensemble ils demandent une charte qui ne tient pas debout.",
            "La charte n'est pas produite ; celle d'avant, si elle existe, reste en place.",
        ),
        (
            "Each file is right, but together they ask for a charter that does not stand.",
            "The charter is not built; the previous one, if any, stays in place.",
        ),
    ),
    "E5": (
        (
            "Le programme construit à côté, vérifie chaque page, puis échange les deux dossiers en un geste. Il ne touche jamais à un dossier qu'il n'a pas fait.",
            "Le dossier demandé est resté comme il était.",
        ),
        (
            "The program builds aside, checks each page, then exchanges the two folders in one step. It never touches a folder that it did not make.",
            "The folder that you asked for is as it was.",
        ),
    ),
    "W": (
        (
            "Un avertissement n'arrête rien : il montre ce qui mérite un regard avant d'adopter la charte.",
            "La charte est produite.",
        ),
        (
            "A warning stops nothing: it shows what deserves a look before the charter is adopted.",
            "The charter is built.",
        ),
    ),
}

#: code → its text in French, in English, and an example of right writing; none when words are enough.
TEXTS: dict[str, tuple[str, str, str]] = {
    # ---- E1
    "E101": (
        "Deux points suivis d'un espace séparent un nom de sa valeur. Un deuxième dans la même ligne est ambigu : entre guillemets droits, il n'est plus qu'un signe du texte.",
        "A colon followed by a space separates a name from its value. A second one on the same line is ambiguous: between straight quotes, it is only a sign of the text.",
        'nom: "Mairie de Bourg : service numérique"',
    ),
    "E102": (
        "La faute est souvent sur la ligne d'avant : un guillemet ou un crochet qui n'est pas fermé, ou un retrait qui ne correspond à rien. Comparez avec un exemple du dossier examples/.",
        "The mistake is often on the line before: a quote or a bracket that is not closed, or an indentation that fits nothing. Compare with an example of the examples/ folder.",
        'answers:\n  nom: "Le Fournil"\n  secteurs: [commerce_alimentaire]',
    ),
    "E107": (
        "L'UTF-8 est l'encodage qui écrit toutes les lettres de la même façon sur tous les ordinateurs. Les anciens éditeurs en proposent d'autres, où un « é » n'est pas reconnu ailleurs. Dans le Bloc-notes : Fichier, Enregistrer sous, Encodage : UTF-8.",
        "UTF-8 is the encoding that writes every letter in the same way on every computer. Older editors offer others, where an “é” is not recognised elsewhere. In Notepad: File, Save as, Encoding: UTF-8.",
        "",
    ),
    "E110": (
        "Ces signes permettent à neuf lignes de se répéter des milliards de fois : ils sont refusés dans tous les fichiers, même bien employés.",
        "These signs let nine lines repeat themselves billions of times: they are refused in every file, even when well used.",
        'nom: "Dupont & Fils"',
    ),
    "E121": (
        "Un mot que le programme ne connaît pas n'est jamais ignoré en silence : une faute de frappe enlèverait sinon une réponse sans que personne ne le voie.",
        "A word that the program does not know is never passed over in silence: a typing mistake would otherwise take an answer away unseen.",
        'format: 1\nanswers:\n  nom: "Le Fournil"\nadoption: {organe: dirigeant, date: 2027-01-11, edition: "1.0"}',
    ),
    "E126": (
        "Une date s'écrit année, mois, jour, avec quatre, deux et deux chiffres : 11/01 se lit janvier en France et novembre ailleurs. L'année doit être plausible.",
        "A date is written year, month, day, with four, two and two digits: 11/01 reads January in France and November elsewhere. The year must be plausible.",
        "date: 2027-01-11",
    ),
    # ---- E2
    "E201": (
        "Sous « answers: », chaque ligne porte le nom d'une question du recueil. Ce nom s'écrit sans accent, avec des tirets bas. La liste est sur la page des questions de la référence.",
        "Below “answers:”, each line bears the name of a question of the pack. It is written without accents, with underscores. The list is on the questions page of the reference.",
        "answers:\n  effectif: 8\n  donnees_personnelles: [clients_usagers]",
    ),
    "E202": (
        "Les questions de base n'ont pas de réponse par défaut : aucune ne serait honnête. Le message dit combien de clauses chacune décide. Avec --draft, un projet se construit sans elles : les blancs y sont visibles et les clauses en attente y sont « à confirmer ».",
        "Core questions have no default answer: none would be honest. The message says how many clauses each one decides. With --draft, a draft is built without them: blanks are visible and the clauses that wait are “to be confirmed”.",
        "answers:\n  prudence: equilibre\n  usages: [redaction, traduction]",
    ),
    "E203": (
        "Le recueil dit quelles réponses ne vont pas ensemble, et pourquoi : souvent une loi, parfois le simple bon sens. Le message montre la réponse à revoir ; l'autre peut être la fausse.",
        "The pack says which answers do not go together, and why: often a law, sometimes mere good sense. The message points at one answer; the other may be the wrong one.",
        "answers:\n  famille: collectivite\n  effectif: 62\n  instance: cst_propre",
    ),
    "E204": (
        "Cette question se répond par une des valeurs de sa liste, telle qu'elle est écrite dans le recueil : en minuscules, sans accent. Le message donne la liste et, s'il y en a une, la valeur la plus proche.",
        "This question is answered by one of the values of its list, as written in the pack: in lower case, without accents. The message gives the list and the nearest value, if there is one.",
        "answers:\n  famille: entreprise",
    ),
    "E205": (
        "Une réponse a la forme de sa question : un nombre sans guillemets, une valeur seule, plusieurs valeurs entre crochets (même s'il n'y en a qu'une), une fiche entre accolades.",
        "An answer has the form of its question: a number without quotes, a single value, several values between square brackets (even when there is only one), a record between braces.",
        "answers:\n  effectif: 8\n  secteurs: [commerce_alimentaire]\n  publics_fragiles: {mineurs: non, vulnerables: non}",
    ),
    "E206": (
        "Les bornes écartent les fautes de frappe, comme un zéro de trop. Le nombre s'écrit en chiffres, sans espace ni unité.",
        "The bounds keep typing mistakes out, such as one zero too many. The number is written in digits, without spaces or unit.",
        "answers:\n  population: 3500",
    ),
    "E207": (
        "Sous « leave_out: », chaque ligne porte l'identifiant d'une clause, partie puis nom, et le motif de son retrait.",
        "Below “leave_out:”, each line bears the identifier of a clause, part then name, and the reason for taking it out.",
        'changes:\n  leave_out:\n    vie/revue: "Le conseil en décidera en juin"',
    ),
    "E208": (
        "Ce texte s'affiche dans la charte, parfois au milieu d'une phrase : trop long il la casserait, trop court il ne dirait rien.",
        "This text shows in the charter, sometimes in the middle of a sentence: too long it would break it, too short it would say nothing.",
        'answers:\n  nom: "Commune de Valmorin"',
    ),
    "E209": (
        "L'adoption et les changements ne sont pas des réponses sur l'organisation : ils s'écrivent au début de ligne, après les réponses.",
        "The adoption and the changes are no answers about the organisation: they are written at the start of the line, after the answers.",
        'answers:\n  nom: "Le Fournil"\nadoption: {organe: dirigeant, date: 2027-01-11, edition: "1.0"}',
    ),
    "E210": (
        "Une liste vide ne dit pas si la réponse est « rien » ou si elle a été oubliée. Quand rien ne convient, la valeur qui le dit figure parmi les réponses de la question.",
        "An empty list does not say whether the answer is “nothing” or was forgotten. When nothing fits, the value that says so is among the answers of the question.",
        "answers:\n  donnees_sensibles: [aucune]",
    ),
    "E211": (
        "La valeur qui veut dire « rien » exclut les autres : avec elles, la réponse dirait une chose et son contraire.",
        "The value that means “nothing” excludes the others: with them, the answer would say a thing and its contrary.",
        "answers:\n  usages_rh: [planning, formation]",
    ),
    "E212": (
        "Une charte ne peut pas citer une loi plus ancienne que son adoption : elle serait périmée le jour où elle est signée. Sans --on, la loi est celle du jour de l'adoption.",
        "A charter cannot cite a law older than its own adoption: it would be out of date on the day it is signed. Without --on, the law is that of the day of adoption.",
        "charter build profil.yml --on 2027-12-02",
    ),
    "E213": (
        "Le nom de la question est là, et rien ne suit les deux points. Une question sans réponse s'efface : supprimez la ligne et, si elle n'est pas de base, sa réponse par défaut s'applique.",
        "The name of the question is there, and nothing follows the colon. A question without an answer is deleted: remove the line and, unless it is a core question, its default answer applies.",
        "answers:\n  registre_rgpd: partiel",
    ),
    "E214": (
        "Une couleur s'écrit comme dans un logiciel de dessin : un dièse, deux signes pour le rouge, deux pour le vert, deux pour le bleu. Les guillemets sont nécessaires : sans eux, le dièse ouvre un commentaire, et la valeur disparaît.",
        "A colour is written as in a drawing program: a hash, two signs for red, two for green, two for blue. The quotes are needed: without them, the hash opens a comment, and the value disappears.",
        'site:\n  main_colour: "#14323f"\n  accent_colour: "#a3430f"',
    ),
    "E215": (
        "La couleur principale porte des mots : le bandeau du site, les boutons, la tête des tableaux. Le programme les écrit en blanc ou en foncé, au mieux des deux. Les règles d'accessibilité (WCAG, critère 1.4.3) demandent un contraste de 4,5 au moins. La couleur proposée garde la même teinte ; seule sa clarté change, le moins possible.",
        "The main colour bears words: the header of the site, its buttons, the heads of its tables. The program writes them in white or in dark, whichever is clearer. The rules of accessibility (WCAG, criterion 1.4.3) ask for a contrast of at least 4.5. The colour proposed keeps the same hue; only its lightness changes, as little as possible.",
        'site:\n  main_colour: "#14323f"',
    ),
    "E216": (
        "La couleur d'accent sert à des mots sur le papier clair du site : numéros d'articles, nom de l'organisation. Les règles d'accessibilité (WCAG, critère 1.4.3) demandent un contraste de 4,5 au moins. La couleur proposée garde la même teinte ; seule sa clarté change, le moins possible. Pour les écrans sombres, le programme éclaircit lui-même les deux couleurs.",
        "The accent colour is used for words on the light paper of the site: numbers of articles, name of the organisation. The rules of accessibility (WCAG, criterion 1.4.3) ask for a contrast of at least 4.5. The colour proposed keeps the same hue; only its lightness changes, as little as possible. For dark screens, the program lightens both colours itself.",
        'site:\n  accent_colour: "#a3430f"',
    ),
    "E217": (
        "Le logo est un fichier du dossier du profil, ou d'un de ses sous-dossiers. Son nom s'écrit en entier, avec .svg ou .png à la fin, en respectant les majuscules.",
        "The logo is a file of the folder of the profile, or of one of its sub-folders. Its name is written in full, with .svg or .png at the end, and its capital letters.",
        'site:\n  logo: "images/logo.svg"',
    ),
    "E218": (
        "Le programme ne publie que des fichiers du dossier du profil : un chemin qui en sort, même par un raccourci, pourrait mettre en ligne un fichier privé.",
        "The program publishes only files of the folder of the profile: a path that leads out of it, even through a link, could put a private file online.",
        'site:\n  logo: "logo.svg"',
    ),
    "E219": (
        "Chaque page du site affiche le logo : un fichier léger s'ouvre vite, même sur un téléphone loin de la ville.",
        "Every page of the site shows the logo: a light file opens fast, even on a phone far from town.",
        "",
    ),
    "E220": (
        "Le programme regarde le contenu du fichier, et non son nom seul : une image JPEG ou une page enregistrée sous le nom logo.png est refusée.",
        "The program looks at what the file holds, not at its name alone: a JPEG picture or a page saved under the name logo.png is refused.",
        "",
    ),
    "E221": (
        "Le programme relit l'image entière, avec les sommes de contrôle que le format PNG prévoit. Une image coupée pendant un envoi ne passe pas.",
        "The program reads the whole picture, with the checksums that the PNG format has. A picture cut short while it was sent does not pass.",
        "",
    ),
    "E222": (
        "Une image de quelques kilo-octets peut annoncer des milliards de points, et bloquer l'appareil qui l'ouvre.",
        "A picture of a few kilobytes may announce billions of points, and block the device that opens it.",
        "",
    ),
    "E223": (
        "Un navigateur n'affiche pas une image SVG dont une balise n'est pas fermée ou mal écrite. Le logo resterait vide.",
        "A browser does not show an SVG picture with a tag that is not closed or is badly written. The logo would stay empty.",
        "",
    ),
    "E224": (
        "Une image SVG est un texte, qui peut aussi contenir un programme, une animation, l'adresse d'un autre site ou une définition qui se répète sans fin. Rien de cela n'a sa place dans un logo. Dans Inkscape : Enregistrer sous, « SVG simple ». Les liens vers une autre partie du dessin, comme href=\"#forme\", sont permis.",
        'An SVG picture is a text, which may also hold a program, an animation, the address of another site or a definition that repeats itself without end. None of these belongs in a logo. In Inkscape: Save as, “Plain SVG”. Links to another part of the drawing, such as href="#shape", are allowed.',
        "",
    ),
    "E225": (
        "Sans « viewBox », ou sans largeur et hauteur, une image SVG n'a pas de proportions : chaque appareil la dessinerait à sa façon.",
        "Without “viewBox”, or a width and a height, an SVG picture has no proportions: each device would draw it in its own way.",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">',
    ),
    "E226": (
        "L'adresse du site sert à écrire des liens entiers, par exemple dans un calendrier. Elle commence par https:// et peut finir par un sous-dossier.",
        "The address of the site is used to write whole links, for instance in a calendar. It begins with https:// and may end with a sub-folder.",
        'site:\n  url: "https://www.exemple.fr/charte-ia/"',
    ),
    "E227": (
        "Les lettres d'un texte sont celles de l'appareil qui l'affiche. Tracées, elles font partie du dessin et ne changent plus.",
        "The letters of a text are those of the device that shows it. As paths, they are part of the drawing and no longer change.",
        "",
    ),
    "E230": (
        "Un fichier .docx ou .ott est un dossier compressé. Un fichier renommé, ou coupé pendant un envoi, ne s'ouvre plus.",
        "A .docx or .ott file is a compressed folder. A file that was renamed, or cut short while it was sent, no longer opens.",
        "",
    ),
    "E231": (
        "Un petit fichier peut se déplier en milliards d'octets et bloquer l'ordinateur : le programme s'arrête avant.",
        "A small file may unfold into billions of bytes and block the computer: the program stops before that.",
        "",
    ),
    "E232": (
        "Un fichier modele.docx ou modele.ott posé à côté du profil donne à la charte à modifier ses styles, la taille de sa page, ses marges, son en-tête et son pied. Ce document circule ensuite : une macro, un objet ou l'adresse d'un autre fichier n'y ont pas leur place. Le texte du modèle n'est pas repris.",
        "A file modele.docx or modele.ott beside the profile gives the charter to amend its styles, the size of its page, its margins, its header and its footer. That document then goes around: a macro, an object or the address of another file has no place in it. The text of the model is not used.",
        "",
    ),
    "E233": (
        "L'en-tête et le pied d'un modèle sont repris tels quels, avec leurs images. Un graphique, un dessin SmartArt ou un objet y dépendrait d'autres parties du fichier, qui ne sont pas reprises. Une page trop étroite rendrait les tableaux de la charte illisibles.",
        "The header and the footer of a model are used as they are, with their pictures. A chart, a SmartArt drawing or an object would depend on other parts of the file, which are not used. A page that is too narrow would make the tables of the charter unreadable.",
        "",
    ),
    "W203": (
        "Le recueil juge ces réponses possibles ensemble, mais rares, ou lourdes de conséquences. Si elles sont justes, il n'y a rien à faire.",
        "The pack holds that these answers may go together, but seldom do, or weigh much. If they are right, there is nothing to do.",
        "",
    ),
    "W207": (
        "Retirer la clause retire le rappel, pas le devoir. Le motif s'affiche dans la charte : c'est l'endroit où dire quel autre document porte l'obligation.",
        "Taking the clause out takes the reminder away, not the duty. The reason shows in the charter: it is the place to say which other document carries it.",
        'changes:\n  leave_out:\n    travail/surveillance: "Traité par le règlement intérieur, article 12"',
    ),
    "W212": (
        "Le recueil connaît le droit tel qu'il a été relu, à partir d'un certain jour. Une charte datée d'avant peut citer un texte qui ne disait pas encore cela. Souvent, l'année est une faute de frappe.",
        "The pack knows the law as it was read, from a certain day. A charter dated before may cite a text that did not say so yet. Often, the year is a typing mistake.",
        'adoption: {organe: dirigeant, date: 2027-01-11, edition: "1.0"}',
    ),
    # ---- E3: texts
    "E301": (
        "Entre deux paires d'accolades, un texte montre une réponse du profil, prise dans une liste fermée : ainsi un texte relu une fois se lit bien pour tous.",
        "Between two pairs of braces, a text shows an answer of the profile, from a closed list: so a text read once reads well for everybody.",
        "L'organisation confie ce rôle à {{ referent.fonction }}.",
    ),
    "E302": (
        "Un texte de clause doit se lire de la même façon sur le site, sur papier et dans un traitement de texte. Les images, les pages web et le code n'y passent pas.",
        "The text of a clause must read the same on the site, on paper and in a word processor. Images, web pages and code do not pass.",
        "- Un point, avec *un mot appuyé* et [un lien](https://www.cnil.fr).",
    ),
    "E303": (
        "La première ligne d'un texte est son titre, après un dièse et un espace. Le sommaire et le site s'en servent.",
        "The first line of a text is its title, after a hash sign and a space. The contents and the site use it.",
        "# Protéger les données personnelles",
    ),
    "E304": (
        "Un passage ne se lit que chez les organisations que sa condition désigne. Il s'ouvre et se ferme par une ligne à part, et n'en contient pas d'autre.",
        "A passage is read only in the organisations that its condition names. It opens and closes with a line of its own, and holds no other passage.",
        "::: when secteurs: sante\nUne phrase pour le secteur de la santé.\n:::",
    ),
    "E305": (
        "Une clause a trois intertitres, les mêmes partout et dans cet ordre : chaque format du document prend ceux qu'il lui faut. Un quatrième est facultatif : « FALC », la règle en facile à lire et à comprendre.",
        "A clause has three headings, the same everywhere and in this order: each format of the document takes those it needs. A fourth is optional: “Easy to read”.",
        "## Article\n## En pratique\n## Pourquoi",
    ),
    "E306": (
        "Les intertitres viennent chacun une fois, toujours dans le même ordre : le texte qui engage, les exemples, la raison, puis, s'il y en a un, le texte facile à lire.",
        "The headings come once each, always in the same order: the binding text, the examples, the reason, then the easy-to-read text if there is one.",
        "## Article\n## En pratique\n## Pourquoi",
    ),
    "E307": (
        "Une clause sans l'un de ses trois intertitres serait muette dans un des formats : un article sans raison n'explique rien, un interdit sans exemple ne s'applique pas.",
        "A clause without one of its three headings would be silent in one of the formats: an article without a reason explains nothing, a ban without an example cannot be applied.",
        "## Article\n## En pratique\n## Pourquoi",
    ),
    "E308": (
        "Entre le titre et le premier intertitre se trouve la règle : une phrase qui tient sur une affiche, vingt-cinq mots au plus.",
        "Between the title and the first heading stands the rule: one sentence that fits on a poster, twenty-five words at most.",
        "# Relire avant de publier\nUne personne relit tout texte préparé avec une IA avant sa publication.",
    ),
    "E309": (
        "Un exemple dit ce qui va ou ce qui ne va pas. Un interdit sans autre façon de faire ne serait pas suivi : chaque « Non » en propose une, après une flèche.",
        "An example says what is fine or what is not. A ban without another way would not be followed: each “No” offers one, after an arrow.",
        "- OK : résumer un rapport public.\n- Non : y coller une liste de noms → plutôt la retirer d'abord.",
    ),
    "E310": (
        "Un lien mène à une page sûre, à une adresse de courriel ou à une autre clause du recueil. Les autres adresses peuvent faire agir le navigateur : elles sont refusées.",
        "A link leads to a secure page, to an e-mail address or to another clause of the pack. Other addresses can make the browser act: they are refused.",
        "[la clause sur les données](#donnees/donnees-personnelles)",
    ),
    "E311": (
        "Le recueil annonce ses langues dans pack.yml, et chaque clause, chaque annexe a un texte dans chacune. Un recueil d'une seule langue en annonce une seule.",
        "The pack announces its languages in pack.yml, and each clause, each annex has a text in each of them. A pack in one language announces only one.",
        "languages: [fr]",
    ),
    "E312": (
        "Un dossier du recueil est une partie de la charte, déclarée dans parts.yml. Les autres dossiers connus sont texts, glossary, annexes, uses, topics et schemas.",
        "A folder of the pack is a part of the charter, declared in parts.yml. The other known folders are texts, glossary, annexes, uses, topics and schemas.",
        "parts: [cadre, usages, donnees]",
    ),
    "E326": (
        "Une note a deux moitiés : un appel dans la phrase, et son texte plus bas, sous le même nom.",
        "A note has two halves: a call in the sentence, and its text further down, under the same name.",
        "La règle vaut pour tous[^tous].\n\n[^tous]: Y compris les stagiaires.",
    ),
    # ---- E3: law and relations
    "E313": (
        "Le dernier jour d'application vient après le premier. Une source sans date de fin s'applique toujours.",
        "The last day on which a source applies comes after the first. A source without a last day still applies.",
        "applies_from: 2026-08-02\napplies_until: 2028-12-31",
    ),
    "E314": (
        "Une clause se nomme par sa partie et son dossier. Un lien d'un texte peut aussi mener à une annexe, par le nom de son dossier.",
        "A clause is named by its part and its folder. A link of a text may also lead to an annex, by the name of its folder.",
        "requires: [gouvernance/referent]",
    ),
    "E315": (
        "Chaque texte de loi cité est dans sources.yml, une fois, avec sa date d'application, le jour où il a été relu et son adresse officielle.",
        "Each law cited is in sources.yml, once, with the date from which it applies, the day it was read and its official address.",
        "citations:\n  - {source: gdpr-art-22}",
    ),
    "E316": (
        "Les fichiers de règles ne contiennent aucune phrase : questions, réponses, faits et sources ont leur libellé dans texts/, un fichier par langue, toujours entre guillemets droits.",
        "The files of rules hold no sentence: questions, answers, facts and sources have their label in texts/, one file for each language, always between straight quotes.",
        'facts:\n  cse-existe: "le personnel doit avoir un CSE"',
    ),
    "E317": (
        "Si une clause en demande une autre qui la demande à son tour, rien ne dit par laquelle commencer. Il en va de même d'un fait qui repose sur lui-même.",
        "If a clause needs another that needs it in turn, nothing says where to begin. The same goes for a fact that rests on itself.",
        "requires: [gouvernance/referent]   # et gouvernance/referent ne demande rien",
    ),
    "E318": (
        "« La loi l'impose » engage le recueil : la clause doit citer un texte qui oblige et que quelqu'un a lu. Une recommandation n'y suffit pas : c'est alors un engagement.",
        "“Required by law” binds the pack: the clause must cite a text that obliges and that somebody has read. Guidance is not enough: it is then a commitment.",
        "force: law\ncitations:\n  - {source: fr-travail-l2312-8}",
    ),
    "E322": (
        "Deux sources de même nom feraient croire à deux textes. Si l'article a changé, donnez-leur deux noms, et la date où l'un finit et l'autre commence.",
        "Two sources with one name would pass for two texts. If the article has changed, give them two names, and the day on which one ends and the other begins.",
        "- {id: exemple-art-4-ancien, applies_until: 2026-08-01, …}\n- {id: exemple-art-4, applies_from: 2026-08-02, …}",
    ),
    # ---- E3: questions, labels, files
    "E319": (
        "Une question est posée dans un des blocs de la liste « blocks: », en tête de questions.yml.",
        "A question is asked in one of the blocks of the list “blocks:”, at the head of questions.yml.",
        "blocks: [identite, personnes, usages]",
    ),
    "E320": (
        "Un recueil est un dossier qui contient pack.yml, parts.yml, questions.yml, facts.yml, sources.yml et les dossiers de clauses.",
        "A pack is a folder that holds pack.yml, parts.yml, questions.yml, facts.yml, sources.yml and the folders of clauses.",
        "charter reference --pack clauses -o reference",
    ),
    "E321": (
        "Une question de base arrête tant qu'elle n'a pas de réponse. Toute autre question doit dire ce que la charte suppose quand on ne répond pas : elle l'affichera.",
        "A core question stops until it is answered. Any other question must say what the charter assumes when nobody answers: it will show it.",
        "- {id: publication, block: diffusion, type: choice, values: [interne, public], default: interne}",
    ),
    "E323": (
        "Une règle entre réponses nomme, dans « about », « then » ou « each », des questions de questions.yml.",
        "A rule between answers names, in “about”, “then” or “each”, questions of questions.yml.",
        "about: [effectif, instance]",
    ),
    "E324": (
        "Un libellé qui ne nomme rien est presque toujours une faute de frappe, ou le reste d'une question supprimée.",
        "A label that names nothing is nearly always a typing mistake, or what remains of a deleted question.",
        'values:\n  entreprise: "entreprise"',
    ),
    "E325": (
        "L'adresse d'une annexe sur le site est le nom de son dossier, celle d'une partie aussi : deux pages ne peuvent pas partager la leur.",
        "The address of an annex on the site is the name of its folder, and so is that of a part: two pages cannot share one.",
        "annexes/grille-d-audit/annex.yml",
    ),
    "E327": (
        "Un recueil est complet avec ses cinq fichiers de base et, dans chaque dossier de clause ou d'annexe, son fichier de rubriques.",
        "A pack is complete with its five base files and, in each folder of a clause or an annex, its file of fields.",
        "clauses/usages/relecture/clause.yml\nclauses/usages/relecture/fr.md",
    ),
    "E328": (
        "Ce que la charte suppose quand on ne répond pas doit être une réponse qu'une personne pourrait donner, dans la même forme.",
        "What the charter assumes when nobody answers must be an answer that a person could give, in the same form.",
        "default: [aucun]",
    ),
    "E344": (
        "Une question de base qui n'est posée qu'à certains n'a pas de réponse pour les autres. Le recueil dit laquelle les conditions voient alors.",
        "A core question that is asked of some only has no answer for the others. The pack says which one conditions see then.",
        "- {id: population, block: identite, type: number, asked_when: {famille: collectivite}, core: true, if_not_asked: 0}",
    ),
    "E345": (
        "Une ligne de tableau n'a pas plus de cases que la première. Une case de trop ne serait imprimée nulle part.",
        "A row of a table has no more cells than the first one. A cell too many would be printed nowhere.",
        "| Outil | Données |\n|---|---|\n| Messagerie | internes |",
    ),
    "E346": (
        "Un recueil ne contient que ses propres fichiers. Un lien pourrait faire publier un fichier privé de la personne qui produit la charte.",
        "A pack holds its own files only. A link could have a private file of the person who builds the charter published.",
        "clauses/usages/relecture/fr.md",
    ),
    "E348": (
        "Le nombre de crochets d'un paragraphe est limité, pour qu'un recueil se lise en quelques secondes. Un vrai paragraphe en a quelques-uns.",
        "The number of brackets of a paragraph is limited, so that a pack is read in some seconds. A real paragraph has a few.",
        "Voir [le guide](https://www.cnil.fr/).",
    ),
    "E347": (
        "Le nombre de clauses d'un recueil est limité, pour qu'il se lise en quelques secondes.",
        "The number of clauses of a pack is limited, so that it is read in some seconds.",
        "parts: [principes, usages]",
    ),
    "E342": (
        "Un usage a ses rubriques dans uses.yml et ses phrases dans uses/fr.md, sous le même identifiant ; de même dans chaque langue.",
        "A use has its fields in uses.yml and its sentences in uses/en.md, under the same identifier; likewise in each language.",
        "## ecrire-un-courrier",
    ),
    "E343": (
        "Sous son identifiant, un usage se dit en trois paragraphes : ce qu'on fait, à quelle condition, comment faire autrement.",
        "Under its identifier, a use is said in three paragraphs: what one does, on which condition, how to do otherwise.",
        "## ecrire-un-courrier\nÉcrire un courrier ordinaire.\n\nSans nom ni dossier de personne.\n\nPartir d'un modèle.",
    ),
    # ---- E3: conditions
    "E330": (
        "Une condition est « always », « never », ou des rubriques : une question et sa réponse, un fait, ou « all », « any », « not » autour d'autres conditions.",
        "A condition is “always”, “never”, or fields: a question and its answer, a fact, or “all”, “any”, “not” around other conditions.",
        "applies_when:\n  famille: collectivite\n  effectif: {at_least: 50}",
    ),
    "E331": (
        "Une condition longue ne se relit pas, et ne s'explique plus à la personne concernée. Ce qui a un sens en droit devient un fait, avec un nom.",
        "A long condition cannot be read again, nor explained to the person it concerns. What means something in law becomes a fact, with a name.",
        "applies_when: {fact: cse-a-consulter}",
    ),
    "E332": (
        "Cette comparaison porte sur plusieurs valeurs, ou réunit plusieurs conditions : elles s'écrivent entre crochets, ou une par ligne après un tiret.",
        "This comparison bears on several values, or joins several conditions: they are written between square brackets, or one on each line after a dash.",
        "usages: {includes_any: [images, audio_video]}",
    ),
    "E333": (
        "Un fait est une situation de droit nommée dans facts.yml. Les clauses disent son nom, jamais son seuil.",
        "A fact is a situation of law named in facts.yml. Clauses say its name, never its threshold.",
        "applies_when: {fact: cse-a-consulter}",
    ),
    "E334": (
        "Une condition interroge les questions de questions.yml. La rubrique d'une fiche se nomme avec un point.",
        "A condition asks the questions of questions.yml. The field of a record is named with a dot.",
        "publics_fragiles.mineurs: public_principal",
    ),
    "E335": (
        "Un nombre se compare par is, is_not, at_least, at_most, more_than, less_than, between ; un choix par is, is_not, one_of, none_of ; des choix multiples par includes, includes_any, includes_all, includes_none.",
        "A number is compared by is, is_not, at_least, at_most, more_than, less_than, between; a choice by is, is_not, one_of, none_of; several choices by includes, includes_any, includes_all, includes_none.",
        "effectif: {at_least: 50}",
    ),
    "E336": (
        "L'intervalle se donne par ses deux bouts, le plus petit d'abord. Les deux sont compris.",
        "The interval is given by its two ends, the smaller first. Both are included.",
        "effectif: {between: [11, 49]}",
    ),
    "E337": (
        "Aucun nombre n'est à la fois plus grand que le premier et plus petit que le second : la condition ne serait jamais vraie.",
        "No number is both larger than the first and smaller than the second: the condition would never be true.",
        "effectif: {between: [11, 49]}",
    ),
    "E338": (
        "Cette comparaison porte sur une seule valeur. Pour plusieurs, il existe one_of ou includes_any.",
        "This comparison bears on one value. For several, there are one_of and includes_any.",
        "famille: {is: association}\nfamille: {one_of: [association, collectivite]}",
    ),
    "E339": (
        "La question attend un nombre : la condition la compare à un nombre, sans guillemets ni unité.",
        "The question expects a number: the condition compares it with a number, without quotes or unit.",
        "effectif: {less_than: 11}",
    ),
    "E340": (
        "Aucun profil ne peut donner ce nombre : la condition serait toujours vraie, ou toujours fausse.",
        "No profile can give this number: the condition would always be true, or always false.",
        "revue_mois: {at_most: 12}",
    ),
    "E341": (
        "La valeur s'écrit comme dans la liste « values: » de la question : en minuscules, sans accent.",
        "The value is written as in the list “values:” of the question: in lower case, without accents.",
        "prudence: equilibre",
    ),
    # ---- E35, W35: the inspection of a pack
    "E350": (
        "Une condition se vérifie contre tous les profils cohérents à la fois, par preuve et non par essais. Ici, aucun ne la remplit : deux tests se contredisent, ou une règle de cohérence interdit la situation. Ce qu'elle commande ne servira jamais.",
        "A condition is checked against all coherent profiles at once, by proof and not by trials. Here, none meets it: two tests contradict each other, or a coherence rule forbids the situation. What it commands will never serve.",
        "applies_when: {famille: commune}          # une commune est une collectivité\napplies_when: {forme_juridique: commune}",
    ),
    "E351": (
        "La condition de la clause peut être remplie, mais chaque fois une autre clause la remplace, ou sa loi a cessé de s'appliquer. Une clause que personne ne reçoit trompe qui la relit.",
        "The condition of the clause can be met, but each time another clause replaces it, or its law has ceased to apply. A clause that nobody gets misleads whoever reads it.",
        "applies_when: {prudence: restrictif}\nreplaces: [usages/usages-permis]",
    ),
    "E352": (
        "Deux clauses qui se disent en conflit ne doivent jamais être dans la même charte. Le programme a trouvé un profil cohérent qui les retient toutes les deux, et le montre.",
        "Two clauses that say they conflict must never be in the same charter. The program has found a coherent profile that keeps both, and shows it.",
        "replaces: [usages/essais]",
    ),
    "E353": (
        "Une clause qui en requiert une autre la fait venir, sauf si une autre clause la remplace ou si sa loi a cessé de s'appliquer. Le programme a trouvé un profil cohérent où elle manque, et le montre.",
        "A clause that requires another brings it in, unless another clause replaces it or its law has ceased to apply. The program has found a coherent profile where it is missing, and shows it.",
        "requires: [gouvernance/referent]",
    ),
    "E354": (
        "Les règles de cohérence disent quelles réponses ne vont pas ensemble. Ici, elles écartent tous les profils : plus aucune charte ne serait possible, et rien d'autre ne peut être prouvé.",
        "The coherence rules say which answers do not go together. Here, they rule out every profile: no charter would be possible any more, and nothing else can be proved.",
        "rules:\n  - id: dpo-public\n    level: error\n    when: {famille: collectivite, dpo: absent_non_obligatoire}\n    about: [dpo]",
    ),
    "W350": (
        "Une condition toujours vraie cache que la clause est pour tout le monde. Le mot « always » le dit à qui relit.",
        "A condition that is always true hides that the clause is for everybody. The word “always” says so to whoever reads.",
        "applies_when: always",
    ),
    "W351": (
        "Un passage, une citation ou des points ne comptent que dans une charte qui a la clause. Si la clause suppose déjà la condition, celle-ci ne trie plus rien.",
        "A passage, a citation or points only count in a charter that has the clause. If the clause supposes the condition already, it sorts nothing any more.",
        "::: when effectif: {at_least: 50}",
    ),
    "W352": (
        "Le programme cherche une réponse en un nombre d'étapes limité. Il préfère dire qu'il ne sait pas plutôt que deviner. Des conditions aussi longues sont difficiles à relire, pour une personne aussi.",
        "The program looks for an answer in a limited number of steps. It prefers to say that it does not know rather than to guess. Conditions that long are hard to read for a person too.",
        "- id: cse-a-consulter\n  when: {famille: [entreprise, association], effectif: {at_least: 50}}",
    ),
    "W353": (
        "Chaque question coûte du temps à qui répond. Une question dont rien ne dépend n'a pas à être posée.",
        "Each question costs time to whoever answers. A question on which nothing depends need not be asked.",
        "silent: true",
    ),
    "W354": (
        "Une réponse que rien ne nomme donne la même charte que son absence. Une seule suffit, pour dire « autre chose ».",
        "An answer that nothing names gives the same charter as its absence. One is enough, to say “something else”.",
        "values: [redaction, images, autre]",
    ),
    "W355": (
        "Un fait sans texte de loi est une taille à laquelle le recueil donne un nom. Si aucune condition ne l'emploie, ce nom ne sert pas.",
        "A fact without a text of law is a size to which the pack gives a name. If no condition uses it, the name does not serve.",
        "applies_when: {not: {fact: petite-structure}}",
    ),
    "W356": (
        "Une source que rien ne cite demande une relecture chaque année pour rien.",
        "A source that nothing cites asks for a reading each year for nothing.",
        "citations: [{source: gdpr-art-5}]",
    ),
    "W357": (
        "Le droit change. Un texte relu il y a plus d'un an peut avoir été modifié ou abrogé. La date se change seulement après une vraie lecture.",
        "The law changes. A text read more than a year ago may have been amended or repealed. The date is changed only after a real reading.",
        "read_on: 2026-10-14",
    ),
    "W358": (
        "Une source non vérifiée peut accompagner une autre source. Seule, elle ne porte rien.",
        "An unverified source may stand beside another. Alone, it carries nothing.",
        "citations: [{source: fr-travail-l1132-1}, {source: fr-penal-225-1}]",
    ),
    "W359": (
        "La règle est ce qui reste quand on passe devant l'affiche. Elle se lit d'un souffle.",
        "The rule is what remains when one walks past the poster. It is read in one breath.",
        "Une personne relit chaque réponse avant de s'en servir.",
    ),
    "W360": (
        "Chaque traduction finit par l'empreinte du français qu'elle traduit. Quand le français change, elle est à relire, même si le sens n'a pas bougé.",
        "Each translation ends with the digest of the French that it translates. When the French changes, it is to be read again, even if the meaning has not moved.",
        "[fr]: sha256:10ace8ff80a4",
    ),
    "W362": (
        "La condition peut être remplie, mais pas par cette partie : elle se contredit, ou ce qui l'entoure l'exclut. Qui relit croit qu'elle sert.",
        "The condition can be met, but not through this part: it contradicts itself, or what stands around it rules it out. Whoever reads believes that it serves.",
        "any:\n  - effectif: {at_least: 50}\n  - population: {at_least: 3500}",
    ),
    "W361": (
        "Une question muette n'est jamais posée. Si une condition en dépend, la charte suivrait une réponse que personne n'a donnée.",
        "A silent question is never asked. If a condition depends on it, the charter would follow an answer that nobody gave.",
        "- {id: langues, block: diffusion, type: choices, values: [fr, en], default: [fr], silent: true}",
    ),
    # ---- E4
    "E402": (
        "Chaque clause dit celles qui la contredisent. Le message donne, pour les deux, les réponses qui les ont fait entrer et les lignes où elles sont écrites.",
        "Each clause names those that contradict it. The message gives, for both, the answers that brought them in and the lines where they are written.",
        'changes:\n  leave_out:\n    usages/essais: "Pas avant la fin de la formation"',
    ),
    "E403": (
        "Certaines clauses n'ont de sens qu'avec une autre : un article qui nomme la personne référente suppose l'article qui dit son rôle.",
        "Some clauses make sense only with another: an article that names the contact person supposes the one that says their role.",
        'changes:\n  leave_out:\n    gouvernance/comite: "Pas de comité cette année"',
    ),
    # ---- E5
    "E501": (
        "Un dossier que le programme a fait contient manifest.json, avec le nom de chaque fichier. Sans lui, ce qui s'y trouve est à quelqu'un d'autre et ne peut pas être remplacé.",
        "A folder that the program made holds manifest.json, with the name of each file. Without it, what is there belongs to somebody else and cannot be replaced.",
        "charter build profil.yml -o public-2027",
    ),
    "E502": (
        "Le dossier est remplacé en entier : un fichier ajouté à la main serait perdu. Gardez ailleurs ce que vous y ajoutez.",
        "The folder is replaced as a whole: a file added by hand would be lost. Keep elsewhere what you add to it.",
        "",
    ),
    "E510": (
        "Le dossier est remplacé en entier : celui où vous travaillez disparaîtrait avec tout son contenu.",
        "The folder is replaced as a whole: the one you work in would vanish with everything in it.",
        "charter build profil.yml -o public",
    ),
    "E517": (
        "Le studio contient deux fichiers faits ailleurs : le moteur Python de la page et, pour le PDF, Typst. Une seule version de chacun a été essayée ; son empreinte est dans le programme.",
        "The studio holds two files made elsewhere: the Python engine of the page and, for the PDF, Typst. One version of each has been tried; its digest is in the program.",
        "charter studio --pyodide pyodide-314.0.7.tgz",
    ),
    "E518": (
        "Le moteur Python de la page est pris une fois, puis gardé sur l'ordinateur. Sans internet, ou derrière un proxy, le fichier peut venir d'une autre machine.",
        "The Python engine of the page is taken once, then kept on the computer. Without a network, or behind a proxy, the file may come from another machine.",
        "charter studio --pyodide pyodide-314.0.7.tgz",
    ),
    "E520": (
        "Rien de ce qui est publié ne doit pouvoir agir, sauf les scripts du programme, connus à l'octet près. Chaque fichier est relu avant l'échange des dossiers.",
        "Nothing that is published may act, but the scripts of the program, known to the byte. Each file is read again before the folders are exchanged.",
        "",
    ),
    "E521": (
        "Les mises en forme permises sont celles que le programme obtient des seules couleurs du profil : un texte n'y a aucune part.",
        "The styles allowed are those that the program obtains from the colours of the profile alone: no text has a part in them.",
        "",
    ),
    "E522": (
        "Chaque sorte de fichier a sa vérification. Un fichier d'une autre sorte, ou un script changé d'un seul signe, n'est pas publié.",
        "Each kind of file has its check. A file of another kind, or a script changed by a single sign, is not published.",
        "",
    ),
    "E526": (
        "Un PDF est vérifié sans être affiché : sa table dit où commence chacun de ses objets, et chacun doit s'y trouver.",
        "A PDF is checked without being shown: its table says where each of its objects begins, and each must be there.",
        "",
    ),
    "E527": (
        "Un PDF accessible porte sa langue et l'ordre dans lequel le lire. Sans eux, il n'est pas publié.",
        "An accessible PDF carries its language and the order in which to read it. Without them, it is not published.",
        "",
    ),
    "E530": (
        "Le dossier est remplacé en entier : ce que quelqu'un y a changé à la main serait perdu sans que personne ne le voie. manifest.json garde l'empreinte de chaque fichier.",
        "The folder is replaced as a whole: what somebody changed there by hand would be lost unseen. manifest.json keeps the digest of each file.",
        "charter build profil.yml -o public --force",
    ),
    "E531": (
        "manifest.json garde l'empreinte de chaque fichier. Elle montre une faute de main ou une mauvaise copie ; qui change un fichier exprès peut aussi changer manifest.json.",
        "manifest.json keeps the digest of each file. It shows a slip of the hand or a bad copy; whoever changes a file on purpose can also change manifest.json.",
        "",
    ),
    "E540": (
        "Modèles de page, styles, polices : le programme les apporte tous. S'il en manque un, une charte sortirait incomplète sans que rien ne le dise.",
        "Page templates, styles, fonts: the program brings them all. With one missing, a charter would come out incomplete and nothing would say so.",
        "",
    ),
    "W509": (
        "Les polices du PDF couvrent les langues d'Europe. Une émoticône, par exemple, n'y est pas. Le site, lui, affiche tout.",
        "The fonts of the PDF cover the languages of Europe. An emoji, for instance, is not in them. The site shows everything.",
        "",
    ),
}

#: A rule of a pack has sentences of its own; this is what stands for them.
_RULE = (
    ("Des réponses ne vont pas ensemble : la phrase est celle de la règle du recueil.", "suivez le geste que la règle propose."),
    ("Some answers do not go together: the sentence is that of the rule of the pack.", "do what the rule proposes."),
)


@dataclass(frozen=True)
class CodePage:
    """`fact` and `action`: the message, with « … » for what depends on the case. `family`: how its step works, and the folder."""

    code: str
    fact: str
    action: str
    text: tuple[str, ...]
    sample: str
    family: tuple[str, ...]


def known_codes() -> tuple[str, ...]:
    """Every code, by family, warnings last."""
    codes = {code.partition("_")[0] for code in _problems("fr")}
    return tuple(sorted(codes, key=lambda code: (code.startswith("W"), code)))


def family(code: str) -> str:
    """E1 reading, E2 profile, E3 pack, E4 composition, E5 publication; W for warnings."""
    return "W" if code.startswith("W") else code[:2]


def page(code: str, language: str) -> CodePage:
    """Everything there is to say about a code."""
    rank = LANGUAGES.index(language)
    fact, action = _problems(language)[code]
    if fact == "{fact}":
        fact, action = _RULE[rank]
    *text, sample = (TEXTS[code][rank], TEXTS[code][2]) if code in TEXTS else ("",)

    def said(words: str) -> str:
        return polish(words, language)

    return CodePage(
        code,
        fact=said(fact.format_map(_Dots())),
        action=said(action.format_map(_Dots())),
        text=tuple(map(said, text)),
        sample=sample,
        family=tuple(map(said, FAMILIES[family(code)][rank])),
    )


def samples() -> Iterator[str]:
    """The examples of right writing: what they show may be braces."""
    yield from (sample for *_, sample in TEXTS.values() if sample)


def lines(found: CodePage, to_do: str, width: int) -> Iterator[str]:
    """The page as lines of a screen."""
    import textwrap

    def wrapped(text: str) -> str:
        return textwrap.fill(text, width, break_on_hyphens=False, break_long_words=False)

    yield wrapped(f"{found.code} — {found.fact}")
    yield wrapped(f"{to_do} {found.action}")
    for text in found.text:
        yield f"\n{wrapped(text)}"
    if found.sample:
        yield "\n" + textwrap.indent(found.sample, "    ")
    yield "\n" + "\n".join(map(wrapped, found.family))


class _Dots(dict[str, str]):
    """« … » for any word that a message would be filled with."""

    def __missing__(self, name: str) -> str:
        return "…"


def _problems(language: str) -> Any:
    return import_module(f"charter_builder.messages.{language}").PROBLEMS
