package io.kubeforge.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes moments as Kubernetes does: seconds for most, microseconds for what happens often. */
final class Timestamps {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final long NANOS = 1_000_000_000;

    private Timestamps() {}

    static JsonNode seconds(byte[] message) throws IOException {
        return text(message, SECONDS);
    }

    static JsonNode microseconds(byte[] message) throws IOException {
        return text(message, MICROSECONDS);
    }

    /** Go writes the moment that was never set as an empty message. */
    private static JsonNode text(byte[] message, DateTimeFormatter formatter) throws IOException {
        ObjectNode timestamp = MessageReader.read(MetaMessages.TIMESTAMP, message);
        if (timestamp.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        long seconds = timestamp.path("seconds").asLong();
        long nanos = timestamp.path("nanos").asLong();
        if (seconds < FIRST || seconds > LAST || nanos < 0 || nanos >= NANOS) {
            throw new InvalidProtocolBufferException("a timestamp is outside of the years 1 to 9999");
        }
        return JsonNodeFactory.instance.textNode(formatter.format(Instant.ofEpochSecond(seconds, nanos)));
    }
}
