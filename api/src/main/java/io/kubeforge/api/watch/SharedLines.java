package io.kubeforge.api.watch;

import io.kubeforge.api.view.View;
import io.kubeforge.store.WatchEvent;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The lines that many watches are sent alike: each is written once, not once for every client. All watches are told of an
 * event at nearly the same time, so that only the latest lines are kept.
 */
@Singleton
final class SharedLines {
    static final int MOST_BYTES = 4 << 20;

    private final Map<Key, byte[]> latest = new LinkedHashMap<>();
    private int bytes;

    /**
     * The line about this very event, shown as an event of this type in a view that shows all the same. Its version would
     * not tell it from others: a store that was restored from a backup gives the same ones once more.
     */
    record Key(WatchEvent event, String type, View view) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && event == key.event && type.equals(key.type) && view.equals(key.view);
        }

        @Override
        public int hashCode() {
            return Objects.hash(System.identityHashCode(event), type, view);
        }
    }

    /** The line of this key, which nobody may change; written now if it is not among the latest. */
    synchronized byte[] line(Key key, Supplier<byte[]> writer) {
        byte[] known = latest.get(key);
        if (known != null) {
            return known;
        }
        byte[] line = writer.get();
        latest.put(key, line);
        bytes += line.length;
        for (Iterator<byte[]> oldest = latest.values().iterator(); bytes > MOST_BYTES && oldest.hasNext(); ) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
        return line;
    }
}
