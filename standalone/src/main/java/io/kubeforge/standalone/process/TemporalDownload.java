package io.kubeforge.standalone.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the {@code temporal} program from its publisher and keeps it only if it has the published checksum. */
public final class TemporalDownload {
    /** Where the publisher's releases lie. */
    public static final URI RELEASES = URI.create("https://github.com/temporalio/cli/releases/download/");

    private static final Logger LOG = LoggerFactory.getLogger(TemporalDownload.class);
    private static final Duration TO_CONNECT = Duration.ofSeconds(3);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final Duration TO_FETCH = Duration.ofMinutes(5);

    private final URI releases;
    private final Consumer<String> progress;

    /** Fetches from the given address, laid out as {@link #RELEASES}. */
    public TemporalDownload(URI releases, Consumer<String> progress) {
        this.releases = releases;
        this.progress = progress;
    }

    /** Puts the program into the folder; false when it cannot be fetched, which is normal without internet. */
    boolean into(Path folder) throws IOException {
        String archiveName = "temporal_cli_" + TemporalBinary.CLI_VERSION + "_" + platform() + ".tar.gz";
        URI release = releases.resolve("v" + TemporalBinary.CLI_VERSION + "/");
        Path archive = Files.createTempFile(folder, "temporal", ".tar.gz");
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(TO_CONNECT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            Optional<String> published = checksum(client, release.resolve("checksums.txt"), archiveName);
            if (published.isEmpty()) {
                LOG.warn("{} publishes no checksum of {}", release, archiveName);
                return false;
            }
            progress.accept("fetching the Temporal server " + release.resolve(archiveName));
            String actual = fetch(client, release.resolve(archiveName), archive);
            if (!actual.equals(published.get())) {
                progress.accept("what was fetched has another checksum than its publisher says and is discarded");
                return false;
            }
            return unpack(archive, folder);
        } catch (IOException unreachable) {
            LOG.info("Temporal cannot be fetched from {}: {}", release, unreachable.toString());
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RefusedToStart("Interrupted while Temporal was fetched.", interrupted);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String architecture = System.getProperty("os.arch");
        return system + "_" + (architecture.equals("aarch64") ? "arm64" : "amd64");
    }

    private static Optional<String> checksum(HttpClient client, URI address, String name)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request(address, TO_ANSWER), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new IOException(address + " answers " + response.statusCode());
        }
        return response.body()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length == 2 && fields[1].equals(name))
                .map(fields -> fields[0])
                .findFirst();
    }

    private static String fetch(HttpClient client, URI address, Path file) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        HttpResponse<InputStream> response =
                client.send(request(address, TO_FETCH), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = new DigestInputStream(response.body(), digest)) {
            if (response.statusCode() != 200) {
                throw new IOException(address + " answers " + response.statusCode());
            }
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static HttpRequest request(URI address, Duration time) {
        return HttpRequest.newBuilder(address).timeout(time).build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static boolean unpack(Path archive, Path folder) throws IOException {
        Path unpacked = Files.createTempDirectory(folder, "unpack");
        try {
            int code = Programs.run(
                    folder.resolve("temporal-unpack.log"),
                    Duration.ofMinutes(1),
                    List.of("tar", "-xzf", archive.toString(), "-C", unpacked.toString(), "temporal"));
            if (code != 0) {
                throw new IOException("tar cannot unpack " + archive + " (exit " + code + ")");
            }
            Files.move(
                    unpacked.resolve("temporal"),
                    folder.resolve("temporal"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            Files.deleteIfExists(unpacked.resolve("temporal"));
            Files.delete(unpacked);
        }
    }
}
