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
    private static final List<Integer> ETCD_AND_API = List.of(Endpoint.API_PORT, 2380);
    private static final String WORKER_PORTS = "10250 10256";

    private HostLooks() {}

    /** Reads {@code facts}, asked for and answered at these times. */
    static HostFacts facts(LookOutput facts, long askedMillis, long answeredMillis) {
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
                clockAhead(number(facts.one("clock_ms")), askedMillis, answeredMillis),
                orNull(facts.one("runtime")),
                orNull(facts.one("firewall").strip()),
                orNull(facts.one("proxy")),
                facts.all("interface"),
                orNull(facts.one("mac_address")),
                facts.all("disk"),
                words(facts.one("leftovers")),
                orNull(facts.one("owner")),
                orNull(facts.one("ca_hash")));
    }

    /** At least so many seconds: the clock was read some time between question and answer. */
    private static Long clockAhead(Long clockMillis, long askedMillis, long answeredMillis) {
        if (clockMillis == null) {
            return null;
        }
        long ahead = Math.max(0, clockMillis - answeredMillis) - Math.max(0, askedMillis - clockMillis);
        return ahead / 1000;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    /** What to look at on a host that is to become a node. */
    static Script preflight(NodeContext context, boolean controlPlane, Map<String, String> peers) {
        ClusterSpec spec = context.spec();
        Endpoint endpoint = spec.endpoint();
        boolean named = endpoint != null && endpoint.host() != null && !isAddress(endpoint.host());
        boolean virtual = endpoint != null && endpoint.virtualIP() != null && controlPlane;
        return Preparation.viaProxy(spec, Script.of("preflight"))
                .with("PORTS", (controlPlane ? CONTROL_PLANE_PORTS : WORKER_PORTS) + tunnel(spec))
                .with("PEERS", probes(peers, controlPlane ? ETCD_AND_API : List.of(Endpoint.API_PORT)))
                .with("PACKAGES", packages(context))
                .with("URLS", registry(spec))
                .with("NAME", named ? endpoint.host() : "")
                .with("VIRTUAL_IP", virtual ? endpoint.virtualIP() : "");
    }

    /** Flannel's tunnel; other plugins have others. */
    private static String tunnel(ClusterSpec spec) {
        return spec.network().plugin().equals("flannel") ? " 8472/udp" : "";
    }

    private static String probes(Map<String, String> peers, List<Integer> ports) {
        return peers.entrySet().stream()
                .flatMap(peer -> ports.stream().map(port -> peer.getKey() + " " + peer.getValue() + " " + port))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static String packages(NodeContext context) {
        String repository = context.spec().packages().repository().replaceFirst("/+$", "");
        return repository + "/core:/stable:/" + context.minor();
    }

    /** The mirror that is asked first, else the registry itself; nothing when the images come in archives. */
    private static String registry(ClusterSpec spec) {
        if (!spec.images().archives().isEmpty()) {
            return "";
        }
        String registry = spec.images().registry().replaceFirst("/.*", "");
        return spec.images().mirrors().stream()
                        .filter(mirror -> mirror.registry().equals(registry))
                        .map(Mirror::endpoint)
                        .findFirst()
                        .orElse("https://" + registry)
                + "/v2/";
    }

    /** Reads {@code preflight}. */
    static Surroundings surroundings(LookOutput look) {
        return new Surroundings(
                pairs(look.all("port")),
                look.all("route"),
                asked(look, "resolved"),
                asked(look, "virtual_ip"),
                look.all("peer"),
                pairs(look.all("url")));
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
