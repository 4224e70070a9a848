package io.kubeforge.activities.ssh;

import io.kubeforge.activities.failure.DiskFull;
import io.kubeforge.activities.failure.HostBusy;
import io.kubeforge.activities.failure.NotLinux;
import io.kubeforge.activities.failure.OperationLost;
import io.kubeforge.activities.failure.ScriptFailed;
import io.kubeforge.activities.failure.SystemdMissing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts or finds one operation's command and follows it; the protocol is described in docs/scripts.md. */
final class DetachedRun {
    private static final Logger LOG = LoggerFactory.getLogger(DetachedRun.class);
    private static final Duration START = Duration.ofSeconds(150);
    private static final Duration POLL = Duration.ofSeconds(60);
    private static final int WAIT_SECONDS = 30;
    /** The output of a long command is told in pieces of this many seconds at most, unless very many are followed. */
    private static final int LONGEST_GATHERING = 10;

    /** Each question costs both sides something: so many commands are asked once a second, all together. */
    private static final int FOLLOWED_PER_SECOND = 20;

    private static final AtomicInteger FOLLOWED = new AtomicInteger();

    private static final int TAIL = 256 << 10;
    private static final Pattern NO_SPACE = Pattern.compile(DiskFull.SAID);
    private static final int NO_SYSTEMD = 3;
    private static final int NO_LINUX = 4;

    private final RootShell shell;
    private final String host;
    private final Operation operation;
    private final Script script;
    private final Output listener;

    DetachedRun(RootShell shell, Operation operation, Script script, Output listener) {
        this.shell = shell;
        this.host = shell.host();
        this.operation = operation;
        this.script = script;
        this.listener = listener;
    }

    ScriptResult follow() {
        LOG.debug("Starting {} on host {} as operation {}", script.name(), host, operation.id());
        Reply reply = ask(start(), START);
        return switch (reply.word(0)) {
            case "started" -> follow(reply.number(1), false);
            case "attached", "finished" -> follow(reply.number(1), true);
            case "busy" -> throw busy(reply);
            default -> throw reply.notUnderstood();
        };
    }

    private Script start() {
        return Script.of("operation-start")
                .with("OPERATION", operation.id())
                .with("CLUSTER", operation.cluster())
                .with("CLUSTER_UID", operation.clusterUid())
                .with("SCRIPT_NAME", script.name())
                .with("DIGEST", script.digest())
                .with("DEADLINE", String.valueOf(operation.deadline().toSeconds()))
                .with("TAKE_OVER", operation.takeOver() ? "yes" : "no")
                .withSecret("PAYLOAD", script.render());
    }

    private ScriptResult follow(int tryNumber, boolean attached) {
        FOLLOWED.incrementAndGet();
        try {
            return followed(tryNumber, attached);
        } finally {
            FOLLOWED.decrementAndGet();
        }
    }

    private ScriptResult followed(int tryNumber, boolean attached) {
        listener.begins(script.name(), tryNumber, attached);
        Utf8Stream decoder = new Utf8Stream();
        Tail tail = new Tail(TAIL);
        long offset = 0;
        long begin = System.nanoTime();
        while (true) {
            int gather = gathering(System.nanoTime() - begin, FOLLOWED.get());
            Reply reply = poll(operation.id(), tryNumber, offset, gather);
            String text = decoder.decode(reply.bytes, reply.endOfLine, reply.bytes.length - reply.endOfLine);
            String state = reply.word(0);
            if (!state.equals("running")) {
                text += decoder.end();
            }
            tail.append(text);
            listener.text(text);
            if (state.equals("finished")) {
                return new ScriptResult(reply.number(1), tail.toString(), "", tryNumber, attached);
            }
            if (state.equals("lost")) {
                throw new OperationLost(host, script.name(), operation.id(), tryNumber, reply.word(1));
            }
            if (!state.equals("running")) {
                throw reply.notUnderstood();
            }
            offset = reply.offset(2);
        }
    }

    /** The longer a command runs, and the more do, the less often it is asked: its end is told at once all the same. */
    static int gathering(long nanosFollowed, int followed) {
        long patience =
                Math.min(LONGEST_GATHERING, Duration.ofNanos(nanosFollowed).toSeconds() / 3);
        return (int) Math.max(patience, Math.min(WAIT_SECONDS, followed / FOLLOWED_PER_SECOND));
    }

    private Reply poll(String operationId, int tryNumber, long offset, int gather) {
        return ask(
                Script.of("operation-poll")
                        .with("OPERATION", operationId)
                        .with("TRY", String.valueOf(tryNumber))
                        .with("OFFSET", String.valueOf(offset))
                        .with("WAIT", String.valueOf(WAIT_SECONDS))
                        .with("GATHER", String.valueOf(gather)),
                POLL);
    }

    /**
     * The host is held. Who holds it for the same cluster changes what the caller has seen, so after its end the
     * caller has to look again; nothing is started on old sight.
     */
    private HostBusy busy(Reply reply) {
        String clusterUid = reply.word(1);
        String cluster = reply.word(2);
        String holder = reply.word(3);
        if (!clusterUid.equals(operation.clusterUid())) {
            return HostBusy.heldBy(host, cluster, holder);
        }
        LOG.debug("Waiting on host {} for operation {} of the same cluster", host, holder);
        int tryNumber = reply.number(4);
        long offset = 0;
        Reply state = poll(holder, tryNumber, offset, LONGEST_GATHERING);
        while (state.word(0).equals("running")) {
            listener.text("");
            offset = state.offset(2);
            state = poll(holder, tryNumber, offset, LONGEST_GATHERING);
        }
        return HostBusy.wasHeldBy(host, cluster, holder);
    }

    private Reply ask(Script question, Duration deadline) {
        Connection.Answer answer = shell.execute(question, deadline, () -> listener.text(""));
        Reply reply = new Reply(question, answer);
        if (answer.exitCode() == 0) {
            return reply;
        }
        String said = new String(answer.stderr(), StandardCharsets.UTF_8).strip();
        if (answer.exitCode() == NO_SYSTEMD) {
            throw new SystemdMissing(host, said);
        }
        if (answer.exitCode() == NO_LINUX) {
            throw new NotLinux(host, said);
        }
        if (NO_SPACE.matcher(said).find()) {
            throw new DiskFull("Host " + host + " has no space for the record of what runs there: " + lastLine(said)
                    + ". Free some space on the host; the step then goes on by itself.");
        }
        throw new ScriptFailed(host, question.name(), answer.exitCode(), said, false);
    }

    private static String lastLine(String said) {
        return said.substring(said.lastIndexOf('\n') + 1);
    }

    /** The first line of an answer in words, and the bytes that follow it. */
    private final class Reply {
        private final Script question;
        private final byte[] bytes;
        private final int endOfLine;
        private final String line;

        Reply(Script question, Connection.Answer answer) {
            this.question = question;
            this.bytes = answer.stdout();
            int end = 0;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            this.line = new String(bytes, 0, end, StandardCharsets.UTF_8);
            this.endOfLine = Math.min(end + 1, bytes.length);
        }

        String word(int index) {
            String[] words = line.split(" ");
            if (index >= words.length) {
                throw notUnderstood();
            }
            return words[index];
        }

        int number(int index) {
            return (int) offset(index);
        }

        long offset(int index) {
            try {
                return Long.parseLong(word(index));
            } catch (NumberFormatException e) {
                throw notUnderstood();
            }
        }

        ScriptFailed notUnderstood() {
            return new ScriptFailed(host, question.name(), 0, "an answer that is not understood: " + line, false);
        }
    }
}
