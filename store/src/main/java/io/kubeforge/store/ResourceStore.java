package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The objects and their watch log. It owns identity, versions and generations, and knows nothing of admission, defaults
 * or what a kind means.
 */
@Singleton
public class ResourceStore {
    private static final int TRIES = 20;
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final TransactionOperations<Connection> transactions;
    private final ObjectRepository objects;
    private final ObjectCodec codec;
    private final ObjectPages pages;
    private final WatchLog log;
    private final Clock clock = Clock.systemUTC();
    /** Those of this process wait here: each that waited in PostgreSQL would hold a connection that others need. */
    private final Map<String, Lock> queues = new ConcurrentHashMap<>();

    ResourceStore(
            TransactionOperations<Connection> transactions,
            ObjectRepository objects,
            ObjectCodec codec,
            ObjectPages pages,
            WatchLog log) {
        this.transactions = transactions;
        this.objects = objects;
        this.codec = codec;
        this.pages = pages;
        this.log = log;
    }

    /** Stores a new object and answers it with what the store set: uid, creationTimestamp, generation, version. */
    public ObjectNode create(Kind<?> kind, ObjectNode object) {
        ObjectKey key = ObjectKey.of(kind, object);
        String uid = UUID.randomUUID().toString();
        ObjectNode born = ObjectRules.atBirth(key, object, uid, clock.instant());
        ObjectCodec.Columns columns = codec.encode(key, born);
        Long version =
                objects.insert(kind.resource(), key.namespace(), key.name(), uid, columns.doc(), columns.sealed());
        if (version == null) {
            throw new AlreadyExistsException(key);
        }
        return versioned(born, version);
    }

    /** The object as it is now. */
    public Optional<ObjectNode> get(ObjectKey key) {
        return objects.find(key.kind().resource(), key.namespace(), key.name())
                .map(row -> codec.decode(key, row.version(), row.doc(), row.sealed()));
    }

    /** Those of these objects of a namespace that exist, in no order, by one question instead of one for each. */
    public List<ObjectNode> getAll(Kind<?> kind, String namespace, Collection<String> names) {
        return objects.findAll(kind.resource(), namespace, array(names)).stream()
                .map(row -> codec.decode(
                        new ObjectKey(kind, row.namespace(), row.name()), row.version(), row.doc(), row.sealed()))
                .toList();
    }

