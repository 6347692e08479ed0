#!/bin/sh
# Produit la charte, puis envoie le contenu de public chez l'hébergeur, par FTP chiffré (FTPS).
#
#   sh publier.sh            produit et envoie
#   sh publier.sh --essai    produit, et dit ce qui serait envoyé
#
# Le compte vient de CHARTER_FTP_HOST, CHARTER_FTP_USER, CHARTER_FTP_PASSWORD et, si besoin, CHARTER_FTP_FOLDER.
# Rien n'est enregistré. Si la charte ne peut pas être produite, rien n'est envoyé. Rien n'est effacé chez l'hébergeur.
set -eu

say() { printf '%s\n' "$1"; }
stop() { say "$1" >&2; exit "${2:-1}"; }

# Ce qui peut s'écrire tel quel dans une adresse.
plain() { (LC_ALL=C; case $1 in *[!A-Za-z0-9._:/~-]*) exit 1 ;; esac) }

# Un texte entre guillemets, pour les réglages de curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

trial=no
case "${1-}" in
    "") ;;
    --essai | --dry-run) trial=yes ;;
    *) stop "« $1 » n'est pas connu. Écrivez  sh publier.sh  ou  sh publier.sh --essai" 2 ;;
esac

host=${CHARTER_FTP_HOST-} user=${CHARTER_FTP_USER-} password=${CHARTER_FTP_PASSWORD-} folder=${CHARTER_FTP_FOLDER-}
folder=${folder%/}
target=ftp://${host:-CHARTER_FTP_HOST}/${folder:+$folder/}

plain "$host" || stop "CHARTER_FTP_HOST doit être une adresse simple, comme ftp.organisation.example" 2
plain "$folder" || stop "CHARTER_FTP_FOLDER doit être un dossier au nom simple, sans espace ni accent, comme www/charte" 2
if [ "$trial" = no ]; then
    [ -n "$host" ] || stop "Indiquez l'adresse FTP de l'hébergeur dans CHARTER_FTP_HOST." 2
    [ -n "$user" ] || stop "Indiquez l'identifiant FTP dans CHARTER_FTP_USER." 2
    [ -n "$password" ] || stop "Indiquez le mot de passe FTP dans CHARTER_FTP_PASSWORD." 2
    command -v curl >/dev/null || stop "Le programme curl manque. Installez-le, ou envoyez le contenu de public avec un logiciel FTP." 2
fi
command -v charter >/dev/null || stop "Le programme charter manque. Installez-le :  python -m pip install charter-builder==[[version]]" 2

CDPATH='' cd -- "$(dirname -- "$0")"
charter check profil.yml --lang fr || stop "La charte n'a pas été produite : rien n'a été envoyé."
charter build profil.yml -o public --lang fr || stop "La charte n'a pas été produite : rien n'a été envoyé."
files=$(find public -type f | LC_ALL=C sort)
count=$(say "$files" | wc -l | tr -d ' ')

if [ "$trial" = yes ]; then
    say "Essai : rien n'a été envoyé. Ces fichiers iraient vers $target"
    say "$files"
    exit 0
fi

# Le compte passe à curl par son entrée, et non par sa ligne de commande : les autres programmes ne le voient pas.
# TLS 1.2 au plus : avec TLS 1.3, curl coupe parfois la fin d'un fichier sans le dire (curl, défaut 6149).
{
    printf 'user = "%s:%s"\n' "$(quoted "$user")" "$(quoted "$password")"
    say "$files" | while IFS= read -r file; do
        printf 'upload-file = "%s"\nurl = "%s%s"\n' "$file" "$target" "${file#public/}"
    done
} | curl --config - --ssl-reqd --tls-max 1.2 --ftp-create-dirs --globoff --fail-early --silent --show-error ||
    stop "L'envoi s'est arrêté en route : des pages en ligne peuvent être anciennes. Recommencez."
say "La charte est en ligne : $count fichiers envoyés vers $target"
