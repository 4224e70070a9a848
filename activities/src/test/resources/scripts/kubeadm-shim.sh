# kubeforge-script: kubeadm-shim
# shellcheck shell=sh
# Stands before kubeadm on a test's host (copied to /usr/local/bin): when kubeadm prints the text in /run/half-state it
# is killed, or the power goes off if the text begins with "power off at ". Each trap springs once.
case "$1 $2" in
    'init phase' | 'join phase') exec /usr/bin/kubeadm "$@" ;;
    init* | join*) ;;
    *) exec /usr/bin/kubeadm "$@" ;;
esac
echo "$1" >>/var/log/kubeadm-runs
[ -s /run/half-state ] || exec /usr/bin/kubeadm "$@"
text=$(cat /run/half-state)
power=no
case $text in
    'power off at '*)
        text=${text#power off at }
        power=yes
        ;;
esac
rm -f /run/half-state /run/half-state.pipe
mkfifo /run/half-state.pipe
/usr/bin/kubeadm "$@" >/run/half-state.pipe 2>&1 &
kubeadm=$!
while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
        *"$text"*)
            if [ $power = yes ]; then systemctl reboot --force --force; fi
            kill -KILL $kubeadm
            echo "half-state: killed"
            ;;
    esac
done </run/half-state.pipe
rm -f /run/half-state.pipe
wait $kubeadm
