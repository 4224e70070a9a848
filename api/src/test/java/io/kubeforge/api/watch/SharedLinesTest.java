package io.kubeforge.api.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.view.TableView;
import io.kubeforge.api.view.View;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventType;
import io.kubeforge.store.WatchEvent;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLinesTest {
    private final SharedLines shared = new SharedLines();

    @Test
    void twoWatchesAreSentTheVerySameLine() {
        WatchEvent event = event(5, "a");
        assertSame(
                written(event, new View.Plain(Kinds.CONFIG_MAP, View.JSON)),
                written(event, new View.Plain(Kinds.CONFIG_MAP, View.JSON)));
        assertSame(
                written(event, new View.MetadataOnly("meta.k8s.io/v1", true)),
                written(event, new View.MetadataOnly("meta.k8s.io/v1", true)));
    }

    @Test
    void eachViewHasLinesOfItsOwn() {
        WatchEvent event = event(5, "a");
        String plain = new String(written(event, new View.Plain(Kinds.CONFIG_MAP, View.JSON)));
        String metadata = new String(written(event, new View.MetadataOnly("meta.k8s.io/v1", true)));
        assertTrue(plain.contains("\"data\":{}"), plain);
        assertFalse(metadata.contains("\"data\""), metadata);
    }

    @Test
    void aTableIsWrittenForEachWatchBecauseItTellsAgesAndBeginsWithColumns() {
        WatchEvent event = event(5, "a");
        TableView table = new TableView(Kinds.CONFIG_MAP, "meta.k8s.io/v1", TableView.Include.NONE, Clock.systemUTC());
        EventLines lines = lines(table);
        byte[] first = lines.of(event).get(0).bytes();
        byte[] second = lines.of(event).get(0).bytes();
        assertTrue(first.length > second.length);
        assertArrayEquals(first, written(event, table));
    }

    @Test
    void aLaterEventOfTheSameVersionIsAnother() {
        View view = new View.Plain(Kinds.CONFIG_MAP, View.JSON);
        String before = new String(written(event(5, "before"), view));
        String after = new String(written(event(5, "after"), view));
        assertEquals(after, before.replace("before", "after"));
    }

    @Test
    void theOldestLinesAreForgotten() {
        AtomicInteger writings = new AtomicInteger();
        SharedLines.Key old = key(1);
        byte[] large = new byte[SharedLines.MOST_BYTES / 2];
        shared.line(old, () -> counted(writings, large));
        shared.line(key(2), () -> counted(writings, large));
        shared.line(old, () -> counted(writings, large));
        assertEquals(2, writings.get());
        shared.line(key(3), () -> counted(writings, large));
        shared.line(old, () -> counted(writings, large));
        assertEquals(4, writings.get());
    }

    private static byte[] counted(AtomicInteger writings, byte[] line) {
        writings.incrementAndGet();
        return line;
    }

    private static SharedLines.Key key(long version) {
        return new SharedLines.Key(event(version, "a"), "ADDED", new View.MetadataOnly("meta.k8s.io/v1", true));
    }

    private byte[] written(WatchEvent event, View view) {
        List<EventLines.Line> lines = lines(view).of(event);
        assertEquals(1, lines.size());
        return lines.get(0).bytes();
    }

    private EventLines lines(View view) {
        return new EventLines(Kinds.CONFIG_MAP, Selection.parse(Kinds.CONFIG_MAP, "", ""), view, shared, 0);
    }

    private static WatchEvent event(long version, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name).put("resourceVersion", Long.toString(version));
        object.putObject("data");
        return new WatchEvent(version, EventType.ADDED, Kinds.CONFIG_MAP, object, null);
    }
}
