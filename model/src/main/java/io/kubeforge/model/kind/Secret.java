package io.kubeforge.model.kind;

import java.util.Map;

/** A Secret of core v1; {@code data} holds base64. */
public record Secret(ObjectMeta metadata, String type, Map<String, String> data, Boolean immutable) {
    public static final String OPAQUE = "Opaque";
    public static final String SSH_AUTH = "kubernetes.io/ssh-auth";
    /** Key of the private key in a Secret of type {@link #SSH_AUTH}. */
    public static final String SSH_PRIVATE_KEY = "ssh-privatekey";
    /** Key of the passphrase that opens an encrypted private key. */
    public static final String PASSPHRASE = "passphrase";
    /** Key of an OpenSSH user certificate for the private key, as ssh-keygen -s writes it. */
    public static final String SSH_CERTIFICATE = "ssh-certificate";
    /** Key of the password that sudo asks for. */
    public static final String SUDO_PASSWORD = "sudoPassword";
    /** Type of a Secret with the users and passwords of registries. */
    public static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";
    /** Its only key: a JSON text as docker login writes it. */
    public static final String DOCKER_CONFIG_JSON = ".dockerconfigjson";
    /** Key of a cluster's kubeconfig: the convention of Cluster API, read by Flux and Argo CD. */
    public static final String KUBECONFIG = "value";

    /** An absent map is read as empty. */
    public Secret {
        data = data == null ? Map.of() : Map.copyOf(data);
    }
}
