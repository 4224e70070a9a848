#!/usr/bin/env bash
# run.sh [--examples N] [--seed N] [--only REGEX]: schemathesis at KubeForge's API, by the OpenAPI v3 document of each group.
#
# PostgreSQL and one api process; schemathesis makes requests, good ones and bad ones, from what the documents say of each
# operation. No answer may be a 5xx, and an object that is answered must be as its schema says. Afterwards the api must be
# ready and must have logged no error. Ends with 1 and the requests to repeat otherwise. --only: the documents whose path matches.
#
# Needs PostgreSQL's programs (POSTGRES_BIN, or installed by apt), curl, python3 with venv; schemathesis comes from PyPI.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
examples=50 seed=$RANDOM only=.
while (($# > 0)); do
    case $1 in
        --examples) examples=$2 ;;
        --seed) seed=$2 ;;
        --only) only=$2 ;;
        *)
            echo "Usage: e2e/fuzz/run.sh [--examples N] [--seed N] [--only REGEX]" >&2
            exit 2
            ;;
    esac
    shift 2
done
# shellcheck source=e2e/apis.sh
source e2e/apis.sh
readonly HERE=$PWD/e2e/fuzz VENV=$PWD/e2e/fuzz/target/venv

get() { # PATH
    curl -sSf --cacert "$work/ca.pem" -H "Authorization: Bearer $token" "$server$1"
}

say "building KubeForge"
build_api
if [[ ! -x $VENV/bin/schemathesis ]]; then
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install -q -r "$HERE/requirements.txt"
fi
start_apis 1
make_namespaces fuzz-a fuzz-b
server=https://127.0.0.1:${api_ports[0]}
token=$(sed -n 's/ *token: //p' "$work/kubeconfig")
failed=() tried=0
paths=$(get /openapi/v3 | python3 -c 'import json, sys; print(*json.load(sys.stdin)["paths"])')
for path in $paths; do
    if [[ ! $path =~ $only ]]; then continue; fi
    tried=$((tried + 1))
    say "$path, $examples examples of each operation, seed $seed"
    get "/openapi/v3/$path" >"$work/openapi.json"
    (cd "$work" && SCHEMATHESIS_HOOKS=hooks PYTHONPATH=$HERE PYTHONDONTWRITEBYTECODE=1 "$VENV/bin/schemathesis" run openapi.json \
        --url "$server" --tls-verify "$work/ca.pem" --header "Authorization: Bearer $token" --seed "$seed" \
        --max-examples "$examples" --phases examples,coverage,fuzzing --request-timeout 20 --continue-on-failure \
        --checks not_a_server_error,answer_is_as_its_schema_says --suppress-health-check all --warnings off \
        --generation-database none --no-color >schemathesis.out 2>&1) || failed+=("$path")
    sed -n '/= FAILURES =/,$p; /= ERRORS =/,$p; /= SUMMARY =/,$p' "$work/schemathesis.out" | awk '!seen[$0]++ && shown++ < 200'
done
if ((tried == 0)); then fail "no document's path matches $only"; fi
ready 1 || failed+=("the api is not ready any more")
if grep -h -A 5 -e ' level=ERROR ' "$work/api1.log"; then failed+=("the api logged errors"); fi
if ((${#failed[@]})); then fail "${failed[*]} (seed $seed)"; fi
say "passed"
