package io.kubeforge.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies on disk for PostgreSQL: its data, the port and the password chosen once, and a mark while the data folder
 * has never been used.
 */
record PostgresFolder(Path data, Path settings) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);
    private static final int PASSWORD_BYTES = 24;

    /** The major version of the binaries that the pom pins; a folder belongs to one major version. */
    private static final String MAJOR = "18";

    private static final List<String> RESTRICTED_ACCESS = List.of(
            "# Written by KubeForge: this computer only, and only with the password.",
            "host all all 127.0.0.1/32 scram-sha-256");

    static PostgresFolder of(DataFolder folder) {
        Path settings = folder.root().resolve("postgres-settings");
        try {
            DataFolder.makePrivate(settings);
        } catch (IOException cause) {
            throw new RefusedToStart("The folder " + settings + " cannot be made (" + cause + ").", cause);
        }
        return new PostgresFolder(folder.root().resolve("postgres"), settings);
    }

    private Path unfinished() {
        return settings.resolve("unfinished");
    }

    /** From here until {@link #finish} the data folder holds nothing that anybody wrote. */
    void begin() throws IOException {
        if (!Files.exists(data)) {
            Files.writeString(unfinished(), "The data folder has not been used yet.\n");
            DataFolder.makePrivate(data);
        }
    }

    /** The data folder is in use: from now on it is never removed. */
    void finish() {
        try {
            Files.deleteIfExists(unfinished());
        } catch (IOException cause) {
            throw new RefusedToStart("The file " + unfinished() + " cannot be removed (" + cause + ").", cause);
        }
    }

    /** Removes a data folder whose very first start was cut off, unless a PostgreSQL runs on it. */
    void removeUnfinished() {
        if (!Files.exists(unfinished()) || Postmaster.on(data).isPresent()) {
            return;
        }
        LOG.info("Removing {}, whose first start was cut off", data);
        try {
            if (Files.exists(data)) {
                deleteTree(data);
            }
        } catch (IOException | UncheckedIOException cause) {
            throw new RefusedToStart("The half-made folder " + data + " cannot be removed (" + cause + ").", cause);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Refuses a folder that another major version of PostgreSQL made, or that has lost its version file. */
    void requireVersion() {
        if (!Files.exists(data)) {
            return;
        }
        try {
            String version = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!version.equals(MAJOR)) {
                throw new RefusedToStart("The folder " + data + " was made by PostgreSQL " + version
                        + " and this KubeForge brings PostgreSQL " + MAJOR
                        + "; use the KubeForge that made it, or move the folder away to begin with an empty one.");
            }
        } catch (IOException cause) {
            throw new RefusedToStart(
                    "The folder " + data + " is no whole PostgreSQL folder (PG_VERSION cannot be read); restore it"
                            + " from a backup, or move it away to begin with an empty one.",
                    cause);
        }
    }

    boolean isRestricted() {
        try {
            return Files.readAllLines(data.resolve("pg_hba.conf")).equals(RESTRICTED_ACCESS);
        } catch (IOException cause) {
            throw new RefusedToStart("The file " + data.resolve("pg_hba.conf") + " cannot be read.", cause);
        }
    }

    void restrict() {
        Path file = data.resolve("pg_hba.conf");
        try {
            DataFolder.writePrivately(file, String.join("\n", RESTRICTED_ACCESS) + "\n");
        } catch (IOException cause) {
            throw new RefusedToStart("The file " + file + " cannot be written (" + cause + ").", cause);
        }
    }

    /** The password, made once. */
    String password() {
        Path file = settings.resolve("password");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(random);
                DataFolder.writePrivately(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException cause) {
            throw new RefusedToStart("The file " + file + " cannot be used (" + cause + ").", cause);
        }
    }

    /** The port, chosen once and again only when another program has taken it. */
    int port() {
        Path file = settings.resolve("port");
        try {
            if (Files.exists(file)) {
                int port = Integer.parseInt(Files.readString(file).strip());
                if (Ports.isFree(port)) {
                    return port;
                }
                LOG.warn("Port {} of PostgreSQL was taken by another program; choosing another one", port);
            }
            int port = Ports.anyFree();
            DataFolder.writePrivately(file, Integer.toString(port));
            return port;
        } catch (IOException | NumberFormatException cause) {
            throw new RefusedToStart("The file " + file + " cannot be used (" + cause + ").", cause);
        }
    }
}
