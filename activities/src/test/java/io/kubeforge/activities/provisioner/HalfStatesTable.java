package io.kubeforge.activities.provisioner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of half states in the documentation, as the last run on real hosts saw them. */
final class HalfStatesTable {
    private static final String HEAD = """
            # Half states

            Each row is a way in which a host can be left half-made. `e2e/half-states.sh` brings real hosts into each of them
            on purpose, lets the provisioner prepare the host and make it a node as the workflow does (transient failures
            are tried again, a permanent one ends it), and then looks past it: the Node has the host's machine id, the
            cluster has one CA, the API answers, etcd's members are the control planes and none is a learner, and a second
            run does nothing. "Refused" ends with that reason, nothing changed on the host; "went on after X" names what
            the condition showed meanwhile. The states are defined in `HalfStates.java`; a test keeps this table complete.
            "Not seen yet" is defined, but no run on real hosts has told its outcome.

            Not among them: a host whose clock is off, for the hosts these were seen on (containers, kubeadm 1.36.3,
            21 November 2026) share one clock; `FailureCatalogueTest` knows what kubeadm and apt say then (`ClockSkew`).

            """;

    private static final String NOT_SEEN = "not seen yet";

    private HalfStatesTable() {}

    /** Writes what was seen; what was not tried this time keeps what the file says about it. */
    static void write(Path file, Map<HalfState, String> seen) throws IOException {
        Map<String, String> earlier = Files.exists(file) ? outcomes(file) : Map.of();
        StringBuilder table = new StringBuilder(HEAD);
        table.append("| state | how it was reached | what KubeForge did |\n|---|---|---|\n");
        for (HalfState state : HalfStates.all()) {
            String outcome = seen.getOrDefault(state, earlier.getOrDefault(state.rowName(), NOT_SEEN));
            table.append("| " + state.rowName() + " | " + state.reached() + " | " + outcome + " |\n");
        }
        Files.writeString(file, table.toString());
    }

    /** What the file says came of each state, by its name. */
    static Map<String, String> outcomes(Path file) throws IOException {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("(?<!\\\\)\\|");
            if (cells.length == 4 && !cells[1].isBlank() && !cells[1].strip().matches("state|-+")) {
                outcomes.put(cells[1].strip(), cells[3].strip());
            }
        }
        return outcomes;
    }
}
