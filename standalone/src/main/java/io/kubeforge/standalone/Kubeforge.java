package io.kubeforge.standalone;

import io.kubeforge.api.discovery.CustomResources;
import io.kubeforge.api.discovery.ReferencePage;
import io.kubeforge.standalone.hosts.Inventory;
import io.kubeforge.standalone.hosts.SimulatedHosts;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.RefusedToStart;
import io.kubeforge.standalone.quickstart.Quickstart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: turns options into settings and outcomes into exit codes, and knows nothing of what runs. */
@Command(
        name = "kubeforge",
        description = "Makes Kubernetes clusters out of plain Linux hosts reached over SSH.",
        mixinStandardHelpOptions = true,
        versionProvider = Kubeforge.Version.class,
        subcommands = CommandLine.HelpCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:it ended as asked, also by Ctrl-C",
            " 1:it could not start; one sentence says why",
            " 2:the command line is wrong",
            " 3:the cluster did not become ready"
        })
public final class Kubeforge implements Runnable {
    private static final int REFUSED = 1;
    private static final int NOT_READY = 3;
    private static final int SIMULATED_HOSTS = 3;
    private static final String DATA = "Folder for everything that is kept (default: ${DEFAULT-VALUE}).";
    private static final String DEFAULT_DATA = "${sys:kubeforge.home:-.}/.kubeforge";

    @Spec
    private CommandSpec spec;

    private final Interruption interruption;

    private Kubeforge(Interruption interruption) {
        this.interruption = interruption;
    }

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.ofThisThread();
        int code = new CommandLine(new Kubeforge(interruption)).execute(arguments);
        interruption.ended();
        System.exit(code);
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }

    @Command(
            description =
                    "Starts everything on this computer and makes a demo cluster, of simulated hosts or of yours.",
            mixinStandardHelpOptions = true)
    int quickstart(
            @Option(
                            names = "--hosts",
                            paramLabel = "FILE",
                            description = "Hosts to use, as in examples/hosts.yaml;"
                                    + " without it three hosts are simulated.")
                    Optional<Path> hosts,
            @Option(names = "--exit-when-ready", description = "End when the cluster is ready.") boolean exitWhenReady,
            @Option(
                            names = "--timeout",
                            paramLabel = "MINUTES",
                            defaultValue = "30",
                            description =
                                    "With --exit-when-ready: give up after this time (default: ${DEFAULT-VALUE}).")
                    int timeout,
            @Option(names = "--port", defaultValue = "8443", description = "Port of the REST API (default: 8443).")
                    int port,
            @Option(names = "--temporal-port", defaultValue = "7233", description = "Port of Temporal (default: 7233).")
                    int temporalPort,
            @Option(
                            names = "--ui-port",
                            defaultValue = "8233",
                            description = "Port of Temporal's Web UI (default: 8233).")
                    int uiPort,
            @Option(names = "--data", paramLabel = "DIR", defaultValue = DEFAULT_DATA, description = DATA) Path data) {
        Settings settings = new Settings(new DataFolder(data), home(), port, temporalPort, uiPort);
        return run(settings, () -> {
            Optional<Inventory> inventory = hosts.map(Inventory::read);
            try (Closing closing = new Closing()) {
                Standalone.start(settings, closing, this::say);
                Quickstart quickstart = new Quickstart(settings.folder(), settings.apiUrl(), System.out);
                Optional<Duration> patience =
                        exitWhenReady ? Optional.of(Duration.ofMinutes(timeout)) : Optional.empty();
                Inventory used = inventory.orElseGet(() -> closing.add(
                                SimulatedHosts.start(settings.folder(), settings.simulator(), SIMULATED_HOSTS))
                        .inventory());
                boolean ready = quickstart.run(used, patience);
                if (!exitWhenReady) {
                    say("KubeForge keeps serving; press Ctrl-C to end it.");
                    interruption.await();
                    say("ending: workers finish what they are doing …");
                    return 0;
                }
                return ready ? 0 : NOT_READY;
            }
        });
    }

    @Command(
            description = "Starts API, worker, PostgreSQL and Temporal on this computer, and nothing else.",
            mixinStandardHelpOptions = true)
    int server(
            @Option(names = "--port", defaultValue = "8443", description = "Port of the REST API (default: 8443).")
                    int port,
            @Option(names = "--temporal-port", defaultValue = "7233", description = "Port of Temporal (default: 7233).")
                    int temporalPort,
            @Option(
                            names = "--ui-port",
                            defaultValue = "8233",
                            description = "Port of Temporal's Web UI (default: 8233).")
                    int uiPort,
            @Option(names = "--data", paramLabel = "DIR", defaultValue = DEFAULT_DATA, description = DATA) Path data) {
        Settings settings = new Settings(new DataFolder(data), home(), port, temporalPort, uiPort);
        return run(settings, () -> {
            try (Closing closing = new Closing()) {
                Standalone.start(settings, closing, this::say);
                say("KubeForge serves at " + settings.apiUrl() + "; press Ctrl-C to end it.");
                say("  kubectl --kubeconfig " + settings.folder().kubeconfig() + " get clusters");
                interruption.await();
                say("ending: workers finish what they are doing …");
                return 0;
            }
        });
    }

    @Command(
            description = "Prints the CustomResourceDefinitions of KubeForge's kinds as YAML.",
            mixinStandardHelpOptions = true)
    int crds() {
        System.out.print(CustomResources.yaml());
        return 0;
    }

    @Command(description = "Prints the reference of the API as an HTML page.", mixinStandardHelpOptions = true)
    int reference() {
        System.out.print(ReferencePage.html());
        return 0;
    }

    private int run(Settings settings, IntSupplier command) {
        System.setProperty("logback.configurationFile", "logback-standalone.xml");
        System.setProperty(
                "kubeforge.log.folder", settings.folder().root().resolve("log").toString());
        try {
            return command.getAsInt();
        } catch (RefusedToStart refusal) {
            if (interruption.wasAsked()) {
                return 0;
            }
            LoggerFactory.getLogger(Kubeforge.class).info("Refused to start", refusal);
            System.err.println("kubeforge: " + refusal.getMessage());
            return REFUSED;
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("kubeforge.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    private void say(String line) {
        System.out.println(line);
    }

    /** Says the version that the build wrote down. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream file = Kubeforge.class.getResourceAsStream("/kubeforge-version.properties")) {
                properties.load(file);
            }
            return new String[] {"kubeforge " + properties.getProperty("version")};
        }
    }
}
