# Sourced by ./run and ./test: makes .venv from a hashed lock, and asks apt for what pip can't bring.
# ROOT must be set. Every function may be called again at no cost.

say() { printf '%s\n' "$*" >&2; }

# Run a command as root: directly, or through sudo (which may ask only where someone can answer).
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif ! command -v sudo >/dev/null; then return 1
    elif [ -t 0 ]; then sudo "$@"
    else sudo -n "$@" 2>/dev/null
    fi
}

# Install those of the named Debian packages that are missing; without rights, name them and go on.
debian_packages() {
    local why=$1 package missing=()
    shift
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return 0
    if command -v apt-get >/dev/null; then
        say "Setter opp systempakker: ${missing[*]} …"
        as_root apt-get update -qq >/dev/null 2>&1
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "${missing[@]}" >/dev/null 2>&1 && return 0
    fi
    say "Mangler systempakker: ${missing[*]}"
    say "$why"
}

# The first Python on PATH that the program can run on, and that can make a virtual environment.
find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13; do
        "$name" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
            2>/dev/null && { command -v "$name"; return 0; }
    done
    return 1
}

# Make .venv hold the lock for KIND (run or test). A stamp says what it was made from.
virtual_environment() {
    local venv="$ROOT/.venv" lock=requirements.lock python wanted
    [ "$1" = test ] && lock=requirements-dev.lock
    local stamp="$venv/.stamp-$1"
    wanted=$(cat "$ROOT/$lock" "$ROOT/pyproject.toml" | sha256sum)
    # scripts in .venv name their own path, so a moved or broken one is made anew
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 \
        || [ "$(cat "$venv/.made-in" 2>/dev/null)" != "$ROOT" ]; then
        find_python >/dev/null || debian_packages "Python 3.11 med venv må til." python3-venv
        python=$(find_python) || { say "Fant ikke Python 3.11, 3.12 eller 3.13 med venv."; return 1; }
        "$python" -m venv --clear "$venv" || return 1
        printf '%s' "$ROOT" >"$venv/.made-in"
    fi
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return 0
    say "Setter opp Python-pakker i .venv …"
    "$venv/bin/python" -m pip install -qq --no-input --require-hashes -r "$ROOT/$lock" || return 1
    "$venv/bin/python" -m pip install -qq --no-input --no-deps --no-build-isolation -e "$ROOT" || return 1
    printf '%s' "$wanted" >"$stamp"
}

# Everything for KIND (run, fast or test), one set-up at a time; «nightly» behind it brings what only that needs.
set_up() {
    {
        flock 9 2>/dev/null || true
        debian_packages "Uten Pango kan ikke PDF lages; resten virker." \
            libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
        if [ "$1" = test ]; then
            debian_packages "Prøver som trenger disse programmene, kan ikke kjøres." \
                chromium qpdf poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui \
                libreoffice-math-nogui hunspell hunspell-no
        fi
        if [ "${2:-}" = nightly ]; then
            debian_packages "PDFBox prøver ikke PDF-filene." \
                libpdfbox2-java libactivation-java libjaxb-api-java default-jre-headless
        fi
        if [ "$1" = run ]; then virtual_environment run; else virtual_environment test; fi
    } 9<"$ROOT"
}
