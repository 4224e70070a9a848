package io.kubeforge.standalone.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the {@code temporal} program: on the PATH, among our tools, from its publisher, or built with Go from the
 * module proxy. Several processes that look at once install it once.
 */
public final class TemporalBinary {
    /** The last version that {@code go install} can build; later ones carry a replace directive. */
    static final String CLI_VERSION = "1.5.1";

    /** The server inside it. */
    static final String SERVER_VERSION = "1.29.1";

    private static final Logger LOG = LoggerFactory.getLogger(TemporalBinary.class);
    private static final String GO_PACKAGE = "github.com/temporalio/cli/cmd/temporal@v" + CLI_VERSION;
    private static final Duration TO_BUILD = Duration.ofMinutes(15);

    private final Path tools;
    private final TemporalDownload download;
    private final Consumer<String> progress;

    /** Tools are kept in the given folder; what takes long is said to {@code progress}. */
    public TemporalBinary(Path tools, TemporalDownload download, Consumer<String> progress) {
        this.tools = tools;
        this.download = download;
        this.progress = progress;
    }

    /**
     * The program, fetched or built if need be; empty when that is not possible here.
     *
     * @param server the version of the server that made our database, if there is one: only that one is taken then
     */
    public Optional<TemporalVersion> find(Optional<String> server) {
        Optional<TemporalVersion> installed = installed(server);
        if (installed.isPresent()
                || server.filter(wanted -> !wanted.equals(SERVER_VERSION)).isPresent()) {
            return installed;
        }
        return install(server);
    }

    private Optional<TemporalVersion> installed(Optional<String> server) {
        return Stream.concat(Programs.find("temporal").stream(), Stream.of(tools.resolve("temporal")))
                .map(TemporalVersion::of)
                .flatMap(Optional::stream)
                .filter(found -> server.map(found.server()::equals).orElse(true))
                .findFirst();
    }

    /** Every version that is installed, for a sentence that says why none of them will do. */
    List<TemporalVersion> allInstalled() {
        return Stream.concat(Programs.find("temporal").stream(), Stream.of(tools.resolve("temporal")))
                .map(TemporalVersion::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<TemporalVersion> install(Optional<String> server) {
        try {
            Files.createDirectories(tools);
            try (FileChannel channel = FileChannel.open(
                            tools.resolve("temporal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                LOG.debug("Holding {}", lock);
                Optional<TemporalVersion> madeMeanwhile = installed(server);
                if (madeMeanwhile.isPresent()) {
                    return madeMeanwhile;
                }
                if (!download.into(tools)) {
                    build();
                }
                return installed(server);
            }
        } catch (IOException cause) {
            LOG.warn("Temporal cannot be installed in {}", tools, cause);
            return Optional.empty();
        }
    }

    private void build() throws IOException {
        Optional<Path> go = Programs.find("go");
        if (go.isEmpty()) {
            LOG.info("No Go on the PATH to build Temporal with");
            return;
        }
        progress.accept("building the Temporal server with Go, once; this takes two to three minutes");
        Path folder = Files.createTempDirectory(tools, "build");
        Path log = tools.resolve("temporal-build.log");
        int code = Programs.run(
                log, TO_BUILD, List.of("env", "GOBIN=" + folder, go.get().toString(), "install", GO_PACKAGE));
        if (code == 0) {
            Files.move(folder.resolve("temporal"), tools.resolve("temporal"), StandardCopyOption.REPLACE_EXISTING);
        } else {
            progress.accept("the Temporal server could not be built (exit " + code + "), see " + log);
        }
        Files.deleteIfExists(folder.resolve("temporal"));
        Files.delete(folder);
    }
}
