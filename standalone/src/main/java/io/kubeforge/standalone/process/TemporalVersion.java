package io.kubeforge.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Temporal program that runs on this computer, with the version of the server inside it. */
public record TemporalVersion(Path program, String server) {
    private static final Pattern SERVER = Pattern.compile("\\(Server ([0-9][0-9A-Za-z.+-]*)");
    private static final Duration TO_SAY = Duration.ofSeconds(20);

    /** Asks the program; empty when it is none, or does not run here. */
    static Optional<TemporalVersion> of(Path program) {
        if (!Programs.isExecutable(program)) {
            return Optional.empty();
        }
        return Programs.output(TO_SAY, List.of(program.toString(), "--version"))
                .map(SERVER::matcher)
                .filter(Matcher::find)
                .map(match -> new TemporalVersion(program, match.group(1)));
    }
}
