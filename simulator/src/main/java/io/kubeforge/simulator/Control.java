package io.kubeforge.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.simulator.state.JsonFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The command-line client that does things to the hosts of a running simulator. */
public final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Control() {}

    /** {@code Control DIR COMMAND …}; without a command it says what there is. */
    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.print("usage: Control DIR COMMAND …\n" + ControlCommands.USAGE);
            System.exit(2);
        }
        try {
            String text = ask(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
            if (!text.isEmpty()) {
                System.out.println(text);
            }
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Has the simulator of this directory do something; its answer, or an exception with its refusal. */
    public static String ask(Path directory, List<String> words) throws IOException {
        ControlEndpoint.Address address = new JsonFile<>(Directory.control(directory), ControlEndpoint.Address.class)
                .read()
                .orElseThrow(() -> notRunning(directory));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((JSON.writeValueAsString(new ControlEndpoint.Request(address.word(), words)) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            ControlEndpoint.Answer answer =
                    JSON.readValue(socket.getInputStream().readAllBytes(), ControlEndpoint.Answer.class);
            if (!answer.done()) {
                throw new IllegalArgumentException(answer.text());
            }
            return answer.text();
        } catch (ConnectException e) {
            // It was killed, and could not remove the file.
            throw notRunning(directory);
        }
    }

    private static IOException notRunning(Path directory) {
        return new IOException("No simulator runs with the directory " + directory + "; start it.");
    }
}
