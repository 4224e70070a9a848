package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects to columns and back. A Secret is sealed as a whole, not only its data: kubectl leaves a copy of the data in an
 * annotation. The resourceVersion is the row's, never part of the document.
 */
@Singleton
final class ObjectCodec {
    private static final Map<String, Kind<?>> BY_RESOURCE =
            Kinds.STORED.stream().collect(Collectors.toMap(Kind::resource, Function.identity()));

    private final Keyset keyset;

    ObjectCodec(Keyset keyset) {
        this.keyset = keyset;
    }

    /** The columns of an object: one of the two is set. */
    record Columns(@Nullable String doc, @Nullable byte[] sealed) {}

    Columns encode(ObjectKey key, ObjectNode object) {
        ObjectNode document = object.deepCopy();
        if (document.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("resourceVersion");
        }
        String json = Json.write(document);
        if (key.kind() != Kinds.SECRET) {
            return new Columns(json, null);
        }
        return new Columns(null, keyset.seal(json.getBytes(StandardCharsets.UTF_8), purpose(key)));
    }

    ObjectNode decode(ObjectKey key, long version, @Nullable String doc, @Nullable byte[] sealed) {
        ObjectNode object = doc != null ? Json.read(doc) : Json.read(keyset.open(sealed, purpose(key)));
        ObjectNode metadata = object.get("metadata") instanceof ObjectNode given ? given : object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        return object;
    }

    /** The event of a row of the log; a kind that this release does not know has none. */
    @Nullable
    WatchEvent event(EventRow row) {
        Kind<?> kind = BY_RESOURCE.get(row.resource());
        if (kind == null) {
            return null;
        }
        ObjectKey key = new ObjectKey(kind, row.namespace(), row.name());
        EventType type = EventType.valueOf(row.type());
        ObjectNode object = decode(key, row.version(), row.doc(), row.sealed());
        ObjectNode previous = row.previousDoc() == null && row.previousSealed() == null
                ? null
                : decode(key, row.version(), row.previousDoc(), row.previousSealed());
        return new WatchEvent(row.version(), type, kind, object, previous);
    }

    private static String purpose(ObjectKey key) {
        return "object/" + key.kind().resource() + "/" + key.namespace() + "/" + key.name();
    }
}
