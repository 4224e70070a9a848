package io.kubeforge.activities.failure;

import java.time.Duration;

/** The host is connected, but a script that only looks did not end in its time. */
public class ScriptTimedOut extends HostFailure {
    /** Says which script did not end and how long it had. */
    public ScriptTimedOut(String host, String script, Duration deadline) {
        super(
                false,
                "Script " + script + " did not end within " + deadline.toSeconds() + " s on host " + host
                        + ". The host may be overloaded, or its disk or its Kubernetes API may hang: look there with"
                        + " uptime and dmesg.",
                null);
    }
}
