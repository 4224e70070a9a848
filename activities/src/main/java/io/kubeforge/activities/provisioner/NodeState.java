package io.kubeforge.activities.provisioner;

import java.util.ArrayList;
import java.util.List;

/**
 * A Node as the cluster's API knows it.
 *
 * @param ready whether its condition Ready is True
 * @param internalAddress its first internal address; null when it has none
 */
public record NodeState(
        String name,
        boolean ready,
        boolean controlPlane,
        String kubeletVersion,
        String machineId,
        String internalAddress) {

    /** Reads the look {@code cluster-nodes}. */
    static List<NodeState> parse(String output) {
        List<NodeState> nodes = new ArrayList<>();
        for (String line : LookOutput.parse(output).all("node")) {
            String[] words = line.split(" ");
            if (words.length < 6) {
                throw new IllegalArgumentException("cluster-nodes printed a line that cannot be read: node=" + line);
            }
            String address = words[5].equals("-") ? null : words[5];
            nodes.add(new NodeState(
                    words[0], words[1].equals("True"), words[2].equals("control-plane"), words[3], words[4], address));
        }
        return List.copyOf(nodes);
    }
}
