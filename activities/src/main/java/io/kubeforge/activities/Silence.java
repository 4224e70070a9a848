package io.kubeforge.activities;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Notices that a command has said nothing for long, and tells it once for each silence, with what it said last. */
final class Silence {
    private static final int LAST_LINES = 3;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Consumer<String> listener;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String script;
    private long since;
    private boolean told;

    /** Tells the listener of silences longer than the limit. */
    Silence(Duration limit, LongSupplier nanoTime, Consumer<String> listener) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /** A script begins to be heard. */
    void begins(String newScript) {
        script = newScript;
        lastLines.clear();
        broken();
    }

    /** Something was said. */
    void broken() {
        since = nanoTime.getAsLong();
        told = false;
    }

    /** What was said, in whole lines without secrets. */
    void lines(String text) {
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line.strip());
        });
    }

    /** To be called now and then while nothing is said. */
    void lasts() {
        if (told || script == null || nanoTime.getAsLong() - since < limit.toNanos()) {
            return;
        }
        told = true;
        String before = lastLines.isEmpty()
                ? "It has said nothing at all yet."
                : "Its last lines: " + String.join(" ⏎ ", lastLines);
        listener.accept("Script " + script + " runs, but has had no output for " + inWords(limit) + ". " + before);
    }

    private static String inWords(Duration time) {
        return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
