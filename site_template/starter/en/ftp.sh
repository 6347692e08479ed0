#!/bin/sh
# Makes the charter, then sends the content of public to the web host, by encrypted FTP (FTPS).
#
#   sh publish.sh              makes it and sends it
#   sh publish.sh --dry-run    makes it, and says what would be sent
#
# The account comes from CHARTER_FTP_HOST, CHARTER_FTP_USER, CHARTER_FTP_PASSWORD and, if needed, CHARTER_FTP_FOLDER.
# Nothing is stored. If the charter cannot be made, nothing is sent. Nothing is deleted at the web host.
set -eu

say() { printf '%s\n' "$1"; }
stop() { say "$1" >&2; exit "${2:-1}"; }

# What can be written as it is in an address.
plain() { (LC_ALL=C; case $1 in *[!A-Za-z0-9._:/~-]*) exit 1 ;; esac) }

# A text between quotes, for the settings of curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

trial=no
case "${1-}" in
    "") ;;
    --essai | --dry-run) trial=yes ;;
    *) stop "“$1” is not known. Write  sh publish.sh  or  sh publish.sh --dry-run" 2 ;;
esac

host=${CHARTER_FTP_HOST-} user=${CHARTER_FTP_USER-} password=${CHARTER_FTP_PASSWORD-} folder=${CHARTER_FTP_FOLDER-}
folder=${folder%/}
target=ftp://${host:-CHARTER_FTP_HOST}/${folder:+$folder/}

plain "$host" || stop "CHARTER_FTP_HOST must be a plain address, such as ftp.organisation.example" 2
plain "$folder" || stop "CHARTER_FTP_FOLDER must be a folder with a plain name, without spaces or accents, such as www/charter" 2
if [ "$trial" = no ]; then
    [ -n "$host" ] || stop "Give the FTP address of the web host in CHARTER_FTP_HOST." 2
    [ -n "$user" ] || stop "Give the FTP user name in CHARTER_FTP_USER." 2
    [ -n "$password" ] || stop "Give the FTP password in CHARTER_FTP_PASSWORD." 2
    command -v curl >/dev/null || stop "The program curl is missing. Install it, or send the content of public with a file transfer program." 2
fi
command -v charter >/dev/null || stop "The program charter is missing. Install it:  python -m pip install charter-builder==[[version]]" 2

CDPATH='' cd -- "$(dirname -- "$0")"
charter check profil.yml --lang en || stop "The charter was not made: nothing was sent."
charter build profil.yml -o public --lang en || stop "The charter was not made: nothing was sent."
files=$(find public -type f | LC_ALL=C sort)
count=$(say "$files" | wc -l | tr -d ' ')

if [ "$trial" = yes ]; then
    say "Dry run: nothing was sent. These files would go to $target"
    say "$files"
    exit 0
fi

# The account goes to curl by its input, not by its command line: other programs do not see it.
# TLS 1.2 at most: with TLS 1.3, curl sometimes cuts the end of a file without saying so (curl, issue 6149).
{
    printf 'user = "%s:%s"\n' "$(quoted "$user")" "$(quoted "$password")"
    say "$files" | while IFS= read -r file; do
        printf 'upload-file = "%s"\nurl = "%s%s"\n' "$file" "$target" "${file#public/}"
    done
} | curl --config - --ssl-reqd --tls-max 1.2 --ftp-create-dirs --globoff --fail-early --silent --show-error ||
    stop "The upload stopped on its way: some pages online may be old ones. Try again."
say "The charter is online: $count files sent to $target"
