package io.kubeforge.standalone.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this computer: whether one is free, and a free one. */
public final class Ports {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private Ports() {}

    /** Refuses when something listens on the port already, naming the option that chooses another one. */
    public static void requireFree(int port, String whose, String option) {
        if (!isFree(port)) {
            throw new RefusedToStart("Port " + port + ", which " + whose
                    + " needs, is used by another program; stop that one, or choose another port with " + option + ".");
        }
    }

    /** Whether this process could listen on the port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    /** A port that is free now. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException cause) {
            throw new RefusedToStart("This computer has no free port left (" + cause + ").", cause);
        }
    }
}
