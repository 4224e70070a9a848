#!/usr/bin/env bash
# run.sh [OPTIONS] [simulated|add-host|many-clusters|pause|api|lab|ansible …]: measures KubeForge and writes the tables of
# docs/benchmarks.md; without a name all that needs no real hosts, which takes about an hour. See bench/README.md.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
release=1.32.0
tools=${KUBEFORGE_TOOLS:-$HOME/.cache/kubeforge/tools}

if ! command -v temporal >/dev/null && [[ ! -x $tools/temporal ]]; then
    GOBIN=$tools go install github.com/temporalio/cli/cmd/temporal@v1.5.1
fi
if [[ ! -x $tools/temporal-$release/server || ! -x $tools/temporal-$release/sql ]]; then
    echo "building the Temporal server $release, once" >&2
    GOBIN=$tools/temporal-$release go install \
        "go.temporal.io/server/cmd/server@v$release" "go.temporal.io/server/cmd/tools/sql@v$release"
fi
if [[ ! -d $(go env GOMODCACHE)/go.temporal.io/server@v$release ]]; then
    go mod download "go.temporal.io/server@v$release"
fi
if [[ -z ${KUBEFORGE_BENCH_BUILT:-} ]]; then
    ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip package dependency:copy-dependencies \
        -DincludeScope=runtime -pl api,worker,simulator -am
fi

# A thousand hosts are a thousand listening ports and as many connections.
ulimit -n "$(ulimit -Hn)"

if (($# > 0)); then exec python3 bench "$@"; fi
python3 bench simulated
python3 bench simulated --control-planes 3 --hosts 10 100
python3 bench add-host
python3 bench many-clusters
python3 bench pause
python3 bench api
