package io.kubeforge.simulator.state;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The one place where a simulated host's state is read and changed; each change is on disk before it is seen. */
public final class HostDisk {
    private final JsonFile<HostState> file;
    private final Path folder;
    private HostState state;

    private HostDisk(Path folder, JsonFile<HostState> file, HostState state) {
        this.folder = folder;
        this.file = file;
        this.state = state;
    }

    /** The disk in this folder; a new one when there is none yet. */
    public static HostDisk open(Path folder, UnaryOperator<HostState> first) {
        JsonFile<HostState> file = new JsonFile<>(folder.resolve("host.json"), HostState.class);
        HostState state = first.apply(file.read().orElse(null));
        file.write(state);
        return new HostDisk(folder, file, state);
    }

    /** The state now. */
    public synchronized HostState state() {
        return state;
    }

    /** Replaces the state. */
    public synchronized void change(UnaryOperator<HostState> change) {
        HostState next = change.apply(state);
        if (!next.equals(state)) {
            file.write(next);
            state = next;
        }
    }

    /** Replaces the state, and answers with what was found in it before, as one step. */
    public synchronized <T> T take(Function<HostState, T> look, UnaryOperator<HostState> change) {
        T found = look.apply(state);
        change(change);
        return found;
    }

    /** Where other files of this host are kept. */
    public Path folder() {
        return folder;
    }
}
