package io.kubeforge.activities.failure;

/** No usable host key is given for a host whose key may not be taken on trust. */
public class HostKeyUnknown extends HostFailure {
    private HostKeyUnknown(String host, String rest) {
        super(true, "Host " + host + " is not known by its SSH host key: " + rest, null);
    }

    /** The policy is strict and no key is given: says which key was seen, and how to accept it. */
    public static HostKeyUnknown seen(String host, String fingerprint, String key) {
        return new HostKeyUnknown(
                host,
                "it shows " + fingerprint + ", and no key is given for it. Compare this with what `ssh-keygen -lf"
                        + " /etc/ssh/ssh_host_" + fileOf(key) + "_key.pub` prints on the host itself, then set"
                        + " spec.hostKey to \"" + key + "\".");
    }

    /** The key that is given is none. */
    public static HostKeyUnknown unusable(String host) {
        return new HostKeyUnknown(
                host,
                "the key given for it is not a public SSH key. Set spec.hostKey to the line that `ssh-keyscan` prints,"
                        + " without the name, after comparing it on the host.");
    }

    private static String fileOf(String key) {
        if (key.startsWith("ecdsa")) {
            return "ecdsa";
        }
        return key.startsWith("ssh-rsa") ? "rsa" : "ed25519";
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
