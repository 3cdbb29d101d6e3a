# Sourced by ./run and ./test from the top of the project: brings Node, the packages and a build, each only where missing.

# Without npm's remarks about the user's own configuration.
export npm_config_loglevel=error

say() { printf '==> %s\n' "$*"; }

# The tool chain runs TypeScript as it stands, which Node does from 22.18 on.
node_is_recent() {
  command -v node >/dev/null &&
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 22 || (major === 22 && minor >= 18) ? 0 : 1)'
}

use_node() {
  node_is_recent && return
  command -v npm >/dev/null || { echo 'VProg needs Node 20 or later with npm: https://nodejs.org' >&2; exit 2; }
  local home=$PWD/.tools/node
  if [ ! -x "$home/node_modules/.bin/node" ]; then
    say "Fetching Node 24 from npm into .tools/node ($(node --version 2>/dev/null || echo none) is too old)"
    mkdir -p "$home"
    echo '{"private": true}' >"$home/package.json"
    (cd "$home" && npm install --no-audit --no-fund node@24)
  fi
  export PATH="$home/node_modules/.bin:$PATH"
  node_is_recent || { echo "Node in $home does not start; remove .tools and try again." >&2; exit 2; }
}

# Installs again only after the lock file has changed, or for another version of Node's binary interface.
use_packages() {
  local stamp=node_modules/.vprog-installed wanted
  wanted="$(sha256sum package-lock.json | cut -d' ' -f1) $(node -p 'process.platform + "-" + process.arch')"
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say 'Installing packages'
  # The CPU library is in the package already; the install script would fetch CUDA's.
  ONNXRUNTIME_NODE_INSTALL=skip npm ci --no-audit --no-fund
  echo "$wanted" >"$stamp"
}

build() {
  say 'Building'
  npm run --silent build
}

use_node
use_packages
