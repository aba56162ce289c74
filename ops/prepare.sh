# What the scripts beside this file share: say what happens, and install what is missing.
# Sourced, not run. Nothing is installed that is already there, so a second run is quick and quiet.
# shellcheck shell=bash

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() { printf '\033[1;31merror:\033[0m %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Root needs no sudo.
as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }

has_postgresql() { [[ -n ${PG_BIN:-} ]] || has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_certificates() { [[ -s /etc/ssl/certs/ca-certificates.crt ]]; }
has_venv() { has python3 && python3 -c 'import ensurepip, venv' >/dev/null 2>&1; }
has_korean_font() { has fc-list && [[ -n $(fc-list :lang=ko) ]]; }

# The Debian packages for what is missing among the given needs, one a line.
missing_packages() {
    local need
    for need in "$@"; do
        case $need in
            compiler) has cc || printf '%s\n' gcc libc6-dev; has pkg-config || echo pkg-config ;;
            certificates) has_certificates || echo ca-certificates ;;
            postgresql) has_postgresql || echo postgresql ;;
            browser) has chromium || echo chromium; has chromedriver || echo chromium-driver ;;
            fakes) has_venv || printf '%s\n' python3 python3-venv ;;
            korean) has_korean_font || printf '%s\n' fontconfig fonts-noto-cjk ;;
            *) fail "unknown need: $need" ;;
        esac
    done
}

# Once per run, and only when something is missing.
refresh_lists() {
    [[ -z ${lists_are_fresh:-} ]] || return 0
    as_root apt-get update -qq
    lists_are_fresh=yes
}

install_missing() {
    install_packages "$@"
    [[ " $* " != *" fakes "* ]] || install_fakes
}

install_packages() {
    local packages
    mapfile -t packages < <(missing_packages "$@")
    [[ ${#packages[@]} -gt 0 ]] || return 0
    has apt-get || fail "please install by hand (this is not Debian): ${packages[*]}"
    [[ $(id -u) == 0 ]] || has sudo || fail "missing here; root must once run: apt-get install -y ${packages[*]}"
    say "installing ${packages[*]}"
    refresh_lists
    without_default_cluster
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# Debian starts a server of its own when PostgreSQL is first installed. We only want the programs.
without_default_cluster() {
    local directory=/etc/postgresql-common/createcluster.d
    [[ ! -e $directory/jangbu.conf && " ${packages[*]} " == *" postgresql "* ]] || return 0
    as_root mkdir -p "$directory"
    echo "create_main_cluster = false" | as_root tee "$directory/jangbu.conf" >/dev/null
}

# cargo, where rustup puts it or from Debian's rustup (Debian's own cargo is too old).
find_cargo() {
    has cargo && return
    [[ ! -x $HOME/.cargo/bin/cargo ]] || { PATH=$HOME/.cargo/bin:$PATH; return; }
    if has apt-get && { [[ $(id -u) == 0 ]] || has sudo; } && refresh_lists && [[ $(apt-cache policy rustup) == *"Candidate: "[0-9]* ]]; then
        say "installing rustup and Rust"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq rustup >/dev/null
        rustup default stable
        return
    fi
    fail "Rust 1.95 or newer is needed; install it from https://rustup.rs and run this again"
}

# Where cargo puts what it builds.
target_dir() { echo "${CARGO_TARGET_DIR:-$repo/target}"; }

# Real servers that play the outside world for tests: Amazon SES (moto) and SMTP (aiosmtpd), in a virtual
# environment of their own.
fakes=('moto[server]==5.2.*' 'aiosmtpd==1.4.*')
# What reads pages for everybody's sake (axe-core) comes in a package that would bring another browser: alone.
alone=('axe-playwright-python==0.1.*')
fakes_dir() { echo "$(target_dir)/fakes"; }

install_fakes() {
    local dir
    dir=$(fakes_dir)
    # Written last, so a half-made one is made again.
    [[ "$(cat "$dir/made-of" 2>/dev/null)" != "${fakes[*]} ${alone[*]}" ]] || return 0
    say "installing ${fakes[*]} ${alone[*]} into $dir"
    rm -rf "$dir"
    mkdir -p "$(dirname "$dir")"
    python3 -m venv "$dir"
    "$dir/bin/pip" install -q --disable-pip-version-check "${fakes[@]}"
    "$dir/bin/pip" install -q --disable-pip-version-check --no-deps "${alone[@]}"
    echo "${fakes[*]} ${alone[*]}" >"$dir/made-of"
}
