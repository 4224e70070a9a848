package io.kubeforge.activities.failure;

/** What answers is not a Linux host with a POSIX shell. */
public class NotLinux extends HostFailure {
    /** Quotes what answered. */
    public NotLinux(String host, String seen) {
        super(
                true,
                "Host " + host + " is not a Linux host with a POSIX shell: it answered \"" + seen
                        + "\". Check the address; only Linux hosts can become nodes.",
                null);
    }
}
