package io.kubeforge.activities.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.kubeforge.activities.failure.ConnectionLost;
import io.kubeforge.activities.failure.ScriptTimedOut;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An open SSH session with one host: runs a command with its input and waits for its end; knows no script and no root. */
final class Connection implements AutoCloseable {
    /** Far below the ten sessions that an SSH server allows, because a channel's end is noticed late on its side. */
    private static final int CHANNELS = 4;

    private static final int OPEN_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 3_000;
    private static final int STDOUT_CAP = 4 << 20;
    private static final int STDERR_CAP = 256 << 10;
    private static final long TICK_MILLIS = 1_000;
    private static final long CLOSE_POLL_MILLIS = 5;
    private static final Map<String, Integer> SIGNALS = Map.of(
            "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM",
            15);

    private final SshTarget target;
    private final Session session;
    private final Line line;
    private final HostKey hostKey;
    private final Connection bastion;
    private final String route;
    private final Semaphore channels = new Semaphore(CHANNELS);

    /** Takes over an open session, the line under it, and the connection to the bastion that carries it, if any. */
    Connection(SshTarget target, Session session, Line line, HostKey hostKey, Connection bastion, String route) {
        this.target = target;
        this.session = session;
        this.line = line;
        this.hostKey = hostKey;
        this.bastion = bastion;
        this.route = route;
    }

    SshTarget target() {
        return target;
    }

    HostKey hostKey() {
        return hostKey;
    }

    /** The address, and those of the bastions on the way to it. */
    String route() {
        return route;
    }

    /** Has this host connect to another one. */
    Line tunnelTo(String address, int port, int millis) throws IOException, TunnelSocket.Refused {
        return new Line(TunnelSocket.open(session, address, port, millis));
    }

    /**
     * Runs a command and returns what it said, never a guess: an end without an exit status is a lost connection.
     *
     * @param alive called about once a second while the command is waited for; may throw to stop waiting
     */
    Answer execute(Command command, Duration deadline, Runnable alive) {
        enterChannel(command, deadline, alive);
        try {
            return inChannel(command, deadline, alive);
        } finally {
            channels.release();
        }
    }

    private void enterChannel(Command command, Duration deadline, Runnable alive) {
        long until = System.nanoTime() + deadline.toNanos();
        try {
            while (!channels.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - until >= 0) {
                    throw timedOut(command, deadline);
                }
                alive.run();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private Answer inChannel(Command command, Duration deadline, Runnable alive) {
        CappedOutput stdout = new CappedOutput(STDOUT_CAP);
        CappedOutput stderr = new CappedOutput(STDERR_CAP);
        ChannelExec channel = null;
        try {
            channel = (ChannelExec) session.openChannel("exec");
            EndOfOutput end = new EndOfOutput(stdout, channel);
            channel.setCommand(command.line());
            channel.setInputStream(new ByteArrayInputStream(command.input()));
            channel.setOutputStream(end);
            channel.setErrStream(stderr);
            channel.connect(OPEN_MILLIS);
            if (!awaitClosed(channel, end, deadline, alive)) {
                throw timedOut(command, deadline);
            }
            int exitCode = exitCodeOf(channel, end, command);
            return new Answer(exitCode, stdout.kept(), stdout.overflowed(), stderr.kept());
        } catch (JSchException e) {
            throw lost("sending " + command.name() + ": " + e.getMessage(), e);
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
            throw interrupted();
        }
    }

    private CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("Waiting for host " + target.label() + " was interrupted");
    }

    private int exitCodeOf(ChannelExec channel, EndOfOutput end, Command command) {
        if (!end.proper) {
            throw lost("it ended while " + command.name() + " ran", null);
        }
        if (channel.getExitStatus() >= 0) {
            return channel.getExitStatus();
        }
        String signal = channel.getExitSignal();
        if (signal == null) {
            throw lost(command.name() + " ended without an exit status", null);
        }
        return 128 + SIGNALS.getOrDefault(signal, 0);
    }

    /** A host that does not even answer SSH itself in time is not slow but gone. */
    private RuntimeException timedOut(Command command, Duration deadline) {
        if (!session.isConnected()) {
            return lost("it ended while " + command.name() + " ran", null);
        }
        return new ScriptTimedOut(target.label(), command.name(), deadline);
    }

    private ConnectionLost lost(String seen, Exception cause) {
        boolean withBastion = bastion != null && !bastion.session.isConnected();
        String also = withBastion ? " (the connection to " + bastion.target.label() + " is lost, too)" : "";
        return new ConnectionLost(target.label(), seen + also, cause);
    }

    /** Whether the host answers now: of one that lost its power nothing else is heard. */
    boolean answers() {
        Channel channel = null;
        try {
            channel = session.openChannel("session");
            channel.connect(ANSWER_MILLIS);
            return true;
        } catch (JSchException e) {
            return false;
        } finally {
            if (channel != null) {
                channel.disconnect();
            }
        }
    }

    /** Ends the sessions, the bastions' too; the lines go first, because a goodbye to a silent host would block. */
    @Override
    public void close() {
        if (bastion != null) {
            bastion.close();
        }
        line.cut();
        session.disconnect();
    }

    /**
     * A command for the host's login shell.
     *
     * @param name what messages call it
     * @param input all of its standard input
     */
    record Command(String name, String line, byte[] input) {}

    /**
     * The public key that a host showed.
     *
     * @param line as in known_hosts
     */
    record HostKey(String line, String fingerprint) {}

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
