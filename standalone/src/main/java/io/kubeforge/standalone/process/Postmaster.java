package io.kubeforge.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that runs on our data folder, as its own pid file tells: it lives on when its parent is killed. */
record Postmaster(ProcessHandle process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration TO_STOP = Duration.ofSeconds(30);
    private static final Duration TO_SIGNAL = Duration.ofSeconds(10);
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** The one on this folder; a pid file whose process is gone or is no PostgreSQL is PostgreSQL's own to clear. */
    static Optional<Postmaster> on(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> isPostgresOn(process, data))
                    .map(process -> new Postmaster(process, port));
        } catch (IOException | NumberFormatException cause) {
            throw new RefusedToStart(
                    "PostgreSQL's pid file " + pidFile + " cannot be read (" + cause.getMessage() + ").", cause);
        }
    }

    private static boolean isPostgresOn(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        boolean isPostgres = info.command()
                .map(Path::of)
                .map(Path::getFileName)
                .filter(name -> name.toString().startsWith("postgres"))
                .isPresent();
        return isPostgres
                && info.arguments()
                        .map(arguments -> List.of(arguments).contains(data.toString()))
                        .orElse(true);
    }

    /** Fast shutdown: open transactions are rolled back, everything committed is written. */
    void stop() {
        LOG.info("Stopping PostgreSQL (process {})", process.pid());
        try {
            int code = Programs.run(
                    Path.of("/dev/null"), TO_SIGNAL, List.of("kill", "-INT", Long.toString(process.pid())));
            if (endsWithin(TO_STOP)) {
                return;
            }
            throw new RefusedToStart("PostgreSQL (process " + process.pid() + ") does not stop (kill: " + code
                    + "); stop it yourself with `kill -INT " + process.pid() + "` and start again.");
        } catch (IOException cause) {
            throw new RefusedToStart("PostgreSQL (process " + process.pid() + ") cannot be told to stop.", cause);
        }
    }

    /** Waits for its end; false when the time was up first. */
    boolean endsWithin(Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RefusedToStart("Interrupted while PostgreSQL was waited for.", interrupted);
        } catch (ExecutionException cause) {
            throw new IllegalStateException("The end of PostgreSQL cannot be waited for.", cause);
        }
    }
}