    /** As PostgreSQL writes an array of text. */
    private static String array(Collection<String> texts) {
        return texts.stream().map(ResourceStore::quoted).collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** All objects of a kind, in one namespace or (null) in all, from one snapshot with its version. */
    public ObjectList list(Kind<?> kind, @Nullable String namespace) {
        ObjectPage all = pages.page(kind, namespace, null, null, 0);
        return new ObjectList(all.resourceVersion(), all.items());
    }

    /** The same for collections of any size: the objects are read while they are asked for. */
    public ObjectScan scan(Kind<?> kind, @Nullable String namespace) {
        return scan(kind, namespace, null, null);
    }

    /** The same after an object, or as it was at an older version; both may be null, see {@link #page}. */
    public ObjectScan scan(
            Kind<?> kind, @Nullable String namespace, @Nullable Long version, @Nullable ObjectKey after) {
        return pages.scan(kind, namespace, version, after);
    }

    /**
     * Some of the objects of a kind, from one snapshot: as they are, or as they were at an older version.
     *
     * @param namespace null for all namespaces
     * @param version null for the version of the last write
     * @param after the last object that is not wanted any more; null to begin with the first
     * @param limit how many at most; 0 for all
     * @throws GoneException when the log no longer reaches back to that version
     * @throws FutureVersionException when nothing of that version has been written yet
     */
    public ObjectPage page(
            Kind<?> kind, @Nullable String namespace, @Nullable Long version, @Nullable ObjectKey after, int limit) {
        return pages.page(kind, namespace, version, after, limit);
    }

    /** How many objects come after one, as of a version that was read before; empty if it has been forgotten since. */
    public Optional<Long> count(Kind<?> kind, @Nullable String namespace, long version, ObjectKey after) {
        return pages.count(kind, namespace, version, after);
    }

    /**
     * Remembers what an object has that no other should have, for {@link #marked}; it is forgotten with the object.
     * Nothing happens when there is no such object.
     *
     * @param marks names of what it has, such as the field, and the values
     */
    public void mark(ObjectKey key, Map<String, String> marks) {
        objects.mark(key.kind().resource(), key.namespace(), key.name(), array(marks.keySet()), array(marks.values()));
    }

    /** The objects of a namespace that have any of these marks, in no order; of each mark a hundred at most. */
    public List<ObjectNode> marked(Kind<?> kind, String namespace, Map<String, String> marks) {
        return getAll(
                kind,
                namespace,
                objects.namesMarked(kind.resource(), namespace, array(marks.keySet()), array(marks.values())));
    }

    /**
     * Changes an object by compare-and-set; the change is applied again to what a concurrent writer left. It is given a
     * copy and answers the object to store, or null for no change; what it throws passes through and nothing is written.
     * A change that leaves a deleting object without finalizers removes it, and the answer keeps the old version.
     */
    public ObjectNode update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            ObjectNode before = get(key).orElseThrow(() -> new NotFoundException(key));
            ObjectNode given = change.apply(before.deepCopy());
            if (given == null) {
                return before;
            }
            ObjectNode after = ObjectRules.changed(key, before, given);
            if (after.equals(before)) {
                return before;
            }
            if (ObjectRules.isDeleting(after) && !ObjectRules.hasFinalizers(after)) {
                if (remove(key, before).isPresent()) {
                    return after;
                }
            } else {
                Optional<ObjectNode> written = write(key, before, after);
                if (written.isPresent()) {
                    return written.get();
                }
            }
            pause(attempt);
        }
        throw ConflictException.modified(key);
    }

    /**
     * Does something while nobody else, in whichever process, does anything under the same name. What it writes is
     * written together at its end, or not at all; it must be short, for every other writer waits for it then.
     */
    public <T> T exclusively(String name, Supplier<T> work) {
        Lock queue = queues.computeIfAbsent(name, unused -> new ReentrantLock(true));
        queue.lock();
        try {
            return transactions.executeWrite(transaction -> {
                objects.lock(name);
                return work.get();
            });
        } finally {
            queue.unlock();
        }
    }

    /** Puts an object in the place of another; refused when that one no longer has the expected version (null: any). */
    public ObjectNode replace(ObjectKey key, ObjectNode object, @Nullable String expectedResourceVersion) {
        return update(key, before -> {
            if (expectedResourceVersion != null && !expectedResourceVersion.equals(version(before))) {
                throw ConflictException.modified(key);
            }
            return object;
        });
    }

    /** Removes an object, or marks it deleting while finalizers hold it; preconditions may be null. */
    public DeleteResult delete(
            ObjectKey key, @Nullable String uidPrecondition, @Nullable String resourceVersionPrecondition) {
        return delete(key, uidPrecondition, resourceVersionPrecondition, null);
    }

    /** The same, with what becomes of dependents; null for what its finalizers say already. */
    public DeleteResult delete(
            ObjectKey key,
            @Nullable String uidPrecondition,
            @Nullable String resourceVersionPrecondition,
            @Nullable Propagation propagation) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            ObjectNode before = get(key).orElseThrow(() -> new NotFoundException(key));
            require(key, before, uidPrecondition, resourceVersionPrecondition);
            ObjectNode after = ObjectRules.askedToGo(key, before, propagation, clock.instant());
            if (!ObjectRules.hasFinalizers(after)) {
                Optional<Long> removed = remove(key, before);
                if (removed.isPresent()) {
                    return new DeleteResult(versioned(before, removed.get()), true);
                }
            } else if (after.equals(before)) {
                return new DeleteResult(before, false);
            } else {
                Optional<ObjectNode> marked = write(key, before, after);
                if (marked.isPresent()) {
                    return new DeleteResult(marked.get(), false);
                }
            }
            pause(attempt);
        }
        throw ConflictException.modified(key);
    }

    /** What {@link #delete} would bring about, and refuse; nothing is written. */
    public DeleteResult wouldDelete(
            ObjectKey key,
            @Nullable String uidPrecondition,
            @Nullable String resourceVersionPrecondition,
            @Nullable Propagation propagation) {
        ObjectNode before = get(key).orElseThrow(() -> new NotFoundException(key));
        require(key, before, uidPrecondition, resourceVersionPrecondition);
        ObjectNode after = ObjectRules.askedToGo(key, before, propagation, clock.instant());
        return new DeleteResult(after, !ObjectRules.hasFinalizers(after));
    }

    /**
     * Tells a listener of every event after a version, in rising order, complete and none twice.
     *
     * @param kind null for all kinds
     * @param namespace null for all namespaces
     * @throws GoneException when the log no longer reaches back to that version
     */
    public Subscription watch(
            @Nullable Kind<?> kind, @Nullable String namespace, long afterResourceVersion, WatchListener listener) {
        return log.watch(new WatchFilter(kind, namespace), afterResourceVersion, listener);
    }

    /** The version of the last write. */
    public long currentVersion() {
        return objects.currentVersion();
    }

    /**
     * Returns once a version has been written, which another process may have told a client of already.
     *
     * @throws FutureVersionException when that takes longer than the patience
     */
    public void awaitVersion(long version, Duration patience) {
        log.await(version, patience);
    }

    private Optional<ObjectNode> write(ObjectKey key, ObjectNode before, ObjectNode after) {
        ObjectCodec.Columns columns = codec.encode(key, after);
        return Optional.ofNullable(objects.update(
                        key.kind().resource(),
                        key.namespace(),
                        key.name(),
                        Long.parseLong(version(before)),
                        columns.doc(),
                        columns.sealed()))
                .map(version -> versioned(after, version));
    }

    private Optional<Long> remove(ObjectKey key, ObjectNode before) {
        return Optional.ofNullable(
                objects.delete(key.kind().resource(), key.namespace(), key.name(), Long.parseLong(version(before))));
    }

    private static void require(
            ObjectKey key, ObjectNode object, @Nullable String wantedUid, @Nullable String wantedVersion) {
        String uid = object.at("/metadata/uid").asText();
        if (wantedUid != null && !wantedUid.equals(uid)) {
            throw ConflictException.anotherUid(key, wantedUid, uid);
        }
        if (wantedVersion != null && !wantedVersion.equals(version(object))) {
            throw ConflictException.anotherVersion(key, wantedVersion, version(object));
        }
    }

    private static String version(ObjectNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }

    private static ObjectNode versioned(ObjectNode object, long version) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.get("metadata")).put("resourceVersion", Long.toString(version));
        return copy;
    }

    /** Writers that met once shall not meet again in step. */
    private static void pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE, TimeUnit.MILLISECONDS.toNanos(1L << Math.min(attempt, 20)));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, longest));
    }
}
