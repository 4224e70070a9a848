package io.kubeforge.activities;

import io.kubeforge.activities.ssh.Output;
import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.store.StepLog;
import io.kubeforge.store.StepOutput;
import io.kubeforge.workflows.HostStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A step that is connected to its host: where it runs its scripts, and where their output goes, redacted. */
public final class StepSession implements Output, AutoCloseable {
    private final HostStep step;
    private final RemoteHost remote;
    private final Heart heart;
    private final StepLog log;
    private final Silence silence;
    private final Runnable begun;
    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int tryNumber;
    private long offset;
    private long kept;

    StepSession(HostStep step, RemoteHost remote, Heart heart, StepLog log, Silence silence, Runnable begun) {
        this.step = step;
        this.remote = remote;
        this.heart = heart;
        this.log = log;
        this.silence = silence;
        this.begun = begun;
    }

    /** The host. */
    public RemoteHost remote() {
        return remote;
    }

    /** The step. */
    public HostStep step() {
        return step;
    }

    /** These values never reach the log. */
    public void hide(String... values) {
        secrets.addAll(List.of(values));
    }

    /** Waits before the next look; ends the step when it was cancelled. */
    public void pause(Duration time) {
        heart.check();
        heart.pause(time);
    }

    /** A try's text always comes from its first byte; what an earlier attempt of this step kept is not kept twice. */
    @Override
    public void begins(String script, int newTry, boolean attached) {
        close();
        begun.run();
        silence.begins(script);
        tryNumber = newTry;
        offset = 0;
        kept = attached ? log.length(step.cluster().uid(), step.host(), step.operation(), newTry) : 0;
    }

    /**
     * Takes a piece of output; also called without any now and then, so that a cancelled step ends.
     *
     * @throws io.temporal.client.ActivityCompletionException when the step shall end
     */
    @Override
    public void text(String text) {
        heart.check();
        begun.run(); // also of a step that waits for another one on the host
        if (text.isEmpty()) {
            silence.lasts();
            return;
        }
        silence.broken();
        pending.append(text);
        int end = pending.lastIndexOf("\n") + 1;
        if (end > 0) {
            write(end);
        }
    }

    /** Writes what has no line end yet. */
    @Override
    public void close() {
        heart.calm();
        if (pending.length() > 0) {
            write(pending.length());
        }
    }

    private void write(int end) {
        String text = Redaction.redact(pending.substring(0, end), secrets);
        pending.delete(0, end);
        silence.lines(text);
        int known = (int) Math.min(text.length(), Math.max(0, kept - offset));
        if (known < text.length()) {
            keep(offset + known, text.substring(known));
        }
        offset += text.length();
    }

    private void keep(long start, String text) {
        log.append(new StepOutput(
                step.cluster().uid(),
                step.cluster().namespace(),
                step.cluster().name(),
                step.host(),
                step.name(),
                step.operation(),
                tryNumber,
                start,
                text));
    }
}
