package io.kubeforge.store;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the keyset file named by {@code KUBEFORGE_KEYSET_FILE} unless it is there; run once before api and worker. */
public final class KeysetInit {
    /** The environment variable that names the keyset file. */
    public static final String VARIABLE = "KUBEFORGE_KEYSET_FILE";

    private static final Logger LOG = LoggerFactory.getLogger(KeysetInit.class);

    private KeysetInit() {}

    /** Makes the file and says so. */
    public static void main(String[] arguments) {
        String file = System.getenv(VARIABLE);
        if (file == null || file.isBlank()) {
            throw new KeysetException(VARIABLE + " is not set: let it name the keyset file to make.");
        }
        boolean made = Keyset.createIfAbsent(Path.of(file));
        LOG.info(made ? "Made the keyset file {}" : "The keyset file {} is there already", file);
    }
}
