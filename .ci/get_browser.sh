#!/bin/sh
# The browser for tests/browser: installed if that can be done here, otherwise said.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -f /etc/debian_version ]; then
    echo "Installing Chromium for the browser tests (once, a minute) ..."
    if { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1
    then
        command -v chromium >/dev/null 2>&1 && exit 0
    fi
fi
echo "No Chromium on PATH: the browser tests are skipped. To run them, install it" \
    "(Debian: sudo apt install chromium) and test again."
