#!/usr/bin/env bash
# smoke.sh [TESTS]: runs end-to-end tests on fresh hosts of a lab (default: a cluster that serves an application and
# leaves its hosts clean). LAB is a command that makes hosts: `up N --prefix P`, `down NAME…`, `inventory --json`, and
# for the crash tests the faults `cut`, `heal`, `kill` and `boot`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
lab=$(realpath "${LAB:-../shared/lab/lab}")
tests=${1:-CreateClusterE2E}
work=$(mktemp -d)
hosts=3
if [[ $tests == HighAvailability* ]]; then hosts=5; fi

names=()
for ((i = 1; i <= hosts; i++)); do names+=("e2e$i"); done

finish() {
    "$lab" down "${names[@]}" || echo "the lab's hosts ${names[*]} could not be removed" >&2
    rm -rf "$work"
}
trap finish EXIT

"$lab" up "$hosts" --prefix e2e
# What the tests need to know: our hosts, and where this site keeps its packages.
virtual_ip=$("$lab" inventory --json | python3 -c '
import json, sys
inventory = json.load(sys.stdin)
inventory["hosts"] = [host for host in inventory["hosts"] if host["name"] in sys.argv[3:]]
json.dump(inventory, open(sys.argv[1], "w"))
apt = next(iter(inventory["mirror"]["kubernetesApt"].values()))
mirror = apt.split("/core:")[0]
# A lab of containers may have cgroup v1 and kubelets that were told to bear it.
spec = {"packages": {"repository": mirror, "runtime": "containerd.io"}, "preflight": {"ignore": ["Cgroup"]}}
json.dump(spec, open(sys.argv[2], "w"))
# A lab keeps the addresses of its mirror'"'"'s own /24 free.
print(mirror.split("//")[1].rsplit(".", 1)[0] + ".200")
' "$work/hosts.json" "$work/spec.json" "${names[@]}")

./mvnw -B verify -Pe2e -pl e2e -Dit.test="$tests" -Dfailsafe.failIfNoSpecifiedTests=true \
    -Dhosts="$work/hosts.json" -Dspec="$work/spec.json" -Dfaults="$lab" -Dvirtual-ip="$virtual_ip"
