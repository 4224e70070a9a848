# shellcheck shell=bash
# processes.sh: sourced by scripts here that start KubeForge's processes as in production, without an engine. Whoever
# sources it stands in the repository's root. Everything is below $work and on the loopback.
#
# Needs PostgreSQL's programs (POSTGRES_BIN, or installed by apt) and python3; and $postgres_port and $api_path, the class
# path of the api, from whoever sources it.
# shellcheck disable=SC2154

# shellcheck source=e2e/ports.sh
source e2e/ports.sh

work=$(mktemp -d)
declare -A pids=()

say() { printf '%4d s  %s\n' "$SECONDS" "$1"; }
fail() {
    echo "FAILED: $1. The logs of the processes:" >&2
    tail -n 5 "$work"/*.log | cut -c 1-500 >&2
    exit 1
}

end_all() {
    for name in "${!pids[@]}"; do kill -9 "${pids[$name]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    if [[ -f $work/data/postmaster.pid ]]; then as_postgres "$postgres/pg_ctl" -D "$work/data" -m immediate -s stop || true; fi
    rm -rf "$work"
}
trap end_all EXIT

background() { # NAME COMMAND… : started with its own log, known by its name
    local name=$1
    shift
    "$@" >>"$work/$name.log" 2>&1 &
    pids[$name]=$!
}

await() { # SECONDS WHAT COMMAND…
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS >= deadline)); then fail "$what"; fi
        sleep 0.2
    done
}

# PostgreSQL refuses to run as root.
as_postgres() { if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi; }

find_postgres() {
    postgres=${POSTGRES_BIN:-$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)}
    if [[ -z $postgres ]]; then
        apt-get install -y -q postgresql
        postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
    fi
}

start_postgres() {
    export POSTGRES_USER=postgres KUBEFORGE_DATABASE_PASSWORD=kubeforge TEMPORAL_DATABASE_PASSWORD=temporal
    install -d -m 0755 "$work"
    if ((EUID == 0)); then install -d -o postgres "$work/data" "$work/socket"; else mkdir "$work/data" "$work/socket"; fi
    as_postgres "$postgres/initdb" -D "$work/data" -U postgres -A trust >"$work/initdb.log"
    as_postgres "$postgres/pg_ctl" -D "$work/data" -l "$work/data/log" -s -w \
        -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/socket -c max_connections=200" start
    PGHOST=127.0.0.1 PGPORT=$postgres_port PATH=$postgres:$PATH sh deploy/postgres/databases.sh >"$work/databases.log"
}

# What every process of KubeForge is told; an api also KUBEFORGE_API_PORT.
configure_kubeforge() {
    export DATASOURCES_DEFAULT_URL=jdbc:postgresql://127.0.0.1:$postgres_port/kubeforge
    export DATASOURCES_DEFAULT_USERNAME=kubeforge DATASOURCES_DEFAULT_PASSWORD=kubeforge
    export KUBEFORGE_KEYSET_FILE=$work/keyset.json KUBEFORGE_STORE_KEYSET_FILE=$work/keyset.json
    export KUBEFORGE_API_HOST=127.0.0.1
    java=(java -Xmx256m "-Dlogback.configurationFile=$PWD/deploy/logback.xml" -cp)
    "${java[@]}" "$api_path" io.kubeforge.store.KeysetInit 2>"$work/keyset.log"
}

write_kubeconfig() { # PORT FILE
    "${java[@]}" "$api_path" io.kubeforge.api.security.AdminKubeconfigCommand "https://127.0.0.1:$1" \
        >"$2" 2>"$work/kubeconfig.log"
}
