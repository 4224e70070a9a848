package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.Script;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterSpec.Endpoint;
import io.kubeforge.model.kind.ClusterSpec.Mirror;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.preflight.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the looks {@code facts} and {@code preflight} ask and answer. */
final class HostLooks {
    private static final String CONTROL_PLANE_PORTS = "6443 2379 2380 10250 10257 10259 10256";
    private static final String WORKER_PORTS = "10250 10256";

    private HostLooks() {}

    /** Reads {@code facts}, seen in the middle of a round trip at this time. */
    static HostFacts facts(LookOutput facts, long seenAtMillis) {
        return new HostFacts(
                facts.one("hostname"),
                facts.one("os"),
                facts.one("os_id"),
                facts.one("kernel"),
                facts.one("architecture"),
                Integer.valueOf(facts.one("cpus")),
                Long.valueOf(facts.one("memory_mib")),
                facts.one("address"),
                facts.one("machine_id"),
                facts.one("boot_id"),
                facts.yes("simulated"),
                orNull(facts.one("product_uuid")),
                number(facts.one("swap_mib")),
                orNull(facts.one("cgroup")),
                number(facts.one("free_disk_mib")),
                facts.one("time_synchronized").isEmpty() ? null : facts.yes("time_synchronized"),
                clockAhead(number(facts.one("clock_ms")), seenAtMillis),
                orNull(facts.one("runtime")),
                orNull(facts.one("firewall").strip()),
                orNull(facts.one("proxy")),
                facts.all("interface"));
    }

    private static Long clockAhead(Long clockMillis, long seenAtMillis) {
        return clockMillis == null ? null : Math.round((clockMillis - seenAtMillis) / 1000.0);
    }

    /** What to look at on a host that is to become a node. */
    static Script preflight(NodeContext context, boolean controlPlane, Map<String, String> peers) {
        ClusterSpec spec = context.spec();
        Endpoint endpoint = spec.endpoint();
        boolean named = endpoint != null && endpoint.host() != null && !isAddress(endpoint.host());
        boolean virtual = endpoint != null && endpoint.virtualIP() != null && controlPlane;
        return Script.of("preflight")
                .with("PORTS", controlPlane ? CONTROL_PLANE_PORTS : WORKER_PORTS)
                .with(
                        "PEERS",
                        peers.entrySet().stream()
                                .map(peer -> peer.getKey() + " " + peer.getValue() + " " + Endpoint.API_PORT)
                                .collect(Collectors.joining("\n")))
                .with("URLS", packages(context) + "\n" + registry(spec))
                .with("NAME", named ? endpoint.host() : "")
                .with("VIRTUAL_IP", virtual ? endpoint.virtualIP() : "");
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static String packages(NodeContext context) {
        String repository = context.spec().packages().repository().replaceFirst("/+$", "");
        return repository + "/core:/stable:/" + context.minor() + "/deb/Release.key";
    }

    /** The mirror that is asked first, else the registry itself. */
    private static String registry(ClusterSpec spec) {
        String registry = spec.images().registry().replaceFirst("/.*", "");
        return spec.images().mirrors().stream()
                        .filter(mirror -> mirror.registry().equals(registry))
                        .map(Mirror::endpoint)
                        .findFirst()
                        .orElse("https://" + registry)
                + "/v2/";
    }

    /** Reads {@code preflight}. */
    static Surroundings surroundings(LookOutput look, List<String> twins) {
        return new Surroundings(
                look.one("owner"),
                pairs(look.all("port")),
                look.all("route"),
                asked(look, "resolved"),
                asked(look, "virtual_ip"),
                look.all("peer"),
                pairs(look.all("url")),
                twins);
    }

    private static String asked(LookOutput look, String key) {
        return look.all(key).stream().findFirst().orElse(null);
    }

    private static Map<String, String> pairs(List<String> lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            pairs.put(words[0], words.length == 2 ? words[1] : "");
        }
        return pairs;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Long number(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }
}
