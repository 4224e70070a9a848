package io.kubeforge.standalone.quickstart;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Shows progress: a table drawn over itself on a terminal, a line per change anywhere else. */
final class ProgressView {
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    /** While this is off, the terminal cuts what is too wide for it instead of using a second line for it. */
    private static final String WRAP_OFF = "\033[?7l";

    private static final String WRAP_ON = "\033[?7h";
    private static final int MESSAGE_WIDTH = 60;
    private static final int HEADLINE_WIDTH = 118;

    private final PrintStream out;
    private final boolean redraws;
    private final Map<String, Progress.Row> shown = new HashMap<>();
    private int drawnLines;
    private String shownHeadline = "";

    ProgressView(PrintStream out, boolean redraws) {
        this.out = out;
        this.redraws = redraws;
    }

    /** Whether the output is a terminal that can be drawn over. */
    static boolean isTerminal() {
        String terminal = System.getenv("TERM");
        return System.console() != null && terminal != null && !terminal.equals("dumb");
    }

    /** Shows this; to be called at every change, and every second so that times move. */
    void show(Progress progress, Instant now) {
        if (redraws) {
            draw(progress, now);
        } else {
            print(progress, now);
        }
        out.flush();
    }

    private void draw(Progress progress, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(cut(progress.headline(now), HEADLINE_WIDTH));
        lines.addAll(table(progress.rows(now)));
        if (drawnLines > 0) {
            out.print(UP_AND_CLEAR.formatted(drawnLines));
        }
        out.print(WRAP_OFF);
        lines.forEach(out::println);
        out.print(WRAP_ON);
        drawnLines = lines.size();
    }

    private void print(Progress progress, Instant now) {
        for (Progress.Row row : progress.rows(now)) {
            if (!row.saysTheSame(shown.get(row.host()))) {
                out.println("  " + row.host() + " (" + row.role() + "): " + row.summary());
                shown.put(row.host(), row);
            }
        }
        String headline = progress.headline(now);
        String withoutTimes = headline.replaceAll("[0-9]+[hms][0-9hms]*", "");
        if (!withoutTimes.equals(shownHeadline)) {
            out.println(headline);
            shownHeadline = withoutTimes;
        }
    }

    /** The rows below a line of headings, each column as wide as its widest cell. */
    static List<String> table(List<Progress.Row> rows) {
        List<Progress.Row> all = new ArrayList<>();
        all.add(new Progress.Row("HOST", "ROLE", "STEP", "STATE", "ELAPSED", "MESSAGE"));
        all.addAll(rows);
        List<Function<Progress.Row, String>> columns = List.of(
                Progress.Row::host,
                Progress.Row::role,
                Progress.Row::step,
                Progress.Row::state,
                Progress.Row::elapsed,
                row -> cut(row.message(), MESSAGE_WIDTH));
        int[] widths = columns.stream()
                .mapToInt(column -> all.stream()
                        .mapToInt(row -> column.apply(row).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (Progress.Row row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(("%-" + Math.max(1, widths[i]) + "s   ")
                        .formatted(columns.get(i).apply(row)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String cut(String text, int width) {
        String line = text.replaceAll("\\s*\\R\\s*", " | ");
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
