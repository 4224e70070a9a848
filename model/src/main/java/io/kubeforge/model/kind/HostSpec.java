package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** How a host is reached. */
@Field("How the host is reached over SSH.")
public record HostSpec(
        @Field(value = "Name or IP address under which the host's SSH server is reached.", required = true)
        String address,

        @Field(value = "Port of the SSH server.", byDefault = "22", minimum = 1, maximum = 65535)
        Integer port,

        @Field(
                value =
                        "User to log in as: root, or one that may use sudo. If sudo asks for a password, it is taken from"
                                + " the key sudoPassword of the credentialsRef's Secret.",
                byDefault = "\"root\"")
        String user,

        @Field(
                value =
                        "Secret of type kubernetes.io/ssh-auth whose key ssh-privatekey opens the host. It may also hold"
                                + " passphrase (of an encrypted private key), ssh-certificate (an OpenSSH user certificate for"
                                + " the key, the content of id_ed25519-cert.pub) and sudoPassword.",
                required = true)
        LocalRef credentialsRef,

        @Field("The host's public SSH key as in known_hosts, e.g. \"ssh-ed25519 AAAA…\". Any other key is refused.")
        String hostKey,

        @Field(
                value = "What to do when no hostKey is given: record the first key seen in status.hostKey and tell its"
                        + " fingerprint in an Event (RecordOnFirstContact), or refuse to connect (Strict).",
                byDefault = "\"RecordOnFirstContact\"",
                oneOf = {"RecordOnFirstContact", "Strict"})
        String hostKeyPolicy,

        @Field("The address under which the other nodes reach this host; without it the address that its default route"
                + " uses.")
        String nodeAddress,

        @Field("The Host through which this one is reached, when it is not reached directly. That Host may have a"
                + " bastionRef of its own. Only its SSH server is used, which must allow TCP forwarding; address and"
                + " port of this Host are as seen from there.")
        LocalRef bastionRef) {

    public static final String STRICT = "Strict";

    /** Absent fields are read as their defaults, so that objects stored before a field existed can be read. */
    public HostSpec {
        port = port == null ? 22 : port;
        user = user == null ? "root" : user;
        hostKeyPolicy = hostKeyPolicy == null ? "RecordOnFirstContact" : hostKeyPolicy;
    }
}
