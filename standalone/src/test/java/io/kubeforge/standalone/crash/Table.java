package io.kubeforge.standalone.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was found, as a page for people: a line per remote operation, a column per fault. */
record Table(Shape shape, List<RemoteOperation> operations, List<Outcome> outcomes) {
    /** Points tried, converged, repeated. */
    String summary() {
        long converged = outcomes.stream()
                .filter(outcome -> outcome.converged() && !outcome.onlyMissed())
                .count();
        long bad = outcomes.stream().filter(outcome -> !outcome.good()).count();
        long missed = outcomes.stream().filter(Outcome::onlyMissed).count();
        return "points tried " + (outcomes.size() - missed) + (missed == 0 ? "" : ", not met " + missed)
                + ", converged " + converged + ", repeated "
                + outcomes.stream().mapToInt(Outcome::repeated).sum() + ", wrong " + bad;
    }

    /** Writes the page's section about simulated hosts in this shape, and leaves the others. */
    void write(Path file, String commit) {
        write(
                file,
                "## " + shape + " simulated hosts",
                "`e2e/crash-matrix.sh --all --shape " + shape + "`",
                commit,
                SIMULATED_LEGEND);
    }

    /** Writes the page's section about real hosts, and leaves the others. */
    void writeRealHosts(Path file, String commit) {
        write(
                file,
                "## On real hosts",
                "`e2e/crash-matrix.sh --hosts …` with " + shape + " hosts",
                commit,
                REAL_LEGEND);
    }

    private void write(Path file, String heading, String command, String commit, String legend) {
        Map<String, String> sections = sections(saved(file));
        sections.put(
                heading,
                "\n\nWritten by " + command + " at commit " + commit + ", " + LocalDate.now(ZoneOffset.UTC) + ".\n\n"
                        + found() + legend + grid());
        String page = sections.entrySet().stream()
                .map(section -> section.getKey() + section.getValue().stripTrailing() + "\n")
                .collect(Collectors.joining("\n"));
        save(file, "# The crash matrix\n\n" + page);
    }

    /** What the page holds: the text below each heading, in the page's order. */
    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        HEADING.matcher(page).results().forEach(heading -> {
            int next = page.indexOf("\n## ", heading.end());
            sections.put(heading.group(), page.substring(heading.end(), next < 0 ? page.length() : next));
        });
        return sections;
    }

    private static String saved(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void save(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String found() {
        return "**" + summary() + ".** Commands that look before they act (such as `prepare`) were run once more by a"
                + " later pass " + outcomes.stream().mapToInt(Outcome::ranAgain).sum() + " times.\n\n";
    }

    private String grid() {
        StringBuilder grid = new StringBuilder("\n| remote operation | ");
        grid.append(Arrays.stream(Fault.values()).map(Fault::label).collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("---:|".repeat(Fault.values().length))
                .append("\n");
        operations.forEach(operation -> grid.append(line(operation)).append("\n"));
        return grid.toString();
    }

    private static final Pattern HEADING = Pattern.compile("^## .*$", Pattern.MULTILINE);
    private static final String REAL_LEGEND = """
            Several faults strike one creation on real hosts with real kubeadm, each when its operation comes. A cell has
            the seconds from the fault until the cluster was Ready and nothing was left to do, after all the faults that
            followed it; one in bold went wrong. What ran is counted by a shim before `sh`, `timeout` and `kubeadm` in the
            hosts' PATH, not by KubeForge: never two commands at once on a host, one effective `kubeadm init`, one
            effective `kubeadm join` per further host, one CA, nothing left running.
            """;
    private static final String SIMULATED_LEGEND = """
            Each cell is one creation on fresh simulated hosts: seconds from the fault until the cluster was Ready and
            nothing was left to do. A cell in bold went wrong. What was repeated, run twice at once, begun anew or left
            running is counted by the simulated hosts, not by KubeForge. `#2` is the second run of a script on a host; where
            a cell is empty, that run did not come, in three creations.
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
                .filter(outcome -> !outcome.onlyMissed())
                .filter(outcome -> outcome.point().operation().equals(operation)
                        && outcome.point().fault() == fault)
                .map(outcome -> {
                    String seconds = Long.toString(Math.round(outcome.millis() / 1000.0));
                    return outcome.good() ? seconds : "**" + seconds + "**";
                })
                .collect(Collectors.joining(" "));
    }
}
