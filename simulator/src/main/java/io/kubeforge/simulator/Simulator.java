package io.kubeforge.simulator;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The process: starts a simulation, says when it is ready, and ends with SIGTERM. */
public final class Simulator {
    private static final Set<String> OPTIONS = Set.of("directory", "hosts", "prefix", "port", "speed");
    private static final String USAGE =
            "usage: Simulator --directory DIR [--hosts 3] [--prefix sim] [--port FIRST] [--speed 2]";

    private Simulator() {}

    /** See the usage. */
    public static void main(String[] arguments) throws InterruptedException {
        // Named so that it is nobody else's configuration when this jar is on a test's class path.
        System.setProperty("logback.configurationFile", "simulator-logback.xml");
        Settings settings;
        try {
            settings = settings(options(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        try {
            run(settings);
        } catch (IllegalStateException | java.io.UncheckedIOException e) {
            System.err.println(e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
            System.exit(1);
        }
    }

    private static void run(Settings settings) throws InterruptedException {
        Simulation simulation = Simulation.start(settings);
        ControlEndpoint control = ControlEndpoint.open(simulation, Directory.control(settings.directory()));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            control.close();
                            simulation.close();
                            ended.countDown();
                            // A JVM that ends by a signal exits with 143, but for whoever stopped it nothing went
                            // wrong.
                            Runtime.getRuntime().halt(0);
                        },
                        "end"));
        System.out.println("ready " + settings.hosts() + " simulated hosts, see "
                + settings.directory().resolve("inventory.json"));
        System.out.flush();
        ended.await();
    }

    private static Settings settings(Map<String, String> options) {
        if (!options.containsKey("directory")) {
            throw new IllegalArgumentException("--directory is missing: it is where hosts are kept.");
        }
        return new Settings(
                Path.of(options.get("directory")),
                Integer.parseInt(options.getOrDefault("hosts", "3")),
                options.getOrDefault("prefix", "sim"),
                Integer.parseInt(options.getOrDefault("port", "0")),
                Double.parseDouble(options.getOrDefault("speed", Double.toString(Settings.DEFAULT_SPEED))),
                Clock.systemUTC());
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!arguments[i].startsWith("--") || !OPTIONS.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "The argument " + arguments[i] + " is not understood, or lacks its value.");
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }
}
