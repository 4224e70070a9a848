package io.kubeforge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The crash matrix on real hosts, see {@code crash-matrix.sh}: {@code -Dcrash=sample} strikes at every remote operation
 * of a creation once, {@code -Dcrash=all} with every kind of fault, each in a creation of its own.
 */
@EnabledIfSystemProperty(named = "crash", matches = "sample|all")
@EnabledIfSystemProperty(named = "faults", matches = ".+")
class CrashMatrixE2E {
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void theClusterConvergesWhateverBreaks() throws Exception {
        Path repository = Path.of(System.getProperty("user.dir")).getParent();
        List<String> command = new ArrayList<>(
                List.of(repository.resolve("e2e/crash-matrix.sh").toString()));
        for (String name : List.of("hosts", "spec", "faults", "virtual-ip", "seed", "operations", "table")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.addAll(List.of("--" + name, value));
            }
        }
        if (System.getProperty("crash").equals("all")) {
            command.add("--all");
        }
        Process matrix = new ProcessBuilder(command)
                .directory(repository.toFile())
                .inheritIO()
                .start();
        assertEquals(0, matrix.waitFor(), "some points went wrong; the lines above name them");
    }
}
