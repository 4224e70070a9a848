# kubeforge-script: print-value
# shellcheck shell=sh
printf '%s' "${VALUE?}"
cat
