#!/usr/bin/env bash
# property.sh [--writes N] [--watchers N] [--seed N]: whoever watches is told of everything, once, in order.
#
# PostgreSQL and two api processes; eight writers at full speed on names that they share, and watchers that go away at
# random in the middle of a stream and come back to either api where they were. What each watcher was told, over all its
# streams, must be exactly the changes that the writers were answered, versions must rise strictly within every stream,
# and what the events add up to must equal a list. Ends with 1 and what was different otherwise.
#
# Needs PostgreSQL's programs (POSTGRES_BIN, or installed by apt), Go, curl, python3. All traffic is on the loopback.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=e2e/apis.sh
source e2e/apis.sh
say "building KubeForge and the clients"
build_api
(cd e2e/clients && go build -o target/clients .)
start_apis 2
make_namespaces soak-a soak-b soak-c
say "writing"
if ! e2e/clients/target/clients fold --kubeconfig "$work/kubeconfig" \
    --addresses "127.0.0.1:${api_ports[0]},127.0.0.1:${api_ports[1]}" "$@" 2>"$work/clients.log"; then
    fail "a watcher was not told what happened"
fi
say "passed"
