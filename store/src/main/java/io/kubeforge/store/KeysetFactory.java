package io.kubeforge.store;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Loads the keyset when the process starts and proves that it is the one of this database. */
@Factory
@Requires(property = "datasources.default.url")
final class KeysetFactory {
    private static final String CHECK = "";
    private static final String PURPOSE = "check";

    /** The proven keyset; the first process of a new database leaves the check row that others must decrypt. */
    @Bean
    @Context
    Keyset keyset(
            SealedRepository values,
            @Value("${kubeforge.store.keyset-file:}") String configured,
            @Value("${KUBEFORGE_KEYSET_FILE:}") String environment) {
        String file = configured.isBlank() ? environment : configured;
        if (file.isBlank()) {
            throw new KeysetException("No keyset file is named: set kubeforge.store.keyset-file or "
                    + KeysetInit.VARIABLE + " to the file with the keys of the secrets in the database.");
        }
        Keyset keyset = Keyset.load(Path.of(file));
        if (values.find(CHECK).isEmpty()) {
            values.insertUnlessPresent(CHECK, keyset.seal(PURPOSE.getBytes(StandardCharsets.UTF_8), PURPOSE));
        }
        SealedValue check = values.find(CHECK).orElseThrow();
        try {
            keyset.open(check.sealed(), PURPOSE);
        } catch (KeysetException e) {
            throw new KeysetException("The keyset file " + file + " is not the one of this database: put back the"
                    + " file that was in use when the database was made, or name the right database.");
        }
        return keyset;
    }
}
