package io.kubeforge.simulator;

import java.util.List;

/** What a client needs to reach the simulated hosts; written when all of them listen. */
public record Inventory(boolean simulated, String user, String keyFile, List<Host> hosts) {
    /** One host; the key is as in known_hosts. */
    public record Host(String name, String address, int port, String hostKey) {}
}
