#!/bin/sh
# PostgreSQL's programs for the tests of gradebooks: installed if that can be done, otherwise said.
for folder in /usr/lib/postgresql/*/bin; do
    [ -x "$folder/postgres" ] && exit 0
done
command -v postgres >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -f /etc/debian_version ]; then
    echo "Installing PostgreSQL for the tests of gradebooks (once, half a minute) ..."
    # the tests start a server of their own; none shall run on this machine for that
    settings=/etc/postgresql-common/createcluster.conf
    if [ ! -e "$settings" ]; then
        mkdir -p "${settings%/*}"
        echo "create_main_cluster = false" >"$settings"
    fi
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes \
        --no-install-recommends -o Dpkg::Options::=--force-confold postgresql; } >/dev/null 2>&1
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/postgres" ] && exit 0
    done
fi
echo "No PostgreSQL: the tests of a gradebook on a server are skipped. To run them, install it" \
    "(Debian: sudo apt install postgresql) and test again."
