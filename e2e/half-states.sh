#!/usr/bin/env bash
# half-states.sh INVENTORY [REGEX]: brings real hosts into every half state on purpose (those whose name matches, without
# a REGEX all of them) and looks what KubeForge makes of them; the results go to docs/half-states.md. INVENTORY is JSON:
# hosts[] with name, address, port, user, privateKey (a file) and hostKey; five Debian or Ubuntu hosts or more, whose
# Kubernetes is lost. Six hosts take about twenty minutes.
#
#   REPOSITORY=http://mirror.example RUNTIME=containerd.io e2e/half-states.sh hosts.json 'worker: .*torn'
set -euo pipefail

inventory=$(realpath "${1:?the inventory of hosts is missing, see the head of this script}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

site=()
if [[ -n ${REPOSITORY:-} ]]; then site+=("-Dkubeforge.repository=$REPOSITORY"); fi
if [[ -n ${RUNTIME:-} ]]; then site+=("-Dkubeforge.runtime=$RUNTIME"); fi

exec ./mvnw -B verify -pl activities -am -Dspotless.check.skip -Dtest=NoUnit -Dit.test=HalfStateLabIT \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    "-Dkubeforge.inventory=$inventory" "-Dkubeforge.halfStates=${2:-}" \
    "-Dkubeforge.halfStatesTable=$PWD/docs/half-states.md" ${site[@]+"${site[@]}"}
