package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** How a host is reached. */
@Field("How the host is reached over SSH.")
public record HostSpec(
        @Field(value = "Name or IP address under which the host's SSH server is reached.", required = true)
        String address,

        @Field(value = "Port of the SSH server.", byDefault = "22", minimum = 1, maximum = 65535)
        Integer port,

        @Field(value = "User to log in as; root, or one that may use sudo without a password.", byDefault = "\"root\"")
        String user,

        @Field(
                value = "Secret of type kubernetes.io/ssh-auth whose key ssh-privatekey opens the host.",
                required = true)
        LocalRef credentialsRef,

        @Field("The host's public SSH key as in known_hosts, e.g. \"ssh-ed25519 AAAA…\". Any other key is refused.")
        String hostKey,

        @Field(
                value = "What to do when no hostKey is given: record the first key seen (RecordOnFirstContact),"
                        + " or refuse to connect (Strict).",
                byDefault = "\"RecordOnFirstContact\"",
                oneOf = {"RecordOnFirstContact", "Strict"})
        String hostKeyPolicy,

        @Field("The address under which the other nodes reach this host; without it the address that its default route"
                + " uses.")
        String nodeAddress) {

    public static final String STRICT = "Strict";

    /** Absent fields are read as their defaults, so that objects stored before a field existed can be read. */
    public HostSpec {
        port = port == null ? 22 : port;
        user = user == null ? "root" : user;
        hostKeyPolicy = hostKeyPolicy == null ? "RecordOnFirstContact" : hostKeyPolicy;
    }
}
