package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.Software;
import java.util.Map;

/**
 * Plays virtual-ip: the host takes part in serving the API's virtual address. Which host holds it is not played; an
 * address that no host has leads to all API servers that answer.
 */
final class VirtualIp {
    private static final Map<String, String> PACKAGES =
            Map.of("keepalived", "1:2.2.7-1+b2", "haproxy", "2.6.12-1+deb12u3");
    private static final String HAPROXY = "/etc/haproxy/haproxy.cfg";
    private static final String KEEPALIVED = "/etc/keepalived/keepalived.conf";

    private VirtualIp() {}

    static void play(Stage stage) {
        String address = stage.required("VIRTUAL_IP");
        NodeMark.refuseForeign(stage, stage.required("CLUSTER_UID"));
        stage.change(state -> state.withOwner(stage.required("CLUSTER_UID")));
        stage.say("==> Virtual address");
        if (stage.site().hostAt(address).isPresent()) {
            throw new ScriptFailure(
                    9,
                    "The virtual address " + address + " is this host's own address; choose a free one of the same"
                            + " network.");
        }
        stage.say("==> Packages");
        if (!stage.state().software().packages().keySet().containsAll(PACKAGES.keySet())) {
            stage.take(3);
            stage.install(software -> software.withPackages(PACKAGES));
            stage.say("changed keepalived haproxy");
        }
        put(stage, "haproxy", HAPROXY, stage.required("PORT") + "\n" + stage.required("SERVERS"));
        put(
                stage,
                "keepalived",
                KEEPALIVED,
                address + " " + stage.required("ROUTER_ID") + " " + stage.optional("INTERFACE"));
    }

    private static void put(Stage stage, String item, String path, String content) {
        stage.say("==> " + item);
        if (content.equals(stage.state().software().files().get(path))) {
            return;
        }
        stage.install(software -> software.withFile(path, content));
        stage.say("changed " + path);
        stage.take(0.3);
        stage.say("changed " + item + " is restarted");
    }

    /** After a reset nothing of it is left but the packages. */
    static Software removed(Software software) {
        return software.withoutFile(HAPROXY).withoutFile(KEEPALIVED);
    }
}
