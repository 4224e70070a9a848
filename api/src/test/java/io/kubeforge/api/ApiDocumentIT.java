package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs every line of {@code docs/api.md} and compares its output with what stands below it. */
@Timeout(180)
class ApiDocumentIT {
    private static final Path PAGE = Path.of("..", "docs", "api.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```\\n(?:```text\\n(.*?)^```\\n)?", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TOKEN = Pattern.compile("token: (\\S+)");
    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority-data: (\\S+)");
    private static final String SERVER = "https://127.0.0.1:8443";

    /** Of its own: the document's names are its readers', and other tests may use the same. */
    private final ApiProcess api = ApiProcess.with(Map.of());

    @TempDir
    Path folder;

    @Test
    void everyLineAnswersWhatTheDocumentShows() throws Exception {
        assumeTrue("true".equals(System.getenv("CI")) || isInstalled("curl"), "there is no curl on the PATH");
        writeCredentials();
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(PAGE)).results().toList();
        assertTrue(blocks.size() >= 12, "only " + blocks.size() + " blocks were found");
        run(blocks);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String printed = Files.readString(folder.resolve("out-" + i));
            String shown = blocks.get(i).group(2) == null ? "" : blocks.get(i).group(2);
            if (!pattern(shown).matcher(bare(printed)).matches()) {
                wrong.add(blocks.get(i).group(1) + "printed\n" + printed + "\nbut the document shows\n" + shown);
            }
        }
        assertEquals(List.of(), wrong, String.join("\n", wrong));
    }

    /** One shell for all blocks, for later ones use what earlier ones set. */
    private void run(List<MatchResult> blocks) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -u\n");
        for (int i = 0; i < blocks.size(); i++) {
            String lines = blocks.get(i).group(1).replace(SERVER, api.url());
            script.append("exec >out-").append(i).append(" 2>&1\n").append(lines);
        }
        Path file = Files.writeString(folder.resolve("script.sh"), script);
        Process shell = new ProcessBuilder("sh", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        if (!shell.waitFor(120, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
            throw new IllegalStateException("the lines of the document do not end");
        }
        assertEquals(0, shell.exitValue(), Files.readString(folder.resolve("output")));
    }

    private void writeCredentials() throws IOException {
        Path home = Files.createDirectory(folder.resolve(".kubeforge"));
        Files.writeString(home.resolve("authorization"), "Authorization: Bearer " + field(TOKEN) + "\n");
        Files.write(home.resolve("ca.crt"), Base64.getDecoder().decode(field(AUTHORITY)));
    }

    private String field(Pattern pattern) {
        Matcher matcher = pattern.matcher(api.kubeconfig());
        assertTrue(matcher.find(), pattern.pattern());
        return matcher.group(1);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Where lines are broken is the document's own choice; HTTP's headers may be of either case. */
    private static String bare(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Pattern pattern(String shown) {
        String expression =
                Arrays.stream(bare(shown).split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*?"));
        return Pattern.compile(expression, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }
}
