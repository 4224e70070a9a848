package io.kubeforge.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A real SSH server that gives every exec request to a real shell, or to the behaviour a test puts in its place. */
final class SshHost implements AutoCloseable {
    final SshServer server = SshServer.setUpDefaultServer();
    final List<String> attempts = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment;
    private final List<java.security.KeyPair> hostKeys = new ArrayList<>();
    private volatile PublicKey authorized;
    private volatile Behaviour behaviour;

    SshHost(Map<String, String> environment, PublicKey authorized) throws Exception {
        this.environment = environment;
        this.authorized = authorized;
        this.behaviour = this::shell;
        showKeys("EC");
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setPublickeyAuthenticator((user, key, session) -> {
            attempts.add(user);
            return KeyUtils.compareKeys(key, this.authorized);
        });
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            return new Exec(channel, command, behaviour);
        });
        server.start();
    }

    /** Makes new host keys of these types. */
    void showKeys(String... types) throws Exception {
        hostKeys.clear();
        for (String type : types) {
            hostKeys.add(KeyUtils.generateKeyPair(
                    type.equals("EC") ? KeyPairProvider.ECDSA_SHA2_NISTP256 : KeyPairProvider.SSH_RSA,
                    type.equals("EC") ? 256 : 2048));
        }
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    }

    String hostKey(int index) {
        return PublicKeyEntry.toString(hostKeys.get(index).getPublic());
    }

    int port() {
        return server.getPort();
    }

    void authorize(PublicKey key) {
        authorized = key;
    }

    void behave(Behaviour instead) {
        behaviour = instead;
    }

    /** What an exec request does; it runs on a thread of its own and ends the command by the callback. */
    interface Behaviour {
        void run(Exec exec) throws Exception;
    }

    private void shell(Exec exec) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", exec.command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread in = pump(exec.in, process.getOutputStream());
        Thread err = pump(process.getErrorStream(), exec.err);
        process.getInputStream().transferTo(exec.out);
        err.join();
        int exitCode = process.waitFor();
        in.interrupt();
        exec.exit.onExit(exitCode);
    }

    private static Thread pump(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try (to) {
                from.transferTo(to);
            } catch (IOException e) {
                // The other end stopped listening, as a shell does that has read enough.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws Exception {
        server.stop(true);
    }

    /** One exec request. */
    static final class Exec implements Command {
        final ChannelSession channel;
        final String command;
        private final Behaviour behaviour;
        InputStream in;
        OutputStream out;
        OutputStream err;
        ExitCallback exit;

        Exec(ChannelSession channel, String command, Behaviour behaviour) {
            this.channel = channel;
            this.command = command;
            this.behaviour = behaviour;
        }

        /** The whole script, up to the end of standard input. */
        String script() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void start(ChannelSession session, Environment env) {
            Thread thread = new Thread(() -> {
                try {
                    behaviour.run(this);
                } catch (Exception e) {
                    exit.onExit(255, e.toString());
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession session) {}

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
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
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }
    }
}
