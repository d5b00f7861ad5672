# Prepares the Python environment in .venv from the hashed requirements file. Sourced by ./run, ./manage, ./test,
# ./check and ./bench. Says what it does on standard error only, so that a command's output stays the command's.
# Needs: REQUIREMENTS (requirements.txt or requirements-prod.txt; default requirements.txt).

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

unset PYTHONDONTWRITEBYTECODE VIRTUAL_ENV PYTHONHOME
export UV_COMPILE_BYTECODE_TIMEOUT=0 # a busy machine may take its time over a file; by itself uv gives up after a minute
REQUIREMENTS="${REQUIREMENTS:-requirements.txt}"
ROOT="$(pwd)"

works() { # does this interpreter run, and is it one we support?
  "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() { # an installed 3.13, 3.12 or 3.14: pyenv's folders first, since its shims fail for unselected versions
  local version candidate
  for version in 3.13 3.12 3.14; do
    for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python /usr/bin/python"$version" \
        /usr/local/bin/python"$version" /opt/homebrew/bin/python"$version"; do
      if [ -x "$candidate" ] && works "$candidate"; then echo "$candidate"; return; fi
    done
  done
  for candidate in python3.13 python3.12 python3.14 python3 python; do
    candidate="$(command -v "$candidate" 2>/dev/null)" && works "$candidate" && { echo "$candidate"; return; }
  done
  return 0
}

find_uv() {
  local candidate
  for candidate in uv "$HOME/.local/bin/uv" "$ROOT/.tools/bin/uv"; do
    candidate="$(command -v "$candidate" 2>/dev/null)" && "$candidate" --version >/dev/null 2>&1 && { echo "$candidate"; return; }
  done
  return 0
}

install_uv() {
  local base="$1"
  say "Installing uv, the tool that installs the rest …"
  if ! { "$base" -m venv "$ROOT/.tools" && "$ROOT/.tools/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.13'; } >&2; then
    rm -rf "$ROOT/.tools"
    stop "Could not install uv. On Debian or Ubuntu: apt-get install python3-venv   Then run this again." \
      "If there is no network, install uv yourself and put it on the PATH."
  fi
}

prepare_environment() {
  local python uv wanted have
  wanted="$(cat "$REQUIREMENTS" scripts/environment.sh | cksum)"
  have="$(cat .venv/.stamp 2>/dev/null || true)"
  if [ "$wanted" = "$have" ] && works .venv/bin/python; then return; fi
  python="$(find_python)"
  uv="$(find_uv)"
  if [ -z "$uv" ]; then
    local base="${python:-$(command -v python3 || true)}"
    [ -n "$base" ] || stop "Python 3.12, 3.13 or 3.14 is needed, and none was found. On Debian or Ubuntu: apt-get install python3 python3-venv"
    install_uv "$base"
    uv="$ROOT/.tools/bin/uv"
  fi
  if [ -z "$python" ]; then
    say "No Python 3.12 to 3.14 found; asking uv to fetch one …"
    python=3.13
  fi
  say "Preparing the Python environment ($("$python" --version 2>/dev/null || echo "$python")) …"
  works .venv/bin/python || "$uv" venv --quiet --clear --python "$python" .venv >&2 || stop "Could not make the environment."
  "$uv" pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python "$REQUIREMENTS" >&2 \
    || stop "Could not install the packages in $REQUIREMENTS. Is the package registry reachable?"
  printf '%s' "$wanted" > .venv/.stamp
}
