# kubeforge-script: operation-cancel
# shellcheck shell=sh
# Stops an operation's command with every process it started. docs/scripts.md has the contract.
set -eu
export LC_ALL=C
umask 077

: "${OPERATION:?}"
base=${KUBEFORGE_BASE:-/var/lib/kubeforge}
unit=kubeforge-operation.service

unit_state() {
  answer=$(systemctl show --property=ActiveState --value "$unit")
  case $answer in
    inactive | failed) echo free ;;
    active | activating | deactivating | reloading) echo held ;;
    *)
      echo "systemctl says that $unit is '$answer', which is not understood" >&2
      return 1
      ;;
  esac
}

if ! [ -f "$base/current" ]; then
  echo idle
  exit 0
fi
exec 9>"$base/claim.lock"
flock -w 100 9
read -r _ _ holder holder_try <"$base/current"
state=$(unit_state)
if [ "$state" = free ] || [ "$holder" != "$OPERATION" ]; then
  echo idle
  exit 0
fi
folder=$base/operations/$holder/$holder_try
if ! systemctl stop "$unit"; then
  state=$(unit_state)
  [ "$state" = free ]
fi
# One whose shell was killed outright leaves neither a result of its own nor a clean folder.
[ -s "$folder/rc" ] || echo 137 >"$folder/rc"
rm -f "$folder/script"
echo cancelled
