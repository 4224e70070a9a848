package io.kubeforge.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses ports below those that systems give to outgoing connections, so that a restart finds them free. */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    private final Set<Integer> taken;
    private int next;

    /** Begins at this port, or anywhere when it is 0. */
    Ports(int first, Set<Integer> taken) {
        this.taken = new HashSet<>(taken);
        this.next = first > 0 ? first : ThreadLocalRandom.current().nextInt(FIRST, BEYOND - 1000);
    }

    /** A port that nobody listens on. */
    int choose() {
        while (next < 65_536) {
            int port = next++;
            if (!taken.contains(port) && free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("There is no free port for another simulated host; choose a lower --port.");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
