package io.kubeforge.activities.provisioner;

import java.util.Arrays;

/** What the look kubeadm-state prints, for tests. */
final class KubeadmStates {
    static final String UID = "5c8e6c1e-35b4-4f29-9d8a-0d1d7f6a2b11";
    static final String OTHER_UID = "0a0a0a0a-35b4-4f29-9d8a-0d1d7f6a2b11";
    static final String CA = "sha256:294be2b3a5f5e23e6884522fe65229c3071f997c0a084d8ffd0354807d7e04f3";
    static final String OTHER_CA = "sha256:20de0936c218d7ffb7b08f5c31319ae90b40fbd156b22b847bb63c3cc9169f65";

    private KubeadmStates() {}

    /** A look in which these words stand: "owner" and "ca" for ours, or keys that are yes. */
    static KubeadmState found(String words) {
        StringBuilder output = new StringBuilder();
        Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).forEach(word -> output.append(
                        switch (word) {
                            case "owner" -> "owner=" + UID;
                            case "other_owner" -> "owner=" + OTHER_UID;
                            case "ca" -> "ca_hash=" + CA;
                            case "other_ca" -> "ca_hash=" + OTHER_CA;
                            default -> word + "=yes";
                        })
                .append('\n'));
        return KubeadmState.parse(output.toString());
    }
}
