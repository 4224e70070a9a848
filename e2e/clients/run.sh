#!/usr/bin/env bash
# run.sh [--minutes N] [--rate N] [--seed N]: Kubernetes' own Go libraries at KubeForge's API while its processes die.
#
# PostgreSQL and two api processes serve two sets of informers and controllers (client-go and controller-runtime; one
# with WatchListClient, one without) and writers at a bounded rate. Meanwhile one api or the other, chosen at random, is
# killed, ended or stopped for some seconds, and the watch log is compacted, so that watches end with 410. When the
# writers are done, each cache must equal a list, versions must have risen, and the controllers must have seen everything.
# Ends with 1 and what was different otherwise. The same seed makes the same choices.
#
# Needs PostgreSQL's programs (POSTGRES_BIN, or installed by apt), Go, curl, python3. All traffic is on the loopback.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
minutes=2 rate=20 seed=$RANDOM
while (($# > 0)); do
    case $1 in
        --minutes) minutes=$2 ;;
        --rate) rate=$2 ;;
        --seed) seed=$2 ;;
        *)
            echo "Usage: e2e/clients/run.sh [--minutes N] [--rate N] [--seed N]" >&2
            exit 2
            ;;
    esac
    shift 2
done
RANDOM=$seed
# shellcheck source=e2e/apis.sh
source e2e/apis.sh
kills=0 ends=0 stops=0 compactions=0
deck=()

end_api() { # N SIGNAL
    kill "-$2" "${pids[api$1]}"
    wait "${pids[api$1]}" 2>/dev/null || true
}

# As Housekeeping does it, only that so few of the newest entries stay, whatever their age.
compact() { # ENTRIES
    compactions=$((compactions + 1))
    psql -q -h 127.0.0.1 -p "$postgres_port" -U postgres -d kubeforge -v ON_ERROR_STOP=1 -v "keep=$1" >/dev/null <<'SQL'
with highest as (
    select version from stored_event order by version desc offset :keep limit 1),
raised as (
    update store_floor f set version = h.version from highest h where f.version < h.version returning f.version)
delete from stored_event e using raised r where e.version <= r.version;
SQL
}

# Each kind of disturbance comes once before any comes again.
draw() {
    if ((${#deck[@]} == 0)); then deck=(0 1 2 3 4); fi
    local i=$((RANDOM % ${#deck[@]}))
    drawn=${deck[i]}
    unset "deck[i]"
    deck=("${deck[@]}")
}

disturb() {
    local n=$((RANDOM % 2 + 1)) kept=$((RANDOM % 3 * 50))
    draw
    case $drawn in
        0)
            say "api $n is killed"
            kills=$((kills + 1))
            end_api "$n" KILL
            compact "$kept"
            start_api "$n"
            ;;
        1)
            say "api $n is ended"
            ends=$((ends + 1))
            end_api "$n" TERM
            compact "$kept"
            start_api "$n"
            ;;
        2)
            say "api $n is stopped for some seconds"
            stops=$((stops + 1))
            kill -STOP "${pids[api$n]}"
            sleep $((RANDOM % 6 + 2))
            kill -CONT "${pids[api$n]}"
            ;;
        3)
            say "api $n is stopped, and what it misses is compacted"
            stops=$((stops + 1))
            kill -STOP "${pids[api$n]}"
            sleep $((RANDOM % 6 + 2))
            compact 0
            kill -CONT "${pids[api$n]}"
            ;;
        4)
            say "both are killed"
            kills=$((kills + 2))
            end_api 1 KILL
            end_api 2 KILL
            compact "$kept"
            start_api 1
            start_api 2
            ;;
    esac
    await_apis
}

clients() { # NAME ROLE FLAG… : what it finds goes to NAME.out, what its libraries say to NAME.log
    local name=$1
    shift
    exec e2e/clients/target/clients "$@" --kubeconfig "$work/kubeconfig" \
        --addresses "127.0.0.1:${api_ports[0]},127.0.0.1:${api_ports[1]}" >"$work/$name.out"
}

is_running() { kill -0 "${pids[$1]}" 2>/dev/null; }
has_ended() { ! is_running "$1"; }

say "building KubeForge and the clients"
build_api
(cd e2e/clients && go build -o target/clients .)
say "seed $seed"
start_apis 2
make_namespaces soak-a soak-b soak-c
say "writing for $minutes minutes, at most $rate changes a second"
KUBE_FEATURE_WatchListClient=true background watch-list clients watch-list watch --name watch-list
KUBE_FEATURE_WatchListClient=false background list clients list watch --name list
background writers clients writers write --minutes "$minutes" --rate "$rate" --seed "$seed"
while is_running writers; do
    sleep $((RANDOM % 5 + 3)) # the pace of what goes wrong
    if is_running writers; then disturb; fi
done

say "nobody writes any more"
for name in watch-list list; do
    kill -USR1 "${pids[$name]}" 2>/dev/null || true # one that has failed is found below
    await 240 "the clients called $name do not end" has_ended "$name"
done
failed=0
for name in writers watch-list list; do
    wait "${pids[$name]}" || failed=1
    cat "$work/$name.out"
done
say "$kills killed, $ends ended, $stops stopped for seconds, $compactions compactions of the watch log"
if grep -h -A 15 -e '^panic:' -e '^fatal error:' "$work"/{writers,watch-list,list}.log; then failed=1; fi
if grep -h -A 5 -e ' level=ERROR ' "$work"/api?.log; then failed=1; fi
if ! grep -q -e ' [1-9][0-9]* streams ended by 410' "$work"/{watch-list,list}.out; then
    echo "DIFFERENT: no watch was ended by 410, so nothing was shown about it"
    failed=1
fi
if ((failed)); then fail "not everything was as Kubernetes' clients expect it (seed $seed)"; fi
say "passed"
