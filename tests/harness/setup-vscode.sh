#!/usr/bin/env bash
# Brings a real VS Code that tests can drive: code-server and the Node that it wants from npm, a browser and a compiler
# from Debian where they are missing. What is there is left alone.
#   setup-vscode.sh [FOLDER]   (default: $VPROG_VSCODE_HOME, else .vscode-test in the project; about 0.8 GB)
set -euo pipefail

code_server=4.139.1
folder=${1:-${VPROG_VSCODE_HOME:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/.vscode-test}}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

say() { printf '==> %s\n' "$*"; }

# kerberos, which code-server builds while it is installed, needs a compiler and the headers.
missing=()
command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ] || missing+=(chromium fonts-dejavu-core)
[ -d "$folder/cs/node_modules/code-server/lib/vscode/node_modules" ] || {
  command -v g++ >/dev/null && command -v make >/dev/null || missing+=(build-essential)
  command -v python3 >/dev/null || missing+=(python3)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  pkg-config --exists krb5-gssapi 2>/dev/null || missing+=(libkrb5-dev)
}
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "Please install: ${missing[*]}" >&2; exit 2; }
  say "Installing ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}"
fi

# npm_into NAME PACKAGE PROOF: a package in a folder of its own; PROOF is there when it was installed whole.
npm_into() {
  [ -e "$folder/$1/node_modules/$3" ] && return
  say "Installing $2 from npm into $folder/$1"
  rm -rf "${folder:?}/$1"
  mkdir -p "$folder/$1"
  echo '{"private": true}' >"$folder/$1/package.json"
  (cd "$folder/$1" && npm install --no-audit --no-fund --loglevel=error "$2")
}

npm_into n24 node@24 node/bin/node
export PATH="$folder/n24/node_modules/.bin:$PATH"
npm_into cs "code-server@$code_server" code-server/lib/vscode/node_modules/@vscode/spdlog/build

entry=$folder/cs/node_modules/code-server/out/node/entry.js
say "$(node "$entry" --config "$folder/config.yaml" --version | tail -n 1)"
