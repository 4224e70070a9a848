package io.kubeforge.api.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.view.View;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.WatchEvent;
import java.util.List;

/** Writes the lines of one watch, in order and on one thread at a time. */
final class EventLines {
    private static final String INITIAL_END = "k8s.io/initial-events-end";

    private final Kind<?> kind;
    private final Selection selection;
    private final View view;
    private final SharedLines shared;
    private long written;
    private boolean first = true;

    EventLines(Kind<?> kind, Selection selection, View view, SharedLines shared, long start) {
        this.kind = kind;
        this.selection = selection;
        this.view = view;
        this.shared = shared;
        this.written = start;
    }

    /**
     * A line for the client.
     *
     * @param version what the client has seen everything up to, once it has this line
     * @param isEnd whether nothing may follow it, no bookmark either
     */
    record Line(long version, byte[] bytes, boolean isEnd) {
        Line(long version, byte[] bytes) {
            this(version, bytes, false);
        }
    }

    /** What was there when the watch began. */
    Line initial(ObjectNode object) {
        return line("ADDED", object);
    }

    /** What an event is to this client: nothing when it never saw the object, a deletion when the object leaves. */
    List<Line> of(WatchEvent event) {
        written = Math.max(written, event.resourceVersion());
        return switch (event.type()) {
            case ADDED -> selection.contains(event.object()) ? List.of(line("ADDED", event)) : List.of();
            case MODIFIED -> modified(event);
            case DELETED -> selection.contains(event.object()) ? List.of(line("DELETED", event)) : List.of();
        };
    }

    private List<Line> modified(WatchEvent event) {
        boolean before = selection.contains(event.previous());
        if (selection.contains(event.object())) {
            return List.of(line(before ? "MODIFIED" : "ADDED", event));
        }
        if (!before) {
            return List.of();
        }
        ObjectNode last = event.previous().deepCopy();
        last.withObjectProperty("metadata").put("resourceVersion", Long.toString(event.resourceVersion()));
        return List.of(line("DELETED", last));
    }

    /** Tells the client that it has seen everything up to this version, or to a later one that was written. */
    Line bookmark(long version) {
        written = Math.max(written, version);
        return bookmark(bookmarkObject(written));
    }

    /** Tells the client when the watch ends what it was sent, which may be less than what was written. */
    Line last(long sent) {
        return bookmark(bookmarkObject(sent));
    }

    /** Bookmarks come in the view of the watch, too: kube-apiserver makes even rows of them. */
    private Line bookmark(ObjectNode object) {
        return line("BOOKMARK", object);
    }

    /** Tells the client that everything that was there has been sent. */
    Line endOfInitial() {
        ObjectNode object = bookmarkObject(written);
        object.withObjectProperty("metadata").putObject("annotations").put(INITIAL_END, "true");
        return bookmark(object);
    }

    /** Tells the client why the watch ends. */
    Line error(ObjectNode status) {
        return new Line(written, write("ERROR", status), true);
    }

    private ObjectNode bookmarkObject(long version) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
        return object;
    }

    /** The line about an event that shows its object. */
    private Line line(String type, WatchEvent event) {
        if (!view.isTheSameForAll()) {
            return line(type, event.object());
        }
        SharedLines.Key key = new SharedLines.Key(event, type, view);
        return new Line(
                written, shared.line(key, () -> line(type, event.object()).bytes()));
    }

    private Line line(String type, ObjectNode object) {
        ObjectNode shown = view.object(object, first);
        first = false;
        return new Line(written, write(type, shown));
    }

    private static byte[] write(String type, ObjectNode object) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", type).set("object", object);
        return Json.write(event);
    }
}
