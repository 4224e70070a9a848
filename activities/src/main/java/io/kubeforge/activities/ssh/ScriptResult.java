package io.kubeforge.activities.ssh;

/**
 * How a script ended.
 *
 * @param exitCode 0 for success, 124 for a deadline that passed, 128+n for signal n
 * @param stdout of a look all of it; of a detached command the end of both streams, at most 256 KiB
 * @param stderr of a look the beginning of it; of a detached command empty
 * @param tryNumber which try of its operation this was; 0 for a look
 * @param attached whether the try was running or done when the caller came
 */
public record ScriptResult(int exitCode, String stdout, String stderr, int tryNumber, boolean attached) {

    /** Whether the script ended with exit code 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** At most this many of the last lines of standard output and standard error, for a message. */
    public String lastLines(int count) {
        String[] lines =
                (stdout.stripTrailing() + "\n" + stderr.stripTrailing()).strip().split("\n");
        int first = Math.max(0, lines.length - count);
        return String.join("\n", java.util.Arrays.copyOfRange(lines, first, lines.length));
    }
}
