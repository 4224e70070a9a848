package io.kubeforge.standalone.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/failure-modes.md} promises a proof of each row: here it is seen that the proof exists. */
class FailureModesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern LINK = Pattern.compile("\\[`?([^]`]+)`?]\\(([^)]+)\\)");
    private static final Pattern COLUMN = Pattern.compile("matrix (`[a-z-]+`(?:, `[a-z-]+`)*)");

    @Test
    void everyProofThatIsNamedExists() throws IOException {
        List<MatchResult> links = LINK.matcher(page()).results().toList();
        assertTrue(links.size() > 30, "only " + links.size() + " links were found");
        for (MatchResult link : links) {
            Path target = DOCS.resolve(link.group(2));
            assertTrue(Files.exists(target), link.group(2) + " does not exist");
            String name = link.group(1);
            if (name.contains("#")) {
                String method = "void " + name.substring(name.indexOf('#') + 1) + "(";
                assertTrue(Files.readString(target).contains(method), name + " does not exist");
            }
        }
    }

    @Test
    void everyColumnOfTheMatrixThatIsNamedIsAFault() throws IOException {
        List<String> columns = COLUMN.matcher(page())
                .results()
                .flatMap(match -> Arrays.stream(match.group(1).split(", ")))
                .map(label -> label.replace("`", ""))
                .toList();
        columns.forEach(Fault::of);
        Arrays.stream(Fault.values())
                .forEach(fault -> assertTrue(columns.contains(fault.label()), fault.label() + " is in no row"));
    }

    @Test
    void everyRowHasAProof() throws IOException {
        page().lines()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| proof |"))
                .forEach(line -> {
                    String[] cells = line.substring(1).split(" \\| ");
                    assertTrue(cells.length == 4 && LINK.matcher(cells[3]).find(), "no proof: " + line);
                });
    }

    private static String page() throws IOException {
        return Files.readString(DOCS.resolve("failure-modes.md"));
    }
}
