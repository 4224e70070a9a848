#!/usr/bin/env bash
# run.sh [--focus REGEX] [--kubeconfig FILE]: Kubernetes' own end-to-end specs, those of specs.txt, run against KubeForge's
# API. Ends with 1 when one of them does not pass.
#
# Starts `./kubeforge server` for that, on free ports and in a temporary folder; with --kubeconfig it asks the API server
# that is there. --focus runs only the specs whose name matches (grep -E); without it, and without --kubeconfig, the table
# is written to docs/kubernetes-specs.md. Logs and Ginkgo's report stay in e2e/kubernetes/target.
#
# Needs Go and what `./kubeforge server` needs. Go builds the specs from k8s.io/kubernetes, which is 2,000 packages: on two
# cores that have other work, too, half an hour the first time, and seconds afterwards.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=e2e/ports.sh
source e2e/ports.sh
readonly HERE=e2e/kubernetes
readonly OUT=$HERE/target
readonly DEADLINE=180 # seconds until KubeForge must serve
focus='' kubeconfig='' work=$(mktemp -d)
server=''

usage() {
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$HERE/run.sh" >&2
    exit 2
}

finish() {
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$work"
}
trap finish EXIT

while (($#)); do
    case $1 in
        --focus) focus=${2:-} ;;
        --kubeconfig) kubeconfig=$(realpath "${2:-}") ;;
        *) usage ;;
    esac
    [[ -n ${2:-} ]] || usage
    shift 2
done

start_kubeforge() {
    local port temporal_port ui_port until=$((SECONDS + DEADLINE))
    read -r port temporal_port ui_port <<<"$(free_ports 3)"
    ./kubeforge --version >"$OUT/kubeforge.log"
    ./kubeforge server --data "$work/data" --port "$port" --temporal-port "$temporal_port" --ui-port "$ui_port" \
        >>"$OUT/kubeforge.log" 2>&1 &
    server=$!
    until grep -q '^KubeForge serves at' "$OUT/kubeforge.log"; do
        if ! kill -0 "$server" 2>/dev/null || ((SECONDS > until)); then
            echo "KubeForge does not serve; it says:" >&2
            tail -n 5 "$OUT/kubeforge.log" >&2
            exit 1
        fi
        sleep 0.2
    done
    kubeconfig=$work/data/kubeconfig
}

build_specs() {
    (cd "$HERE" && CGO_ENABLED=0 GOFLAGS=-buildvcs=false go test -c -p 2 -trimpath -ldflags '-s -w' -o target/specs.test .)
}

# One expression that matches the names on stdin and nothing else; Ginkgo puts the suite's name before them.
expression() {
    printf '^Kubernetes (%s)$' "$(sed 's/[][\\.*^()+?{}|$]/\\&/g' | paste -s -d '|')"
}

run_specs() {
    # Specs that fail are named by report.py, which also misses those that did not run.
    "$OUT/specs.test" --kubeconfig "$kubeconfig" --provider local --num-nodes 0 --allowed-not-ready-nodes -1 \
        --e2e-verify-service-account=false --dump-logs-on-failure=false \
        --ginkgo.focus "$(expression <"$work/wanted")" --ginkgo.timeout 30m --ginkgo.no-color \
        --ginkgo.json-report "$OUT/specs.json" >"$OUT/specs.log" 2>&1 || true
    [[ -s $OUT/specs.json ]] || {
        echo "the specs did not run; they say:" >&2
        tail -n 20 "$OUT/specs.log" >&2
        exit 1
    }
}

mkdir -p "$OUT"
rm -f "$OUT"/specs.{json,log}
grep -v -e '^#' -e '^$' "$HERE/specs.txt" | grep -E -e "${focus:-.}" >"$work/wanted" || {
    echo "no spec of $HERE/specs.txt matches '$focus'" >&2
    exit 2
}
table=()
if [[ -z $focus && -z $kubeconfig ]]; then
    version=$(cd "$HERE" && go list -m -f '{{.Version}}' k8s.io/kubernetes)
    table=(docs/kubernetes-specs.md "$(git describe --always --dirty --abbrev=12)" "$version")
fi
build_specs
if [[ -z $kubeconfig ]]; then start_kubeforge; fi
run_specs
python3 "$HERE/report.py" "$work/wanted" "$HERE/specs.txt" "$OUT/specs.json" "${table[@]}"
