package io.kubeforge.simulator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All simulated clusters, found by the hash of their CA; each change is on disk before it is seen. */
public final class Clusters {
    private final Path folder;
    private final Map<String, ClusterState> states = new TreeMap<>();

    private Clusters(Path folder) {
        this.folder = folder;
    }

    /** The clusters in this folder. */
    public static Clusters open(Path folder) {
        Clusters clusters = new Clusters(folder);
        try (Stream<Path> files = Files.list(Files.createDirectories(folder))) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> new JsonFile<>(file, ClusterState.class).read().stream())
                    .forEach(state -> clusters.states.put(state.caHash(), state));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot list its clusters in " + folder + ".", e);
        }
        return clusters;
    }

    /** Makes a cluster that has nothing but a new CA. */
    public synchronized ClusterState create(String version) {
        ClusterState state = ClusterState.of(
                CertificateMaker.newAuthority(), version, UUID.randomUUID().toString());
        file(state.caHash()).write(state);
        states.put(state.caHash(), state);
        return state;
    }

    /** The cluster with this CA. */
    public synchronized Optional<ClusterState> find(String caHash) {
        return Optional.ofNullable(caHash == null ? null : states.get(caHash));
    }

    /** The cluster with this CA, which must exist. */
    public ClusterState get(String caHash) {
        return find(caHash)
                .orElseThrow(() -> new NoSuchElementException("The simulator has no cluster with CA hash " + caHash
                        + ", but a host's files name it; remove the simulator's directory to begin anew."));
    }

    /** The CA hashes of all clusters that were ever begun. */
    public synchronized Set<String> caHashes() {
        return Set.copyOf(states.keySet());
    }

    /** Whether the API of any cluster took something in: from then on nothing may begin one anew. */
    public synchronized boolean apiSeen() {
        return states.values().stream().anyMatch(state -> !state.parts().isEmpty());
    }

    /** Replaces the state of a cluster. */
    public synchronized void change(String caHash, UnaryOperator<ClusterState> change) {
        ClusterState old = get(caHash);
        ClusterState next = change.apply(old);
        if (!next.equals(old)) {
            file(caHash).write(next);
            states.put(caHash, next);
        }
    }

    private JsonFile<ClusterState> file(String caHash) {
        return new JsonFile<>(folder.resolve(caHash.replace("sha256:", "") + ".json"), ClusterState.class);
    }
}
