package io.kubeforge.model.kind;

/** An Event of core v1: what happened to an object, for people. */
public record Event(
        ObjectMeta metadata,
        InvolvedObject involvedObject,
        String reason,
        String message,
        String type,
        Integer count,
        String firstTimestamp,
        String lastTimestamp,
        Source source) {
    public static final String NORMAL = "Normal";
    public static final String WARNING = "Warning";

    /** The object that the event is about. */
    public record InvolvedObject(
            String apiVersion, String kind, String namespace, String name, String uid, String fieldPath) {}

    /** Who saw it. */
    public record Source(String component, String host) {}
}
