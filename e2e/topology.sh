#!/usr/bin/env bash
# topology.sh: the processes of docker-compose.temporal.yml without an engine, and what happens when one of each dies.
# PostgreSQL, a Temporal server on it, two api and two worker processes make a cluster of simulated hosts; while
# `kubeadm init` runs there, the worker that follows it and the api that took the order are killed. The cluster must
# become Ready by what is left, with one `kubeadm init`.
#
# Needs PostgreSQL's programs (POSTGRES_BIN, or installed by apt), Go to build the Temporal server once, kubectl,
# python3. Tools are kept in KUBEFORGE_TOOLS; everything else is below a temporary folder and on the loopback.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=${KUBEFORGE_TOOLS:-$HOME/.cache/kubeforge/tools}
release=1.32.0
temporal_tools=$tools/temporal-$release
hosts=4
# shellcheck source=e2e/processes.sh
source e2e/processes.sh

field() { # JSONPATH-LIKE PYTHON EXPRESSION over d, read from stdin
    python3 -c 'import json, sys; d = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

find_temporal() {
    temporal=$(command -v temporal || echo "$tools/temporal")
    if [[ ! -x $temporal ]]; then
        GOBIN=$tools go install github.com/temporalio/cli/cmd/temporal@v1.5.1
    fi
    if [[ ! -x $temporal_tools/server || ! -x $temporal_tools/sql ]]; then
        say "building the Temporal server $release, once"
        GOBIN=$temporal_tools go install "go.temporal.io/server/cmd/server@v$release" "go.temporal.io/server/cmd/tools/sql@v$release"
    fi
    module=$(go env GOMODCACHE)/go.temporal.io/server@v$release
    if [[ ! -d $module ]]; then module=$(go mod download -json "go.temporal.io/server@v$release" | field 'd["Dir"]'); fi
    # As the scripts of the compose file call them.
    mkdir "$work/bin"
    ln -s "$temporal_tools/sql" "$work/bin/temporal-sql-tool"
    ln -s "$temporal" "$work/bin/temporal"
    PATH=$work/bin:$PATH
}

service() { # NAME RPC-PORT MEMBERSHIP-PORT
    printf '  %s:\n    rpc: {grpcPort: %s, membershipPort: %s, bindOnIP: 127.0.0.1}\n' "$1" "$2" "$3"
}

datastore() { # NAME DATABASE
    printf '    %s:\n      sql: {pluginName: postgres12_pgx, databaseName: %s, connectAddr: "127.0.0.1:%s", connectProtocol: tcp, user: temporal, password: temporal, maxConns: 20, maxIdleConns: 20}\n' \
        "$1" "$2" "$postgres_port"
}

start_temporal() {
    SQL_PLUGIN=postgres12 SQL_HOST=127.0.0.1 SQL_PORT=$postgres_port SQL_USER=temporal SQL_PASSWORD=temporal \
        TEMPORAL_SCHEMAS=$module/schema/postgresql/v12 sh deploy/temporal/schema.sh >"$work/schema.log" 2>&1 \
        || fail "the Temporal schema was not made"
    mkdir "$work/config"
    {
        printf 'log: {stdout: true, level: warn}\npersistence:\n  defaultStore: default\n  visibilityStore: visibility\n  numHistoryShards: 4\n  datastores:\n'
        datastore default temporal
        datastore visibility temporal_visibility
        printf 'global:\n  membership: {maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}\nservices:\n'
        service frontend "$temporal_port" "${inner[0]}"
        service matching "${inner[1]}" "${inner[2]}"
        service history "${inner[3]}" "${inner[4]}"
        service worker "${inner[5]}" "${inner[6]}"
        printf 'clusterMetadata:\n  failoverVersionIncrement: 10\n  masterClusterName: active\n  currentClusterName: active\n  clusterInformation:\n    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%s"}\n' "$temporal_port"
        printf 'dcRedirectionPolicy: {policy: noop}\npublicClient: {hostPort: "127.0.0.1:%s"}\ndynamicConfigClient: {filepath: %s/deploy/temporal/dynamic-config.yaml, pollInterval: 60s}\n' "$temporal_port" "$PWD"
    } >"$work/config/production.yaml"
    background temporal "$temporal_tools/server" --root "$work" --config config --env production start
    export TEMPORAL_ADDRESS=127.0.0.1:$temporal_port
    await 60 "Temporal does not answer" temporal operator cluster health
    await 60 "Temporal's namespace was not made" sh deploy/temporal/namespace.sh
}

start_kubeforge() {
    configure_kubeforge
    export KUBEFORGE_API_TEMPORAL_TARGET=$TEMPORAL_ADDRESS KUBEFORGE_WORKER_TEMPORAL_TARGET=$TEMPORAL_ADDRESS
    for n in 1 2; do
        KUBEFORGE_API_PORT=${api_ports[$n - 1]} background "api$n" "${java[@]}" "$api_path" io.kubeforge.api.ApiApplication
        background "worker$n" "${java[@]}" "$worker_path" io.kubeforge.worker.WorkerApplication
    done
    write_kubeconfig "${api_ports[0]}" "$work/kubeconfig"
    sed "s/:${api_ports[0]}/:${api_ports[1]}/" "$work/kubeconfig" >"$work/kubeconfig2"
    for kubeconfig in "$work/kubeconfig" "$work/kubeconfig2"; do
        await 60 "the API does not answer" kubectl --kubeconfig "$kubeconfig" get namespace default
    done
}

start_hosts() {
    background simulator java -Xmx128m -jar simulator/target/kubeforge-simulator.jar --directory "$work/simulator" --hosts $hosts
    await 60 "the simulated hosts do not start" grep -q '^ready' "$work/simulator.log"
}

objects() {
    python3 - "$work/simulator/inventory.json" <<'P'
import json, os, sys
inventory = json.load(open(sys.argv[1]))
hosts = inventory["hosts"]
def object(kind, name, api="kubeforge.io/v1alpha1", **parts):
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "default"}, **parts}
items = [object("Secret", "key", "v1", type="kubernetes.io/ssh-auth", stringData={"ssh-privatekey": open(os.path.join(os.path.dirname(sys.argv[1]), inventory["keyFile"])).read()})]
items += [object("Host", h["name"], spec={"address": h["address"], "port": h["port"], "user": h.get("user", inventory.get("user", "root")), "credentialsRef": {"name": "key"}}) for h in hosts]
items += [object("Cluster", "demo", spec={"kubernetesVersion": "v1.36.3", "controlPlane": {"hosts": [hosts[0]["name"]]}, "workers": [{"name": "general", "hosts": [h["name"] for h in hosts[1:]]}]})]
print(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
P
}

