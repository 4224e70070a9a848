package io.kubeforge.activities.provisioner;

import java.util.List;

/**
 * A pod from which the network of a cluster is tried, and what it is to ask.
 *
 * @param service address of the Service of DNS; empty when the cluster has none
 * @param running whether the pod runs
 * @param waitingFor why it does not
 * @param node where it runs
 * @param pod its name
 * @param servers the servers of DNS behind the Service
 */
public record NetworkProbe(
        String service, boolean running, String waitingFor, String node, String pod, List<Server> servers) {
    /** A server of DNS: its pod's address, and the node that it runs on. */
    public record Server(String address, String node) {
        private static Server parse(String line) {
            int space = line.indexOf(' ');
            return space < 0
                    ? new Server(line, "an unknown node")
                    : new Server(line.substring(0, space), line.substring(space + 1));
        }
    }

    /** Reads the look {@code network-probe}. */
    static NetworkProbe parse(String output) {
        LookOutput look = LookOutput.parse(output);
        return new NetworkProbe(
                look.one("service"),
                look.yes("running"),
                look.one("waiting_for"),
                look.one("node"),
                look.one("pod"),
                look.all("server").stream().map(Server::parse).toList());
    }
}
