#!/usr/bin/env bash
# The explorer's table library, from the npm registry at a pinned version: run this file to fetch it anew.
set -euo pipefail
cd "$(dirname "$0")"
version=6.5.3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "tabulator-tables@$version" && tar xzf "tabulator-tables-$version.tgz")
mkdir -p tabulator
cp "$work"/package/LICENSE tabulator/
sed 's#^//\# sourceMappingURL=.*##' "$work"/package/dist/js/tabulator.min.js > tabulator/tabulator.min.js
sed '/sourceMappingURL/d' "$work"/package/dist/css/tabulator.min.css > tabulator/tabulator.min.css
