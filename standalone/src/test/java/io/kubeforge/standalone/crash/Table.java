package io.kubeforge.standalone.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What was found, as a page for people: a line per remote operation, a column per fault. */
record Table(Shape shape, List<RemoteOperation> operations, List<Outcome> outcomes) {
    /** Points tried, converged, repeated. */
    String summary() {
        long converged = outcomes.stream().filter(Outcome::converged).count();
        long bad = outcomes.stream().filter(outcome -> !outcome.good()).count();
        return "points tried " + outcomes.size() + ", converged " + converged + ", repeated "
                + outcomes.stream().mapToInt(Outcome::repeated).sum() + ", wrong " + bad;
    }

    /** Writes the page. */
    void write(Path file, String commit) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# The crash matrix\n\nWritten by `e2e/crash-matrix.sh --all --shape ")
                .append(shape)
                .append("` at commit ")
                .append(commit)
                .append(", ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(".\n\n**")
                .append(summary())
                .append(
                        ".** Commands that look before they act (such as `prepare`) were run once more by a later pass ")
                .append(outcomes.stream().mapToInt(Outcome::ranAgain).sum())
                .append(" times.\n\n")
                .append(LEGEND)
                .append("\n| remote operation | ")
                .append(Arrays.stream(Fault.values()).map(Fault::label).collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("---:|".repeat(Fault.values().length))
                .append("\n");
        operations.forEach(operation -> page.append(line(operation)).append("\n"));
        Files.writeString(file, page);
    }

    private static final String LEGEND = """
            Each cell is one creation on fresh simulated hosts: seconds from the fault until the cluster was Ready and
            nothing was left to do. A cell in bold went wrong. What was repeated, run twice at once, begun anew or left
            running is counted by the simulated hosts, not by KubeForge. `#2` is the second run of a script on a host.
            """;

    private String line(RemoteOperation operation) {
        return "| `" + operation.name() + "` | "
                + Arrays.stream(Fault.values())
                        .map(fault -> cell(operation, fault))
                        .collect(Collectors.joining(" | "))
                + " |";
    }

    private String cell(RemoteOperation operation, Fault fault) {
        return outcomes.stream()
                .filter(outcome -> outcome.point().operation().equals(operation)
                        && outcome.point().fault() == fault)
                .map(outcome -> {
                    String seconds = Long.toString(Math.round(outcome.millis() / 1000.0));
                    return outcome.good() ? seconds : "**" + seconds + "**";
                })
                .collect(Collectors.joining(" "));
    }
}
