# kubeforge-script: talk
# shellcheck shell=sh
# Runs the commands it is given: what a test needs a host to do.
set -eu
eval "${COMMANDS:?}"
