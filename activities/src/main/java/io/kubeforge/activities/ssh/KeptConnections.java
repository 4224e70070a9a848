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
 * handshake. One is only used again by whoever would reach the host by the same way with the same keys.
 */
public final class KeptConnections implements AutoCloseable {
    private final Duration time;
    private final Map<List<SshTarget>, Kept> byWay = new HashMap<>();
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

    /** Hands out a connection that came by this way, if one is kept by which the host still answers. */
    public Optional<RemoteHost> take(List<SshTarget> way) {
        Kept kept;
        synchronized (this) {
            kept = byWay.remove(way);
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

    /** Keeps a connection that came by this way; a second one to the same host is ended. */
    public void keep(List<SshTarget> way, RemoteHost remote) {
        if (!kept(way, remote)) {
            remote.close();
        }
    }

    private synchronized boolean kept(List<SshTarget> way, RemoteHost remote) {
        if (closed || byWay.containsKey(way)) {
            return false;
        }
        Future<?> end = clock.schedule(() -> end(way, remote), time.toMillis(), TimeUnit.MILLISECONDS);
        byWay.put(way, new Kept(remote, end));
        return true;
    }

    private void end(List<SshTarget> way, RemoteHost remote) {
        synchronized (this) {
            Kept kept = byWay.get(way);
            if (kept == null || kept.remote != remote) {
                return; // somebody took it in this moment
            }
            byWay.remove(way);
        }
        remote.close();
    }

    @Override
    public void close() {
        List<Kept> last;
        synchronized (this) {
            closed = true;
            last = new ArrayList<>(byWay.values());
            byWay.clear();
        }
        clock.shutdownNow();
        last.forEach(kept -> kept.remote.close());
    }

    private record Kept(RemoteHost remote, Future<?> end) {}
}
