package io.kubeforge.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;

/** A connection to one simulated host whose host key is checked. */
final class RemoteShell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SshClient client;
    private final ClientSession session;

    /** What came back. */
    record Answer(int exitCode, String output, String error) {
        String firstLine() {
            return output.lines().findFirst().orElse("");
        }
    }

    private RemoteShell(SshClient client, ClientSession session) {
        this.client = client;
        this.session = session;
    }

    static RemoteShell connect(Inventory inventory, String host) throws IOException {
        return connect(inventory, host, "root", Path.of(inventory.keyFile()));
    }

    static RemoteShell connect(Inventory inventory, String host, String user, Path key) throws IOException {
        Inventory.Host entry = inventory.hosts().stream()
                .filter(each -> each.name().equals(host))
                .findFirst()
                .orElseThrow();
        SshClient client = SshClient.setUpDefaultClient();
        CoreModuleProperties.NIO_WORKERS.set(client, 1);
        ServerKeyVerifier pinned =
                (session, address, shown) -> PublicKeyEntry.toString(shown).equals(entry.hostKey());
        client.setServerKeyVerifier(pinned);
        client.setKeyIdentityProvider(new FileKeyPairProvider(key));
        client.start();
        try {
            ClientSession session = client.connect(user, entry.address(), entry.port())
                    .verify(PATIENCE)
                    .getSession();
            session.auth().verify(PATIENCE);
            return new RemoteShell(client, session);
        } catch (IOException e) {
            client.stop();
            throw e;
        }
    }

    Answer run(String script) throws IOException {
        return execute("sh -s", script);
    }

    Answer execute(String command, String input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(output);
            channel.setErr(error);
            channel.open().verify(PATIENCE);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
            if (channel.getExitStatus() == null) {
                throw new IOException("The connection ended without an exit code.");
            }
            return new Answer(
                    channel.getExitStatus(),
                    output.toString(StandardCharsets.UTF_8),
                    error.toString(StandardCharsets.UTF_8));
        }
    }

    /** Follows a try of an operation to its end; its output, and the last state that a poll told. */
    Answer follow(String operation, String number) throws IOException {
        StringBuilder all = new StringBuilder();
        long offset = 0;
        while (true) {
            Answer answer = run(Scripts.poll(operation, number, offset, 5));
            String line = answer.firstLine();
            all.append(answer.output().substring(line.length() + 1));
            String[] words = line.split(" ");
            offset = Long.parseLong(words[2]);
            if (!words[0].equals("running")) {
                return new Answer(answer.exitCode(), words[0] + " " + words[1], all.toString());
            }
        }
    }

    /** Returns when the connection is gone. */
    void awaitEnd() throws IOException {
        if (!session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE)
                .contains(ClientSession.ClientSessionEvent.CLOSED)) {
            throw new IOException("The connection is still there.");
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
