#!/bin/sh
# crash-shim: stands before sh, timeout and kubeadm in PATH on a host that the crash matrix breaks, and is installed
# under these names. It writes down what begins and ends, past KubeForge's own records, and holds a run exactly where
# something shall break. What is none of KubeForge's is passed on as if nobody stood here.
#
#   traps/SCRIPT#N   where the Nth run of a script is to be held: begin, end, or a number of lines of its output
#   held/SCRIPT#N    it is held there, until somebody removes this file or the host dies
#   log              begin KIND NAME N ID TIME BOOT ALIVE OPERATION TRY DIGEST RESUMES API CA · end ID TIME RC BEATS CA
set -u

state=/var/lib/crash-shim
alive_now=/run/crash-shim

case ${0##*/} in
  sh) [ "$*" = -s ] || exec /bin/sh "$@" ;;
  timeout)
    case ${4:-} in
      /var/lib/kubeforge/operations/*/script) ;;
      *) exec /usr/bin/timeout "$@" ;;
    esac
    ;;
  kubeadm)
    case "${1:-} ${2:-}" in
      *' phase') exec /usr/bin/kubeadm "$@" ;;
      'init '* | 'join '* | 'reset '*) ;;
      *) exec /usr/bin/kubeadm "$@" ;;
    esac
    ;;
esac

now() { date -u +%Y-%m-%dT%H:%M:%S.%NZ; }

ca() {
  if [ -s /etc/kubernetes/pki/ca.crt ]; then
    openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt 2>/dev/null | sha256sum | cut -d ' ' -f 1
  else
    echo none
  fi
}

api() {
  case $(curl -ks --max-time 1 https://127.0.0.1:6443/livez 2>/dev/null) in
    ok) echo yes ;;
    *) echo no ;;
  esac
}

# Runs of this kind that are under way, told by their processes.
others() { # KIND
  found=
  for entry in "$alive_now/$1"/*; do
    other=${entry##*/}
    if kill -0 "$other" 2>/dev/null; then found=$found,$other; else rm -f "$entry"; fi
  done
  echo "${found:--}"
}

begin() { # KIND NAME OPERATION TRY DIGEST RESUMES API CA
  id=$$-$(date +%s%N)
  mkdir -p "$alive_now/$1"
  exec 8>>"$state/lock"
  flock 8
  occurrence=$(($(grep -c "^begin $1 $2 " "$state/log") + 1))
  alive=$(others "$1")
  mine=$alive_now/$1/$$
  : >"$mine"
  boot=$(cat /proc/sys/kernel/random/boot_id)
  printf 'begin %s %s %s %s %s %s %s %s %s %s %s %s %s\n' \
    "$1" "$2" "$occurrence" "$id" "$(now)" "$boot" "$alive" "$3" "$4" "$5" "$6" "$7" "$8" >>"$state/log"
  exec 8>&-
  [ "$1" = look ] || sync "$state/log"
  armed=$state/traps/$2#$occurrence
  held=$state/held/$2#$occurrence
}

end() { # RC BEATS CA
  printf 'end %s %s %s %s %s\n' "$id" "$(now)" "$1" "$2" "$3" >>"$state/log"
  rm -f "$mine"
}

moment() { cat "$armed" 2>/dev/null || :; }

hold() { # MOMENT
  [ "$(moment)" = "$1" ] || return 0
  mv "$armed" "$held"
  sync "$state/held"
  while [ -e "$held" ]; do sleep 0.1; done
}

# Half of what it says goes out, then it is held.
say_half() {
  /bin/sh -s <"$input" >"$input.out" 8>&-
  rc=$?
  half=$(($(wc -c <"$input.out") / 2))
  head -c "$half" "$input.out"
  hold "$middle"
  tail -c "+$((half + 1))" "$input.out"
}

look() {
  umask 077
  mkdir -p "$alive_now"
  input=$(mktemp "$alive_now/XXXXXXXXXX")
  cat >"$input"
  name=$(sed -n '1s/^# kubeforge-script: //p' "$input")
  if [ -z "$name" ]; then
    exec <"$input"
    rm -f "$input"
    exec /bin/sh -s
  fi
  begin look "$name" - - - - - -
  hold begin
  middle=$(moment)
  umask 022
  case $middle in
    '' | end)
      /bin/sh -s <"$input"
      rc=$?
      ;;
    *) say_half ;;
  esac
  rm -f "$input" "$input.out"
  end "$rc" 2 -
  hold end
  exit "$rc"
}

# All processes of the command stand still while it is held.
stop_at_line() {
  while kill -0 "$child" 2>/dev/null && [ "$(wc -l <"$output")" -lt "$middle" ]; do sleep 0.05; done
  kill -STOP -- "-$child" 2>/dev/null || :
  hold "$middle"
  kill -CONT -- "-$child" 2>/dev/null || :
}

act() {
  script=$4
  folder=${script%/script}
  output=$folder/output
  number=${folder##*/}
  operation=${folder%/*}
  name=$(sed -n '1s/^# kubeforge-script: //p' "$script")
  digest=$(sha256sum <"$script" | cut -d ' ' -f 1)
  resumes=no
  if grep -q "^RESUME='yes'" "$script"; then resumes=yes; fi
  begin act "$name" "${operation##*/}" "$number" "$digest" "$resumes" "$(api)" "$(ca)"
  trap : TERM
  hold begin
  middle=$(moment)
  /usr/bin/timeout "$@" &
  child=$!
  case $middle in
    '' | end) ;;
    *) stop_at_line ;;
  esac
  rc=0
  wait "$child" || rc=$?
  while kill -0 "$child" 2>/dev/null; do
    rc=0
    wait "$child" || rc=$?
  done
  end "$rc" "$(wc -l <"$output")" "$(ca)"
  hold end
  exit "$rc"
}

kubeadm_run() {
  resumes=no
  case "$*" in *--skip-phases*) resumes=yes ;; esac
  begin kubeadm "$1" - - - "$resumes" "$(api)" "$(ca)"
  trap : TERM
  /usr/bin/kubeadm "$@"
  rc=$?
  end "$rc" 0 "$(ca)"
  exit "$rc"
}

case ${0##*/} in
  sh) look ;;
  timeout) act "$@" ;;
  kubeadm) kubeadm_run "$@" ;;
esac
