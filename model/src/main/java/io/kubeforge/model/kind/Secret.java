package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.Map;

/** A Secret of core v1; {@code data} holds base64. */
@Field("A Secret: values that are stored encrypted.")
@Resource(
        version = "v1",
        selectableFields = "type",
        columns = {
            @PrinterColumn(name = "Type", description = "What the Secret is for.", path = ".type"),
            @PrinterColumn(name = "Data", description = "Number of its entries.", cell = ConfigMap.Entries.class),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp")
        })
public record Secret(
        ObjectMeta metadata,

        @Field("What the Secret is for: Opaque; kubernetes.io/ssh-auth for what opens a host: ssh-privatekey, and"
                + " perhaps passphrase, ssh-certificate and sudoPassword; kubernetes.io/dockerconfigjson for the"
                + " passwords of registries.")
        String type,

        @Field(value = "Values in base64 by their keys.", format = "byte")
        Map<String, String> data,

        @Field("Values as plain text; written into data, never answered.")
        Map<String, String> stringData,

        @Field("Whether the values may never change again.") Boolean immutable) {
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
    /** Type of a Secret with a user, a password or both. */
    public static final String BASIC_AUTH = "kubernetes.io/basic-auth";
    /** Key of the user in a Secret of type {@link #BASIC_AUTH}. */
    public static final String USERNAME = "username";
    /** Key of the password in a Secret of type {@link #BASIC_AUTH}. */
    public static final String PASSWORD = "password";
    /** Type of a Secret with a certificate and its private key. */
    public static final String TLS = "kubernetes.io/tls";
    /** Key of the certificate in a Secret of type {@link #TLS}. */
    public static final String TLS_CERTIFICATE = "tls.crt";
    /** Key of the private key in a Secret of type {@link #TLS}. */
    public static final String TLS_PRIVATE_KEY = "tls.key";
    /** Key of a cluster's kubeconfig: the convention of Cluster API, read by Flux and Argo CD. */
    public static final String KUBECONFIG = "value";

    /** An absent map is read as empty. */
    public Secret {
        data = data == null ? Map.of() : Map.copyOf(data);
    }
}
