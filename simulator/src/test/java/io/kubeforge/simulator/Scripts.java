package io.kubeforge.simulator;

import java.util.HashMap;
import java.util.Map;

/** Renders scripts as KubeForge sends them; their bodies do not matter here. */
public final class Scripts {
    private Scripts() {}

    /** A script with these variables: name, value, name, value, … */
    public static String script(String name, String... variables) {
        StringBuilder text = new StringBuilder("# kubeforge-script: " + name + "\n");
        for (int i = 0; i < variables.length; i += 2) {
            text.append(variables[i])
                    .append("='")
                    .append(variables[i + 1].replace("'", "'\\''"))
                    .append("'\n");
        }
        return text.append("{\nset -eu\necho \"this is never run\"\n} </dev/null\n")
                .toString();
    }

    /** The same script as the payload of operation-start. */
    public static String start(String operation, String clusterUid, boolean takeOver, String payload) {
        return script(
                "operation-start",
                "OPERATION",
                operation,
                "CLUSTER",
                "default/demo",
                "CLUSTER_UID",
                clusterUid,
                "SCRIPT_NAME",
                "payload",
                "DIGEST",
                Integer.toHexString(payload.hashCode()),
                "DEADLINE",
                "60",
                "TAKE_OVER",
                takeOver ? "yes" : "no",
                "PAYLOAD",
                payload);
    }

    /** Asks how far a try is. */
    public static String poll(String operation, String number, long offset, int wait) {
        return script(
                "operation-poll",
                "OPERATION",
                operation,
                "TRY",
                number,
                "OFFSET",
                Long.toString(offset),
                "WAIT",
                Integer.toString(wait));
    }

    /** Prepares for Kubernetes 1.36.3 without mirrors. */
    public static String prepare() {
        return prepare("1.36.3", "");
    }

    /** Prepares for this version with these mirrors, as lines of registry and endpoint. */
    public static String prepare(String version, String mirrors) {
        return script(
                "prepare",
                "VERSION",
                version,
                "MINOR",
                "v" + version.replaceFirst("\\.\\d+$", ""),
                "REPOSITORY",
                "https://pkgs.k8s.io",
                "RUNTIME",
                "containerd",
                "REGISTRY",
                "registry.k8s.io",
                "MIRRORS",
                mirrors);
    }

    /** The lines key=value of a look. */
    public static Map<String, String> keys(String output) {
        Map<String, String> keys = new HashMap<>();
        output.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            keys.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return keys;
    }
}
