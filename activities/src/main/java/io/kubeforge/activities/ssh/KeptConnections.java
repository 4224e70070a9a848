package io.kubeforge.activities.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Connections that a step left in good order, for the next step on the same host: much of what a short step costs is its
 * handshake. One is only used again by whoever would reach the host at the same place with the same keys; it is a direct one,
 * for one through a bastion would hold a place there, too.
 */
public final class KeptConnections implements AutoCloseable {
    private final Duration time;
    private final Map<SshTarget, Kept> byTarget = new HashMap<>();
    private final ScheduledThreadPoolExecutor clock;
    private boolean closed;

    /**
     * Keeps none yet.
     *
     * @param time how long a connection is kept that nobody uses
     */
    public KeptConnections(Duration time) {
        this.time = time;
        clock = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "kept-connections");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Hands out a connection to this target, if one is kept by which the host still answers. */
    public Optional<RemoteHost> take(SshTarget target) {
        Kept kept;
        synchronized (this) {
            kept = byTarget.remove(target);
        }
        if (kept == null) {
            return Optional.empty();
        }
        kept.end.cancel(false);
        if (!kept.remote.answers()) {
            kept.remote.close();
            return Optional.empty();
        }
        return Optional.of(kept.remote);
    }

    /** Keeps a connection to this target; a second one is ended. */
    public void keep(SshTarget target, RemoteHost remote) {
        if (!kept(target, remote)) {
            remote.close();
        }
    }

    private synchronized boolean kept(SshTarget target, RemoteHost remote) {
        if (closed || byTarget.containsKey(target)) {
            return false;
        }
        Future<?> end = clock.schedule(() -> end(target, remote), time.toMillis(), TimeUnit.MILLISECONDS);
        byTarget.put(target, new Kept(remote, end));
        return true;
    }

    private void end(SshTarget target, RemoteHost remote) {
        synchronized (this) {
            Kept kept = byTarget.get(target);
            if (kept == null || kept.remote != remote) {
                return; // somebody took it in this moment
            }
            byTarget.remove(target);
        }
        remote.close();
    }

    @Override
    public void close() {
        List<Kept> last;
        synchronized (this) {
            closed = true;
            last = new ArrayList<>(byTarget.values());
            byTarget.clear();
        }
        clock.shutdownNow();
        last.forEach(kept -> kept.remote.close());
    }

    private record Kept(RemoteHost remote, Future<?> end) {}
}
