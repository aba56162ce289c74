#!/usr/bin/env bash
# A throw-away PostgreSQL for tests and benches, from the machine's own binaries.
#
#   ops/pg.sh run [--durable] COMMAND…    start one in a fresh temporary directory, run COMMAND with
#                                         DATABASE_URL set, stop and remove it, end with COMMAND's code
#   eval "$(ops/pg.sh start [--durable] DIR)"   start one in DIR (made if new) and export DATABASE_URL
#   ops/pg.sh stop DIR                    stop that one; its files stay
#
# Without --durable it forgets on a power cut (fsync=off): right for tests, wrong for figures.
# PostgreSQL refuses to run as root, so root hands it to the user postgres (or nobody).
set -euo pipefail

die() { echo "ops/pg.sh: $*" >&2; exit 2; }

# The newest installed server's directory; PG_BIN wins.
find_bin() {
    if [[ -n ${PG_BIN:-} ]]; then echo "$PG_BIN"; return; fi
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
    [[ -n $newest ]] || newest=$(command -v initdb || true)
    [[ -n $newest ]] || die "no PostgreSQL on this machine; install it with: sudo apt-get install -y postgresql"
    dirname "$newest"
}

# Runs a PostgreSQL program as somebody it accepts, away from a directory that user may not enter.
as_postgres() {
    if [[ $(id -u) == 0 ]]; then
        (cd / && exec setpriv --reuid "$pg_user" --regid "$(id -g "$pg_user")" --clear-groups -- "$@")
    else
        (cd / && exec "$@")
    fi
}

settings() {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$1'"
    echo "unix_socket_permissions = 0700"
    echo "max_connections = 400"
    echo "shared_buffers = 256MB"
    echo "max_wal_size = $([[ $durable == yes ]] && echo 4GB || echo 1GB)"
    echo "timezone = 'UTC'"
    [[ $durable == yes ]] || printf '%s = off\n' fsync synchronous_commit full_page_writes
}

start() {
    local dir=$1
    mkdir -p "$dir" && chmod 0755 "$dir"
    dir=$(cd "$dir" && pwd -P)
    (( ${#dir} <= 86 )) || die "$dir is too long for a unix socket (86 bytes at most)"
    [[ $(id -u) != 0 ]] || chown "$pg_user" "$dir"
    if [[ ! -s $dir/cluster/PG_VERSION ]]; then
        as_postgres "$bin/initdb" -D "$dir/cluster" -U shop -E UTF8 --locale=C.UTF-8 \
            --auth-local=trust --auth-host=reject -k >"$dir.initdb.log" 2>&1 ||
            { cat "$dir.initdb.log" >&2; die "initdb failed in $dir (may $pg_user enter its parent directories?)"; }
        rm -f "$dir.initdb.log"
    fi
    as_postgres mkdir -p -m 0700 "$dir/socket"
    settings "$dir/socket" | as_postgres tee "$dir/cluster/postgresql.auto.conf" >/dev/null
    if ! as_postgres "$bin/pg_ctl" -D "$dir/cluster" status >/dev/null 2>&1; then
        as_postgres "$bin/pg_ctl" -D "$dir/cluster" -l "$dir/log" -w -t 60 start >/dev/null ||
            { tail -n 20 "$dir/log" >&2; die "PostgreSQL did not start"; }
    fi
    local host=${dir//\%/%25}
    url="postgres://shop@${host//\//%2F}%2Fsocket/postgres"
}

stop() {
    as_postgres "$bin/pg_ctl" -D "$1/cluster" -m fast -w stop >/dev/null 2>&1 || true
}

# The server's own trouble, which is seldom the fault of what it ran.
tell_trouble() {
    grep -hE 'PANIC|was terminated by signal|No space left|out of memory' "$1/log" | tail -n 20 >&2 || return 0
    df -h "$1" >&2
}

# Where the system keeps temporary files, or /tmp if the server may not go there or it lies too deep.
temporary() {
    local dir
    dir=$(mktemp -d "${TMPDIR:-/tmp}/jangbu-pg.XXXXXX")
    chmod 0755 "$dir"
    if (( ${#dir} <= 86 )) && as_postgres test -x "$dir"; then echo "$dir"; return; fi
    rmdir "$dir"
    mktemp -d /tmp/jangbu-pg.XXXXXX
}

run() {
    home=$(temporary)
    # shellcheck disable=SC2064 # the directory is known now
    trap "stop '$home'; rm -rf '$home'" EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    start "$home"
    local code=0
    DATABASE_URL=$url "$@" || code=$?
    [[ $code == 0 ]] || tell_trouble "$home"
    return "$code"
}

action=${1:-}
shift || true
durable=no
if [[ ${1:-} == --durable ]]; then durable=yes; shift; fi
bin=$(find_bin)
pg_user=$(id -un)
if [[ $(id -u) == 0 ]]; then
    pg_user=postgres
    id -u postgres >/dev/null 2>&1 || pg_user=nobody
fi

case $action in
    run) [[ $# -gt 0 ]] || die "run what?"; run "$@" ;;
    start) [[ $# == 1 ]] || die "start where?"; start "$1"; printf 'export DATABASE_URL=%q\n' "$url" ;;
    stop) [[ $# == 1 ]] || die "stop which?"; stop "$1" ;;
    *) sed -n '2,11p' "$0" >&2; exit 2 ;;
esac
