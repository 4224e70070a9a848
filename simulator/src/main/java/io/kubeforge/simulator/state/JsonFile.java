package io.kubeforge.simulator.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file with one JSON value that is replaced as a whole, so that a reader never sees half of it. */
public final class JsonFile<T> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path path;
    private final Class<T> type;

    /** A file at this path, which need not exist yet. */
    public JsonFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    /** What the file holds, or nothing when there is no such file. */
    public Optional<T> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(path.toFile(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The simulator cannot read its state in " + path + "; remove the file to begin anew.", e);
        }
    }

    /** Replaces the content. */
    public void write(T value) {
        try {
            replace(path, JSON.writeValueAsString(value) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot write its state to " + path + ".", e);
        }
    }

    /** Replaces a file's content at once; only the owner may read it. */
    public static void replace(Path path, String content) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, content, StandardCharsets.UTF_8);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
