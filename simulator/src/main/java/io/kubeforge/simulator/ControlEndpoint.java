package io.kubeforge.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.simulator.state.JsonFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets another process of the same user control a simulation: a loopback port whose word is in a private file. */
final class ControlEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 10_000;

    private final Simulation simulation;
    private final ServerSocket socket;
    private final Path file;
    private final String word;

    /** Where the endpoint listens, and the word that a caller must know. */
    record Address(int port, String word) {
        @Override
        public String toString() {
            return "Address[" + port + "]";
        }
    }

    /** What a caller wants. */
    record Request(String word, List<String> arguments) {
        @Override
        public String toString() {
            return "Request" + arguments;
        }
    }

    /** What the caller gets. */
    record Answer(boolean done, String text) {}

    private ControlEndpoint(Simulation simulation, ServerSocket socket, Path file, String word) {
        this.simulation = simulation;
        this.socket = socket;
        this.file = file;
        this.word = word;
    }

    /** Listens, and writes to the file how to be found. */
    static ControlEndpoint open(Simulation simulation, Path file) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        try {
            ControlEndpoint endpoint = new ControlEndpoint(
                    simulation,
                    new ServerSocket(0, 16, InetAddress.getLoopbackAddress()),
                    file,
                    HexFormat.of().formatHex(random));
            new JsonFile<>(file, Address.class).write(new Address(endpoint.socket.getLocalPort(), endpoint.word));
            Thread thread = new Thread(endpoint::serve, "control");
            thread.setDaemon(true);
            thread.start();
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot listen on a loopback port for its control.", e);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                caller.setSoTimeout(PATIENCE_MILLIS);
                answer(caller);
            } catch (SocketException e) {
                LOG.debug("The control endpoint or its caller closed", e);
            } catch (IOException e) {
                LOG.warn("A caller of the control endpoint was not understood", e);
            }
        }
    }

    private void answer(Socket caller) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            return;
        }
        OutputStream out = caller.getOutputStream();
        out.write(JSON.writeValueAsBytes(answer(JSON.readValue(line, Request.class))));
        out.flush();
    }

    private Answer answer(Request request) {
        if (!MessageDigest.isEqual(
                word.getBytes(StandardCharsets.UTF_8), request.word().getBytes(StandardCharsets.UTF_8))) {
            return new Answer(false, "The word is wrong: read it from " + file + ".");
        }
        try {
            return new Answer(true, ControlCommands.run(simulation, request.arguments()));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            return new Answer(false, e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot close its control endpoint.", e);
        }
    }
}
