package io.kubeforge.standalone.hosts;

import io.kubeforge.standalone.process.ChildProcess;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.RefusedToStart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Hosts that are not there, played by the simulator; like real hosts they outlive a killed KubeForge. */
public final class SimulatedHosts implements AutoCloseable {
    private static final String NAME = "simulator";
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_CONNECT = Duration.ofSeconds(1);

    private final ChildProcess child;
    private final Inventory inventory;

    private SimulatedHosts(ChildProcess child, Inventory inventory) {
        this.child = child;
        this.inventory = inventory;
    }

    /** Starts the simulator with this many hosts, or adopts the one that runs. */
    public static SimulatedHosts start(DataFolder folder, Path jar, int hosts) {
        Path directory = folder.root().resolve(NAME);
        Path file = directory.resolve("inventory.json");
        ChildProcess child =
                ChildProcess.startOrAdopt(folder, NAME, command(jar, directory, hosts), () -> answers(file), TO_START);
        return new SimulatedHosts(child, Inventory.read(file));
    }

    private static List<String> command(Path jar, Path directory, int hosts) {
        try {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    // Part of the command, so that a simulator built anew is not taken for the one that runs.
                    "-Dkubeforge.simulator.built="
                            + Files.getLastModifiedTime(jar).toMillis(),
                    "-jar",
                    jar.toString(),
                    "--directory",
                    directory.toString(),
                    "--hosts",
                    Integer.toString(hosts));
        } catch (IOException notBuilt) {
            throw new RefusedToStart(
                    "The simulator " + jar + " has not been built; start KubeForge with ./kubeforge, or name hosts of"
                            + " yours with --hosts.",
                    notBuilt);
        }
    }

    private static boolean answers(Path file) {
        return Files.exists(file) && Inventory.read(file).hosts().stream().allMatch(SimulatedHosts::listens);
    }

    private static boolean listens(Inventory.Entry host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.address(), host.port()), (int) TO_CONNECT.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** How the hosts are reached. */
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public void close() {
        child.close();
    }
}
