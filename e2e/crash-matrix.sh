#!/usr/bin/env bash
# crash-matrix.sh [--shape 3+2] [--seed N | --all | --point NAME …]: breaks something at the remote operations of a
# creation (simulated hosts, everything else real and in processes of its own) and looks whether the cluster comes about
# all the same, with nothing done twice. Without a choice: a sample with every operation and every kind of fault. With
# --all the table goes to docs/crash-matrix.md. Ends with 1 when a point went wrong; its name reproduces it:
#
#   e2e/crash-matrix.sh --point kubeadm-init@cp-1:worker-killed
#
# With --hosts FILE --faults COMMAND the hosts are real ones; e2e/README.md says more. --table docs/crash-matrix.md then
# writes their part of that page.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

arguments=("$@" --commit "$(git describe --always --dirty --abbrev=12)")
if [[ " $* " == *' --all '* && " $* " != *' --hosts '* ]]; then arguments+=(--table docs/crash-matrix.md); fi

# Each process gets the class path that its own module has, as in production.
./mvnw -B -q -Dspotless.check.skip test-compile dependency:build-classpath -Dmdep.includeScope=runtime \
    -Dmdep.outputFile=target/runtime.classpath -pl standalone,simulator -am

class_path=standalone/target/test-classes
for module in standalone simulator; do
    class_path+=:$module/target/classes:$(<$module/target/runtime.classpath)
done
exec java -Xmx512m -Dlogback.configurationFile=logback-crash-matrix.xml -cp "$class_path" \
    io.kubeforge.standalone.crash.CrashMatrix "${arguments[@]}"
