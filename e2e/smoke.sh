#!/usr/bin/env bash
# smoke.sh [TESTS]: runs end-to-end tests on fresh hosts of a lab (default: a cluster that serves an application and
# leaves its hosts clean). LAB is a command that makes hosts: `up N --prefix P`, `down NAME…`, `inventory --json`, and
# for the crash tests the faults `cut`, `heal`, `kill` and `boot`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
lab=$(realpath "${LAB:-../shared/lab/lab}")
tests=${1:-CreateClusterE2E}
work=$(mktemp -d)

names=()
for i in 1 2 3; do names+=("e2e$i"); done

finish() {
    "$lab" down "${names[@]}" || echo "the lab's hosts ${names[*]} could not be removed" >&2
    rm -rf "$work"
}
trap finish EXIT

"$lab" up 3 --prefix e2e
# What the tests need to know: our hosts, and where this site keeps its packages.
"$lab" inventory --json | python3 -c '
import json, sys
inventory = json.load(sys.stdin)
inventory["hosts"] = [host for host in inventory["hosts"] if host["name"] in sys.argv[3:]]
json.dump(inventory, open(sys.argv[1], "w"))
apt = next(iter(inventory["mirror"]["kubernetesApt"].values()))
json.dump({"packages": {"repository": apt.split("/core:")[0], "runtime": "containerd.io"}}, open(sys.argv[2], "w"))
' "$work/hosts.json" "$work/spec.json" "${names[@]}"

./mvnw -B verify -Pe2e -pl e2e -Dit.test="$tests" -Dfailsafe.failIfNoSpecifiedTests=true \
    -Dhosts="$work/hosts.json" -Dspec="$work/spec.json" -Dfaults="$lab"
