package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubeforge.model.schema.Field;
import java.util.Locale;

/** An Event of core v1: what happened to an object, for people. */
@Field("An Event: what happened to an object, for people.")
@Resource(
        version = "v1",
        shortNames = "ev",
        selectableFields = {
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type"
        },
        columns = {
            @PrinterColumn(
                    name = "Last Seen",
                    type = Column.DATE,
                    description = "Time since it happened last.",
                    cell = Event.LastSeen.class),
            @PrinterColumn(name = "Type", description = "Normal or Warning.", path = ".type"),
            @PrinterColumn(name = "Reason", description = "Why it happened, in one word.", path = ".reason"),
            @PrinterColumn(name = "Object", description = "What it happened to.", cell = Event.ShownObject.class),
            @PrinterColumn(
                    name = "Subobject",
                    description = "The part that it happened to.",
                    path = ".involvedObject.fieldPath",
                    wide = true),
            @PrinterColumn(name = "Source", description = "Who saw it.", cell = Event.ShownSource.class, wide = true),
            @PrinterColumn(name = "Message", description = "What happened.", path = ".message"),
            @PrinterColumn(
                    name = "First Seen",
                    type = Column.DATE,
                    description = "Time since it happened first.",
                    cell = Event.FirstSeen.class,
                    wide = true),
            @PrinterColumn(
                    name = "Count",
                    description = "How often it happened.",
                    cell = Event.ShownCount.class,
                    wide = true),
            @PrinterColumn(
                    name = Column.NAME,
                    description = "Name of the object.",
                    path = ".metadata.name",
                    wide = true)
        })
public record Event(
        ObjectMeta metadata,

        @Field("The object that the event is about.") ObjectReference involvedObject,

        @Field("Another object that takes part.") ObjectReference related,

        @Field("Why it happened, in one word.") String reason,
        @Field("What happened.") String message,
        @Field("Normal or Warning.") String type,
        @Field("What was done.") String action,
        @Field("How often it happened.") Integer count,

        @Field(value = "When it was first seen, with microseconds.", format = "date-time")
        String eventTime,

        @Field(value = "When it happened first.", format = "date-time")
        String firstTimestamp,

        @Field(value = "When it happened last.", format = "date-time")
        String lastTimestamp,

        @Field("Who reports it.") String reportingComponent,
        @Field("Which replica reports it.") String reportingInstance,
        @Field("The series that the event belongs to.") Series series,
        @Field("Who saw it.") Source source) {
    public static final String NORMAL = "Normal";
    public static final String WARNING = "Warning";

    /** What happened just now, for the first time. */
    public Event(
            ObjectMeta metadata,
            ObjectReference about,
            String type,
            String reason,
            String message,
            String now,
            Source source) {
        this(metadata, about, null, reason, message, type, null, 1, null, now, now, null, null, null, source);
    }

    /** An object, or a part of it. */
    @Field("An object, or a part of it.")
    public record ObjectReference(
            @Field("Group and version.") String apiVersion,
            @Field("Kind.") String kind,
            @Field("Namespace.") String namespace,
            @Field("Name.") String name,
            @Field("UID.") String uid,
            @Field("The version that is meant.") String resourceVersion,
            @Field("The part that is meant.") String fieldPath) {}

    /** Who saw it. */
    @Field("Who saw it.")
    public record Source(
            @Field("The component that saw it.") String component,
            @Field("The host that it was seen on.") String host) {}

    /** How an event goes on. */
    @Field("How an event goes on.")
    public record Series(
            @Field("How often it happened.") Integer count,

            @Field(value = "When it happened last, with microseconds.", format = "date-time")
            String lastObservedTime) {}

    /** The newest of the times that Kubernetes' clients have given Events over the years. */
    static final class LastSeen implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode event) {
            JsonNode series = event.at("/series/lastObservedTime");
            JsonNode last = event.path("lastTimestamp");
            return series.isTextual() ? series : last.isTextual() ? last : new FirstSeen().apply(event);
        }
    }

    /** When it happened first: newer clients give the exact time instead. */
    static final class FirstSeen implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode event) {
            JsonNode first = event.path("firstTimestamp");
            return first.isTextual() ? first : event.path("eventTime");
        }
    }

    /** Who saw it, and where: newer clients say so in other fields. */
    static final class ShownSource implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode event) {
            String component = either(event.at("/source/component"), event.path("reportingComponent"));
            String host = either(event.at("/source/host"), event.path("reportingInstance"));
            return TextNode.valueOf(host.isEmpty() ? component : component + ", " + host);
        }

        private static String either(JsonNode first, JsonNode second) {
            return first.asText().isEmpty() ? second.asText() : first.asText();
        }
    }

    /** How often it happened; once when nobody counted. */
    static final class ShownCount implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode event) {
            int count =
                    event.path("series").path("count").asInt(event.path("count").asInt());
            return IntNode.valueOf(Math.max(1, count));
        }
    }

    /** How an Event's object is named: kind in lower case, a slash, the name. */
    static final class ShownObject implements PrinterColumn.Cell {
        @Override
        public JsonNode apply(JsonNode event) {
            String kind = event.at("/involvedObject/kind").asText().toLowerCase(Locale.ROOT);
            String name = event.at("/involvedObject/name").asText();
            return TextNode.valueOf(kind + "/" + name);
        }
    }
}
