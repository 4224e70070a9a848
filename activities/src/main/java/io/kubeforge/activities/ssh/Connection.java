package io.kubeforge.activities.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.ScriptTimedOut;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An open SSH session with one host: sends a script to a root shell and waits for its end; knows no script. */
final class Connection implements AutoCloseable {
    private static final int OPEN_MILLIS = 10_000;
    private static final int STDOUT_CAP = 4 << 20;
    private static final int STDERR_CAP = 256 << 10;
    private static final long TICK_MILLIS = 1_000;
    private static final long CLOSE_POLL_MILLIS = 5;
    private static final Map<String, Integer> SIGNALS = Map.of(
            "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM",
            15);

    private final SshTarget target;
    private final Session session;
    private final HandshakeSocket socket;
    private final String hostKey;

    Connection(SshTarget target, Session session, HandshakeSocket socket, String hostKey) {
        this.target = target;
        this.session = session;
        this.socket = socket;
        this.hostKey = hostKey;
    }

    SshTarget target() {
        return target;
    }

    String hostKey() {
        return hostKey;
    }

    /**
     * Runs a script in a root shell and returns what it said, never a guess: an end without an exit status is a lost
     * connection.
     *
     * @param alive called about once a second while the script is waited for; may throw to stop waiting
     */
    Answer execute(Script script, Duration deadline, Runnable alive) {
        CappedOutput stdout = new CappedOutput(STDOUT_CAP);
        CappedOutput stderr = new CappedOutput(STDERR_CAP);
        ChannelExec channel = null;
        try {
            channel = (ChannelExec) session.openChannel("exec");
            EndOfOutput end = new EndOfOutput(stdout, channel);
            channel.setCommand(target.user().equals("root") ? "sh -s" : "sudo -n sh -s");
            channel.setInputStream(new ByteArrayInputStream(script.render().getBytes(StandardCharsets.UTF_8)));
            channel.setOutputStream(end);
            channel.setErrStream(stderr);
            channel.connect(OPEN_MILLIS);
            if (!awaitClosed(channel, end, deadline, alive)) {
                throw timedOut(script, deadline);
            }
            int exitCode = exitCodeOf(channel, end, script);
            return new Answer(exitCode, stdout.kept(), stdout.overflowed(), stderr.kept());
        } catch (JSchException e) {
            throw new ConnectionLost(target.label(), "sending " + script.name() + ": " + e.getMessage(), e);
        } finally {
            if (channel != null) {
                channel.disconnect();
            }
        }
    }

    /** Waits for the channel's close, which unlike the end of output comes after the exit status. */
    private boolean awaitClosed(ChannelExec channel, EndOfOutput end, Duration deadline, Runnable alive) {
        long until = System.nanoTime() + deadline.toNanos();
        long nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        try {
            while (!channel.isClosed()) {
                long now = System.nanoTime();
                if (now - until >= 0) {
                    return false;
                }
                if (now - nextTick >= 0) {
                    alive.run();
                    nextTick = now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
                }
                long step = Math.min(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), until - now);
                if (end.reached.await(step, TimeUnit.NANOSECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(CLOSE_POLL_MILLIS);
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Waiting for host " + target.label() + " was interrupted");
        }
    }

    private int exitCodeOf(ChannelExec channel, EndOfOutput end, Script script) {
        if (!end.proper) {
            throw new ConnectionLost(target.label(), "it ended while " + script.name() + " ran", null);
        }
        if (channel.getExitStatus() >= 0) {
            return channel.getExitStatus();
        }
        String signal = channel.getExitSignal();
        if (signal == null) {
            throw new ConnectionLost(target.label(), script.name() + " ended without an exit status", null);
        }
        return 128 + SIGNALS.getOrDefault(signal, 0);
    }

    /** A host that does not even answer SSH itself in time is not slow but gone. */
    private RuntimeException timedOut(Script script, Duration deadline) {
        if (!session.isConnected()) {
            return new ConnectionLost(target.label(), "it ended while " + script.name() + " ran", null);
        }
        return new ScriptTimedOut(target.label(), script.name(), deadline);
    }

    /** Ends the session; the socket goes first, because a goodbye to a silent host would block. */
    @Override
    public void close() {
        socket.close();
        session.disconnect();
    }

    /**
     * What a script said and how it ended.
     *
     * @param truncated whether more was said on standard output than is kept
     */
    record Answer(int exitCode, byte[] stdout, boolean truncated, byte[] stderr) {}

    /**
     * Tells the host's own end of output from the one that a torn connection makes: JSch closes this stream for both,
     * but marks the channel closed before it does so for a torn one.
     */
    private static final class EndOfOutput extends FilterOutputStream {
        private final ChannelExec channel;
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile boolean proper;

        EndOfOutput(OutputStream out, ChannelExec channel) {
            super(out);
            this.channel = channel;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
        }

        @Override
        public void close() {
            if (reached.getCount() > 0) {
                proper = !channel.isClosed();
                reached.countDown();
            }
        }
    }
}
