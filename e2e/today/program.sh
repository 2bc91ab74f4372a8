#!/bin/sh
# Starts the built program on a plain Node, with the arguments with which Playwright starts Electron.
here=$(dirname "$0")
exec "$STUDIO_TODAY_NODE" --inspect=0 --import "$here/begin.mjs" "$here/../../dist/main/main.cjs" "$@" --port=0
