package io.kubeforge.activities.provisioner;

import java.util.ArrayList;
import java.util.List;

/**
 * A Node as the cluster's API knows it.
 *
 * @param ready whether its condition Ready is True
 * @param internalAddress its first internal address; null when it has none
 * @param settings digest of the labels and taints that were set on it; null when none were
 */
public record NodeState(
        String name,
        boolean ready,
        boolean controlPlane,
        String kubeletVersion,
        String machineId,
        String internalAddress,
        String settings) {

    /** Reads the look {@code cluster-nodes}. */
    static List<NodeState> parse(String output) {
        List<NodeState> nodes = new ArrayList<>();
        for (String line : LookOutput.parse(output).all("node")) {
            String[] words = line.split(" ");
            if (words.length < 7) {
                throw new IllegalArgumentException("cluster-nodes printed a line that cannot be read: node=" + line);
            }
            nodes.add(new NodeState(
                    words[0],
                    words[1].equals("True"),
                    words[2].equals("control-plane"),
                    words[3],
                    words[4],
                    orNull(words[5]),
                    orNull(words[6])));
        }
        return List.copyOf(nodes);
    }

    private static String orNull(String word) {
        return word.equals("-") ? null : word;
    }
}
