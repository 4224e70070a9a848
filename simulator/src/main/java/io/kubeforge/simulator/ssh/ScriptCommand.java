package io.kubeforge.simulator.ssh;

import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Sink;
import io.kubeforge.simulator.host.StopSignal;
import io.kubeforge.simulator.host.Stopped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exec request: takes a script from standard input and has the host play it. It never runs a shell. */
final class ScriptCommand implements Command, ChannelDataReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptCommand.class);
    private static final String SHELL = "sh -s";
    private static final String SUDO = "sudo -n sh -s";
    private static final int LARGEST_SCRIPT = 16 * 1024 * 1024;

    private final String command;
    private final SimulatedHost host;
    private final String user;
    private final ExecutorService threads;
    private final StopSignal signal = StopSignal.none();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final ChannelSession channel;
    private final AtomicBoolean answered = new AtomicBoolean();
    private OutputStream out;
    private OutputStream err;
    private ExitCallback callback;

    ScriptCommand(String command, SimulatedHost host, ChannelSession channel, ExecutorService threads) {
        this.command = command;
        this.host = host;
        this.user = channel.getSession().getUsername();
        this.threads = threads;
        this.channel = channel;
        channel.setDataReceiver(this);
    }

    @Override
    public void start(ChannelSession started, Environment environment) {
        if (!command.equals(SHELL) && !command.equals(SUDO)) {
            answerOnce(() -> refuse(
                    127,
                    "simulated host: only \"" + SHELL + "\" and \"" + SUDO
                            + "\" with a script of KubeForge on standard input are known here."));
            return;
        }
        if (command.equals(SUDO)
                && !user.equals("root")
                && !host.state().access().sudo()) {
            answerOnce(() -> refuse(1, "sudo: a password is required"));
        }
    }

    @Override
    public int data(ChannelSession from, byte[] bytes, int start, int length) throws IOException {
        if (input.size() + length > LARGEST_SCRIPT) {
            throw new IOException("A script of more than " + LARGEST_SCRIPT + " bytes is none of KubeForge's.");
        }
        input.write(bytes, start, length);
        return length;
    }

    /** Called when standard input ends, and again when the channel does: a script that was cut off is not played. */
    @Override
    public void close() {
        if (channel.isEofSignalled()) {
            answerOnce(this::play);
        }
    }

    private void answerOnce(Answer answer) {
        if (answered.compareAndSet(false, true)) {
            threads.execute(() -> answer(answer));
        }
    }

    private int play() {
        boolean root = user.equals("root") || command.equals(SUDO);
        return host.play(input.toString(StandardCharsets.UTF_8), root, sink(out), sink(err), signal);
    }

    private int refuse(int exitCode, String message) {
        sink(err).write((message + "\n").getBytes(StandardCharsets.UTF_8));
        return exitCode;
    }

    private interface Answer {
        int exitCode();
    }

    private void answer(Answer answer) {
        int exitCode = 1;
        try {
            exitCode = answer.exitCode();
            out.flush();
            err.flush();
        } catch (Stopped | UncheckedIOException | IOException e) {
            LOG.debug("{}: the connection ended before its script", host.name(), e);
        } catch (RuntimeException e) {
            LOG.error("{}: playing a script failed; this is a fault of the simulator", host.name(), e);
            exitCode = refuse(125, "simulated host: the simulator failed: " + e);
        }
        callback.onExit(exitCode);
    }

    private static Sink sink(OutputStream stream) {
        return bytes -> {
            try {
                stream.write(bytes);
                stream.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("The connection to the simulated host ended.", e);
            }
        };
    }

    /** The connection is gone; what is detached goes on. */
    @Override
    public void destroy(ChannelSession ended) {
        signal.stop(Stopped.Cause.CANCELLED);
    }

    @Override
    public void setInputStream(InputStream ignored) {
        throw new IllegalStateException("The script is received, not read.");
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback exitCallback) {
        callback = exitCallback;
    }
}
