# kubeforge-script: operation-poll
# shellcheck shell=sh
# Says how far one try of an operation is, and what it has said since OFFSET. docs/scripts.md has the contract.
set -eu
export LC_ALL=C
umask 077

: "${OPERATION:?}" "${TRY:?}" "${OFFSET:?}" "${WAIT:?}"
base=${KUBEFORGE_BASE:-/var/lib/kubeforge}
unit=kubeforge-operation.service
folder=$base/operations/$OPERATION/$TRY
largest_piece=65536

# Whether this try's command, or anything it left behind, still runs.
runs() {
  read -r _ _ holder holder_try <"$base/current" || return 1
  [ "$holder $holder_try" = "$OPERATION $TRY" ] || return 1
  answer=$(systemctl show --property=ActiveState --value "$unit")
  case $answer in
    inactive | failed) return 1 ;;
    active | activating | deactivating | reloading) return 0 ;;
  esac
  echo "systemctl says that $unit is '$answer', which is not understood" >&2
  exit 1
}

# A unit does not survive a boot.
how_it_was_lost() {
  if [ "$(cat "$folder/boot")" = "$(cat /proc/sys/kernel/random/boot_id)" ]; then
    echo killed
  else
    echo rebooted
  fi
}

# running, lost, or finished with the exit code; a start under way holds the lock and is not lost.
look() {
  if [ -s "$folder/rc" ] && ! runs; then
    state="finished $(cat "$folder/rc")"
  elif runs; then
    state='running -'
  else
    exec 9>"$base/claim.lock"
    flock -w 100 9
    state="lost $(how_it_was_lost)"
    if runs; then
      state='running -'
    elif [ -s "$folder/rc" ]; then
      state="finished $(cat "$folder/rc")"
    fi
    exec 9>&-
  fi
}

new_bytes() {
  size=$(stat -c %s "$folder/output")
  echo $((size > OFFSET ? size - OFFSET : 0))
}

if ! [ -f "$folder/output" ]; then
  echo "lost - $OFFSET"
  exit 0
fi

# Waits in fifths of a second for an end or for output, and then for more of it: as long as it may gather, but a little.
rounds=$((WAIT * 5))
gather=$((${GATHER:-0} * 5))
if [ "$gather" -lt 3 ]; then
  gather=3
fi
look
while [ "$state" = 'running -' ] && [ "$rounds" -gt 0 ]; do
  sleep 0.2
  rounds=$((rounds - 1))
  if [ "$rounds" -gt "$gather" ] && [ "$(new_bytes)" -gt 0 ]; then
    rounds=$gather
  fi
  if [ -s "$folder/rc" ] || [ $((rounds % 5)) -eq 0 ]; then
    look
  fi
done

# The size is taken after the state: what a finished command said is then all there.
piece=$(new_bytes)
if [ "$piece" -gt "$largest_piece" ]; then
  piece=$largest_piece
  state='running -'
fi
echo "$state $((OFFSET + piece))"
tail -c "+$((OFFSET + 1))" "$folder/output" | head -c "$piece"