# curl, as kubectl 1.32 sends Secrets as protobuf.
create() {
    local token authority
    token=$(sed -n 's/ *token: //p' "$work/kubeconfig")
    authority=$work/ca.pem
    sed -n 's/ *certificate-authority-data: //p' "$work/kubeconfig" | base64 -d >"$authority"
    objects | python3 -c '
import json, subprocess, sys
for item in json.load(sys.stdin)["items"]:
    kind, api = item["kind"].lower() + "s", item["apiVersion"]
    url = sys.argv[1] + ("/api/" if "/" not in api else "/apis/") + api + "/namespaces/default/" + kind
    subprocess.run(["curl", "-sS", "--fail-with-body", "--cacert", sys.argv[2], "-H", "Authorization: Bearer " + sys.argv[3],
        "-H", "Content-Type: application/json", "-d", "@-", "-o", "/dev/null", url], input=json.dumps(item).encode(), check=True)
' "https://127.0.0.1:${api_ports[0]}" "$authority" "$token"
}

played() { # SCRIPT : how often it was played, on all hosts
    cat "$work"/simulator/hosts/*/log.jsonl 2>/dev/null | python3 -c '
import json, sys
print(sum(json.loads(line).get("script") == sys.argv[1] for line in sys.stdin))' "$1"
}

kube() { kubectl --kubeconfig "$work/kubeconfig2" "$@"; }

init_runs() { [[ $(kube get host "$first" -o 'jsonpath={.status.step}') == kubeadm-init ]]; }

follower() { # the process that follows kubeadm-init
    temporal workflow describe -w "host.default.demo.$first" -o json \
        | field 'd["pendingActivities"][0]["lastWorkerIdentity"].split("@")[0].split()[-1]'
}

find_postgres
find_temporal
read -r postgres_port temporal_port api1_port api2_port inner_ports <<<"$(free_ports 11)"
read -r -a inner <<<"$inner_ports"
api_ports=("$api1_port" "$api2_port")
say "building KubeForge"
./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip package dependency:copy-dependencies -DincludeScope=runtime \
    -pl api,worker,simulator -am
api_path="api/target/dependency/*:$(echo api/target/kubeforge-api-*.jar)"
worker_path="worker/target/dependency/*:$(echo worker/target/kubeforge-worker-*.jar)"

say "PostgreSQL $("$postgres/postgres" --version | awk '{ print $3 }')"
start_postgres
say "Temporal $release on PostgreSQL"
start_temporal
say "$hosts simulated hosts, two api and two worker processes"
start_hosts
start_kubeforge
first=$(field 'd["hosts"][0]["name"]' <"$work/simulator/inventory.json")
began=$SECONDS
create
say "the cluster is ordered through the first api"
await 120 "kubeadm-init does not begin" init_runs
await 10 "nobody follows kubeadm-init" follower
victim=$(follower)
kill -9 "$victim" "${pids[api1]}"
say "killed: the worker that follows kubeadm-init (pid $victim) and the api that took the order"
kube wait --for=condition=Ready cluster/demo --timeout=300s >/dev/null || {
    kube describe cluster demo >&2
    fail "the cluster did not become Ready"
}
say "Ready, $((SECONDS - began)) s after it was ordered"
[[ $(played kubeadm-init) == 1 ]] || fail "kubeadm-init was played $(played kubeadm-init) times, not once"
[[ $(played kubeadm-join) == $((hosts - 1)) ]] || fail "kubeadm-join was played $(played kubeadm-join) times for $((hosts - 1)) workers"
say "one kubeadm init, $((hosts - 1)) joins: passed"
