package io.kubeforge.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts the runs of kubeadm on a host past KubeForge's own records: a shim before {@code /usr/bin/kubeadm} in PATH
 * writes down when a run that changes something begins and ends.
 */
final class KubeadmShim {
    private static final String LOG = "/var/log/kubeadm-runs";
    private static final String INSTALL = """
            cat >/usr/local/bin/kubeadm <<'SHIM'
            #!/bin/sh
            case $1 in
                init | join | reset) ;;
                *) exec /usr/bin/kubeadm "$@" ;;
            esac
            case "$1 $2" in
                "init phase") exec /usr/bin/kubeadm "$@" ;;
            esac
            echo "start $$ $1" >>%1$s
            /usr/bin/kubeadm "$@"
            code=$?
            echo "end $$ $1 $code" >>%1$s
            exit $code
            SHIM
            chmod 755 /usr/local/bin/kubeadm
            : >%1$s
            """.formatted(LOG);

    private final RealHost host;

    private KubeadmShim(RealHost host) {
        this.host = host;
    }

    static KubeadmShim install(RealHost host) {
        host.run(INSTALL);
        return new KubeadmShim(host);
    }

    /** Waits until kubeadm runs and has come this far: a file that one of its phases makes. */
    void awaitRunning(String verb, String file) {
        host.awaitOutput(
                "grep -q '^start .* " + verb + "' " + LOG + " && test -e " + file + " && echo there",
                Duration.ofMinutes(5));
    }

    /** How often this verb was begun. */
    long count(String verb) {
        return lines().stream()
                .filter(line -> line.startsWith("start") && line.endsWith(" " + verb))
                .count();
    }

    /** Whether two runs ever overlapped; a run that never ended (killed) ends with the next boot or kill. */
    boolean everTwoAtOnce(boolean runsMayDie) {
        Set<String> running = new HashSet<>();
        for (String line : lines()) {
            String[] words = line.split(" ");
            if (words[0].equals("start")) {
                if (runsMayDie) {
                    running.clear();
                }
                running.add(words[1]);
                if (running.size() > 1) {
                    return true;
                }
            } else {
                running.remove(words[1]);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return host.name() + " " + lines();
    }

    private List<String> lines() {
        return new ArrayList<>(host.run("cat " + LOG).lines().toList());
    }
}
