#!/usr/bin/env bash
# The explorer's libraries, from the npm registry at pinned versions: run this file to fetch them anew.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetch NAME VERSION FOLDER FILE...: unpacks a package, keeps its licence and the given files without their source maps.
fetch() {
  local name=$1 version=$2 folder=$3
  shift 3
  mkdir -p "$work/$folder" "$folder"
  (cd "$work/$folder" && npm pack --silent "$name@$version" >/dev/null && tar xzf "$name-$version.tgz")
  cp "$work/$folder/package/LICENSE" "$folder/"
  for file in "$@"; do
    sed 's#//\# sourceMappingURL=.*##; /\/\*# sourceMappingURL/d' "$work/$folder/package/$file" > "$folder/$(basename "$file")"
  done
}

fetch tabulator-tables 6.5.3 tabulator dist/js/tabulator.min.js dist/css/tabulator.min.css
fetch write-excel-file 2.3.10 write-excel-file bundle/write-excel-file.min.js
