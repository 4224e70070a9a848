# kubeforge-script: operation-start
# shellcheck shell=sh
# Starts a script as the host's one detached command, or finds it running or done. docs/scripts.md has the contract.
set -eu
export LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077

: "${OPERATION:?}" "${CLUSTER:?}" "${CLUSTER_UID:?}" "${SCRIPT_NAME:?}" "${DIGEST:?}" "${DEADLINE:?}" "${TAKE_OVER:?}"
: "${PAYLOAD:?}"
base=${KUBEFORGE_BASE:-/var/lib/kubeforge}
unit=kubeforge-operation.service
kept_operations=50

refuse() { # CODE TEXT
  echo "$2" >&2
  exit "$1"
}

# Prints the unit's state. An answer that says neither "there" nor "gone" must not be taken for "gone".
unit_state() {
  answer=$(systemctl show --property=ActiveState --value "$unit") || refuse 1 "systemctl cannot say whether $unit runs"
  case $answer in
    inactive | failed) echo free ;;
    active | activating | deactivating | reloading) echo held ;;
    *) refuse 1 "systemctl says that $unit is '$answer', which is not understood" ;;
  esac
}

# The newest try of an operation; 0 when there is none.
last_try() { # OPERATION
  last=0
  for folder in "$base/operations/$1"/*/; do
    number=${folder%/}
    number=${number##*/}
    case $number in
      '' | *[!0-9]*) ;;
      *) [ "$number" -le "$last" ] || last=$number ;;
    esac
  done
  echo "$last"
}

# Scripts of commands that were killed could not remove themselves, and may hold secrets.
remove_old_files() {
  rm -f "$base"/operations/*/*/script
  # The names are made by KubeForge: letters, digits, dots, dashes and underscores.
  # shellcheck disable=SC2012
  ls -1t "$base/operations" | tail -n "+$kept_operations" | while read -r old; do
    [ "$old" = "$OPERATION" ] || rm -rf "${base:?}/operations/${old:?}"
  done
}

stop_holder() {
  systemctl stop "$unit" || [ "$(unit_state)" = free ] || refuse 1 "$unit cannot be stopped"
  # One whose shell was killed outright leaves no result of its own.
  [ -s "$holder_folder/rc" ] || echo 137 >"$holder_folder/rc"
  rm -f "$holder_folder/script"
}

write_try() {
  mkdir -p "$folder"
  cat /proc/sys/kernel/random/boot_id >"$folder/boot"
  date -u +%Y-%m-%dT%H:%M:%SZ >"$folder/started"
  printf '%s\n' "$SCRIPT_NAME" >"$folder/name"
  printf '%s %s\n' "$CLUSTER_UID" "$CLUSTER" >"$folder/cluster"
  printf '%s\n' "${SUDO_USER:-root}" >"$folder/user"
  printf '%s\n' "$DIGEST" >"$folder/digest"
  printf '%s' "$PAYLOAD" >"$folder/script"
  : >"$folder/output"
  # Runs the script, and leaves its exit code only when everything else is on the disk.
  cat >"$folder/run" <<'RUN'
folder=$1
deadline=$2
umask 022
export LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset LANG LANGUAGE
cd /
# Caught, not ignored: the script must still end by it, and then its exit code is to be written.
trap : TERM
uptime() { cut -d. -f1 /proc/uptime; }
begin=$(uptime)
rc=0
timeout --kill-after=10 "$deadline" /bin/sh "$folder/script" </dev/null >>"$folder/output" 2>&1 || rc=$?
# A script that had to be killed at its deadline ended by its deadline.
[ "$rc" -ne 137 ] || [ $(($(uptime) - begin)) -lt "$deadline" ] || rc=124
rm -f "$folder/script"
date -u +%Y-%m-%dT%H:%M:%SZ >"$folder/ended"
echo "$rc" >"$folder/rc.new"
sync "$folder/output" "$folder/rc.new"
mv "$folder/rc.new" "$folder/rc"
RUN
}

start_unit() {
  systemd-run --quiet --collect --no-ask-password --unit="$unit" \
    --description="KubeForge: $SCRIPT_NAME for $CLUSTER" \
    --property=Type=exec --property=KillMode=control-group --property=TimeoutStopSec=5 \
    --property=OOMPolicy=continue \
    /bin/sh "$folder/run" "$folder" "$DEADLINE" </dev/null >"$folder/start" 2>&1 9>&-
}

# A unit that has just ended may still be loaded for a moment, and systemd refuses its name until it is not.
start_try() {
  attempts=50
  until start_unit; do
    if [ -e "$folder/rc" ] || [ "$(unit_state)" = held ]; then
      return 0
    fi
    attempts=$((attempts - 1))
    if [ "$attempts" -eq 0 ]; then
      rm -f "$folder/script"
      refuse 1 "systemd-run did not start $SCRIPT_NAME: $(cat "$folder/start")"
    fi
    systemctl reset-failed "$unit" 2>/dev/null || :
    sleep 0.1
  done
}

[ "$(uname -s)" = Linux ] || refuse 4 "uname says $(uname -s)"
command -v systemctl >/dev/null || refuse 3 'systemctl is missing'
command -v systemd-run >/dev/null || refuse 3 'systemd-run is missing'
[ "$(systemctl is-system-running 2>/dev/null || :)" != offline ] || refuse 3 'systemd is not the first process'
case $OPERATION in
  *[!A-Za-z0-9._-]* | [.-]*) refuse 2 "'$OPERATION' cannot name an operation" ;;
esac

mkdir -p "$base/operations"
exec 9>"$base/claim.lock"
flock -w 100 9 || refuse 1 "another start or cancel holds $base/claim.lock for more than 100 s"

state=$(unit_state)
if [ "$state" = held ]; then
  [ -f "$base/current" ] || refuse 1 "$unit runs, but $base/current, which says for whom, is gone: systemctl stop $unit"
  read -r holder_uid holder_cluster holder holder_try <"$base/current"
  holder_folder=$base/operations/$holder/$holder_try
  if [ "$holder" = "$OPERATION" ]; then
    echo "attached $holder_try"
    exit 0
  fi
  if [ "$holder_uid" != "$CLUSTER_UID" ] || [ "$TAKE_OVER" != yes ]; then
    echo "busy $holder_uid $holder_cluster $holder $holder_try"
    exit 0
  fi
  stop_holder
fi

try=$(last_try "$OPERATION")
folder=$base/operations/$OPERATION/$try
if [ "$try" -gt 0 ] && [ -e "$folder/rc" ] && [ "$(cat "$folder/rc")" = 0 ] &&
  [ "$(cat "$folder/digest")" = "$DIGEST" ]; then
  echo "finished $try 0"
  exit 0
fi

remove_old_files
try=$((try + 1))
folder=$base/operations/$OPERATION/$try
write_try
echo "$CLUSTER_UID $CLUSTER $OPERATION $try" >"$base/current.new"
mv "$base/current.new" "$base/current"
start_try
echo "started $try"
