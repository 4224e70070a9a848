package io.kubeforge.activities.provisioner;

import io.kubeforge.model.kind.ClusterSpec.Taint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels and taints that a Node shall have from its group. */
public record NodeSettings(String node, Map<String, String> labels, List<Taint> taints) {
    private static final int DIGEST_DIGITS = 16;

    /** Whether the Node shows that these were set on it; where none are wanted and none were set, too. */
    public boolean areSetOn(NodeState state) {
        boolean none = labels.isEmpty() && taints.isEmpty();
        return state.settings() == null ? none : state.settings().equals(digest());
    }

    /** The lines that the script {@code node-settings} reads. */
    String lines() {
        return "node " + node + " " + digest() + "\n" + wanted();
    }

    private String wanted() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(labels).forEach((key, value) -> lines.append("label ")
                .append(key)
                .append('=')
                .append(value)
                .append('\n'));
        taints.stream().map(NodeSettings::text).sorted().forEach(taint -> lines.append("taint ")
                .append(taint)
                .append('\n'));
        return lines.toString();
    }

    private String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(wanted().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static String text(Taint taint) {
        String value = taint.value() == null || taint.value().isEmpty() ? "" : "=" + taint.value();
        return taint.key() + value + ":" + taint.effect();
    }
}
