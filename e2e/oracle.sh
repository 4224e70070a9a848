#!/usr/bin/env bash
# oracle.sh [KUBE_APISERVER ETCD]: asks a real kube-apiserver, on an etcd of its own, and KubeForge's API the same recorded
# requests (api/src/test/resources/oracle) and compares status, headers, bodies and watch streams. The table goes to
# docs/oracle.md. Ends with 1 when an answer differs that should not, or when one does not differ although it is said to.
#
# Without arguments the programs are taken from the PATH. CRDS=FILE has the CustomResourceDefinitions of our kinds; without
# it they are what `./kubeforge crds` prints. SCENARIOS=REGEX asks only the scenarios whose name matches, and writes no
# table. Both servers listen on loopback only; nothing of them is left at the end.
set -euo pipefail

apiserver=$(command -v "${1:-kube-apiserver}") || { echo "kube-apiserver is missing: name it as first argument" >&2; exit 2; }
etcd=$(command -v "${2:-etcd}") || { echo "etcd is missing: name it as second argument" >&2; exit 2; }
apiserver=$(realpath --no-symlinks "$apiserver")
etcd=$(realpath --no-symlinks "$etcd")
if [[ -n ${CRDS:-} ]]; then CRDS=$(realpath "$CRDS"); fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=e2e/ports.sh
source e2e/ports.sh

readonly DEADLINE=60 # seconds until a server must be ready
work=$(mktemp -d)
children=()

finish() {
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    for child in "${children[@]}"; do wait "$child" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

# Waits until a command succeeds; a server that ended meanwhile will never be ready.
wait_until() {
    local what=$1 process=$2 until=$((SECONDS + DEADLINE))
    shift 2
    until "$@"; do
        if ! kill -0 "$process" 2>/dev/null || ((SECONDS > until)); then
            echo "$what ended, or was not ready within $DEADLINE s; the last lines of the logs:" >&2
            tail -n 5 "$work"/*.log >&2
            exit 1
        fi
        sleep 0.2
    done
}

make_certificates() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=oracle-ca \
        -keyout "$work/ca.key" -out "$work/ca.crt" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj /CN=kube-apiserver \
        -keyout "$work/serving.key" -out "$work/serving.csr" 2>/dev/null
    openssl x509 -req -days 2 -in "$work/serving.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial \
        -extfile <(echo 'subjectAltName=IP:127.0.0.1,DNS:localhost') -out "$work/serving.crt" 2>/dev/null
    openssl genrsa -out "$work/accounts.key" 2048 2>/dev/null
    openssl rsa -in "$work/accounts.key" -pubout -out "$work/accounts.pub" 2>/dev/null
}

start_etcd() {
    "$etcd" --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$etcd_port" \
        --advertise-client-urls "http://127.0.0.1:$etcd_port" --listen-peer-urls "http://127.0.0.1:$peer_port" \
        --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
        --initial-cluster "default=http://127.0.0.1:$peer_port" --unsafe-no-fsync \
        >"$work/etcd.log" 2>&1 &
    children+=($!)
    wait_until etcd $! curl -sf -o "$work/health" "http://127.0.0.1:$etcd_port/health"
}

# Nothing but requests shall write: no leases and no endpoints of the server itself.
start_apiserver() {
    "$apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" --bind-address 127.0.0.1 --secure-port "$api_port" \
        --tls-cert-file "$work/serving.crt" --tls-private-key-file "$work/serving.key" \
        --token-auth-file "$work/tokens.csv" --anonymous-auth=false --authorization-mode RBAC \
        --service-account-issuer https://oracle.invalid --service-account-key-file "$work/accounts.pub" \
        --service-account-signing-key-file "$work/accounts.key" --service-cluster-ip-range 10.96.0.0/16 \
        --endpoint-reconciler-type none --feature-gates APIServerIdentity=false,UnknownVersionInteroperabilityProxy=false --cert-dir "$work/certificates" \
        >"$work/kube-apiserver.log" 2>&1 &
    children+=($!)
    wait_until kube-apiserver $! ask -o "$work/ready" "$url/readyz"
}

# A request of the administrator; fails where the answer is an error.
ask() {
    curl -sf --cacert "$work/ca.crt" -H "Authorization: Bearer $token" "$@"
}

# Whether a definition is accepted and its objects can be listed, which is a moment later.
served() {
    local path
    path=$(ask "$url/apis/apiextensions.k8s.io/v1/customresourcedefinitions/$1" | python3 -c '
import json, sys
definition = json.load(sys.stdin)
conditions = definition.get("status", {}).get("conditions", [])
if not any(c["type"] == "Established" and c["status"] == "True" for c in conditions): sys.exit(1)
spec = definition["spec"]
print("/apis", spec["group"], spec["versions"][0]["name"], spec["names"]["plural"], sep="/")') &&
        ask -o "$work/listed" "$url$path"
}

install_kinds() {
    if [[ -n ${CRDS:-} ]]; then cp "$CRDS" "$work/crds.yaml"; else ./kubeforge crds >"$work/crds.yaml"; fi
    awk -v prefix="$work/crd-" '/^---/ { n++; next } { print >(prefix n + 0 ".yaml") }' "$work/crds.yaml"
    local file name
    for file in "$work"/crd-*.yaml; do
        if ! grep -q '[^[:space:]]' "$file"; then continue; fi
        name=$(curl -s --cacert "$work/ca.crt" -H "Authorization: Bearer $token" -H 'Content-Type: application/yaml' \
            --data-binary "@$file" "$url/apis/apiextensions.k8s.io/v1/customresourcedefinitions" |
            python3 -c '
import json, sys
answer = json.load(sys.stdin)
if answer["kind"] == "Status": sys.exit("kube-apiserver refuses a CustomResourceDefinition: " + answer["message"])
print(answer["metadata"]["name"])')
        wait_until "the definition $name" "${children[1]}" served "$name"
    done
}

compare() {
    local settings=()
    if [[ -n ${SCENARIOS:-} ]]; then
        settings+=("-Doracle.scenarios=$SCENARIOS")
    else
        local versions
        versions="kube-apiserver $("$apiserver" --version | awk '{ print $NF }'), etcd $("$etcd" --version | awk '/^etcd/ { print $NF }')"
        settings+=("-Doracle.table=$PWD/docs/oracle.md" "-Doracle.versions=$versions"
            "-Doracle.commit=$(git describe --always --dirty --abbrev=12)")
    fi
    ./mvnw -B verify -pl api -am -Dspotless.check.skip -Dtest=NoUnit -Dit.test=OracleIT \
        -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
        "-Doracle.url=$url" "-Doracle.token=$token" "-Doracle.token.powerless=$powerless" \
        "-Doracle.authority=$work/ca.crt" "${settings[@]}"
}

token=$(openssl rand -hex 16)
powerless=$(openssl rand -hex 16)
printf '%s,admin,admin,"system:masters"\n%s,nobody,nobody,"visitors"\n' "$token" "$powerless" >"$work/tokens.csv"
ports=$(free_ports 3)
read -r etcd_port peer_port api_port <<<"$ports"
url=https://127.0.0.1:$api_port

make_certificates
start_etcd
start_apiserver
install_kinds
compare
