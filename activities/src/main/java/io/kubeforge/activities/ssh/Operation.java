package io.kubeforge.activities.ssh;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One step on one host in one pass, under which a command is found again whoever asks.
 *
 * @param id names the step; the same after every retry
 * @param cluster namespace/name of the cluster the host is worked on for
 * @param deadline how long one try may run
 * @param takeOver whether another operation of the same cluster is stopped instead of waited for
 */
public record Operation(String id, String cluster, String clusterUid, Duration deadline, boolean takeOver) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}]+");

    /** Refuses what could not be a folder's name or a word of the host's answers. */
    public Operation {
        requireId(id);
        requireWord("cluster", cluster);
        requireWord("cluster UID", clusterUid);
        if (deadline.toSeconds() < 1) {
            throw new IllegalArgumentException("The deadline of operation " + id + " is below one second: " + deadline);
        }
    }

    static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("\"" + id + "\" cannot name an operation: at most 200 letters, digits,"
                    + " dots, dashes and underscores, the first no dot or dash");
        }
    }

    private static void requireWord(String what, String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException("The " + what + " of an operation is one word, not \"" + value + "\"");
        }
    }
}
