#!/bin/sh
# The proxy of a JupyterHub for tests/hub, in .venv: installed if that can be done, otherwise said.
[ -x .venv/proxy/node_modules/.bin/configurable-http-proxy ] && exit 0
if command -v npm >/dev/null 2>&1; then
    npm install --prefix .venv/proxy --no-audit --no-fund --fetch-retries 0 --fetch-timeout 30000 \
        configurable-http-proxy@5.1 >/dev/null 2>&1 && exit 0
fi
echo "No configurable-http-proxy: the test with a JupyterHub is skipped. To run it, install" \
    "Node.js 18 or newer with npm (Debian: sudo apt install npm) and test again."
