package io.kubeforge.activities.ssh;

import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.ScriptFailed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One host while it is connected: looks at it and runs commands that outlive the connection. Knows nothing of
 * Kubernetes, and repeats nothing by itself: a lost connection is told at once.
 */
public final class RemoteHost implements AutoCloseable {
    private static final Duration CANCEL = Duration.ofSeconds(150);

    private final Connection connection;
    private final RootShell shell;

    private RemoteHost(Connection connection) {
        this.connection = connection;
        this.shell = new RootShell(connection);
    }

    /** Connects and authenticates; the host's commands are not tried yet. */
    public static RemoteHost connect(SshTarget target) {
        return new RemoteHost(new Handshake(target, null).open());
    }

    /**
     * Connects to another host from this one, which serves as its bastion and is closed with it, or at once when the
     * connection fails.
     */
    public RemoteHost onwardTo(SshTarget target) {
        boolean connected = false;
        try {
            RemoteHost next = new RemoteHost(new Handshake(target, connection).open());
            connected = true;
            return next;
        } finally {
            if (!connected) {
                close();
            }
        }
    }

    /** The public key that the host showed, as in known_hosts, to be recorded after the first contact. */
    public String hostKey() {
        return connection.hostKey().line();
    }

    /** The fingerprint of that key as ssh-keygen prints it, with the key's type before it. */
    public String hostKeyFingerprint() {
        return connection.hostKey().fingerprint();
    }

    /** Runs a script that only looks, attached to this connection; any exit code is a result. */
    public ScriptResult look(Script script, Duration deadline) {
        return look(script, deadline, () -> {});
    }

    private ScriptResult look(Script script, Duration deadline, Runnable alive) {
        Connection.Answer answer = shell.execute(script, deadline, alive);
        String stdout = new String(answer.stdout(), StandardCharsets.UTF_8);
        if (answer.truncated()) {
            throw new ScriptFailed(
                    connection.target().label(),
                    script.name(),
                    answer.exitCode(),
                    "more output than can be read",
                    true);
        }
        String stderr = new String(answer.stderr(), StandardCharsets.UTF_8);
        return new ScriptResult(answer.exitCode(), stdout, stderr, 0, false);
    }

    /**
     * Runs a script that changes the host, detached from this connection, and follows it to its end; finds it again
     * when it runs or is done already.
     *
     * @throws ConnectionLost when the connection ends first; the same call on a new connection attaches
     * @throws io.kubeforge.activities.failure.HostBusy when another operation holds the host; one of the same cluster
     *     is waited for first
     * @throws io.kubeforge.activities.failure.OperationLost when the try ended without a result
     */
    public ScriptResult run(Operation operation, Script script, Output listener) {
        return new DetachedRun(shell, operation, script, listener).follow();
    }

    /** Kills the operation's command with all its processes; false when none was running. */
    public boolean cancel(String operationId) {
        Operation.requireId(operationId);
        Script cancel = Script.of("operation-cancel").with("OPERATION", operationId);
        ScriptResult result = look(cancel, CANCEL);
        if (!result.succeeded()) {
            throw new ScriptFailed(
                    connection.target().label(), cancel.name(), result.exitCode(), result.lastLines(20), false);
        }
        return result.stdout().startsWith("cancelled");
    }

    /** Whether the host still answers by this connection. */
    public boolean answers() {
        return connection.answers();
    }

    @Override
    public void close() {
        connection.close();
    }
}
