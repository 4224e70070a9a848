package io.kubeforge.activities.ssh;

/**
 * How to reach one host and what proves that it is the right one.
 *
 * @param name what messages call the host
 * @param pinnedHostKey the only key to accept, as in known_hosts ("ssh-ed25519 AAAA…"); null when none is known yet
 * @param strict whether a host without a pinned key is refused
 */
public record SshTarget(
        String name,
        String address,
        int port,
        String user,
        Credential credential,
        String pinnedHostKey,
        boolean strict) {

    /** The same with a key pinned that was seen on it, unless one is. */
    public SshTarget pinnedTo(String seen) {
        String key = pinnedHostKey == null ? seen : pinnedHostKey;
        return new SshTarget(name, address, port, user, credential, key, strict);
    }

    /** Name and address, as messages show them. */
    String label() {
        return name + " (" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + ")";
    }

    @Override
    public String toString() {
        return "SshTarget[" + user + "@" + label() + "]";
    }
}
