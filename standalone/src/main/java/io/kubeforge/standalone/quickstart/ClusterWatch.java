package io.kubeforge.standalone.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one cluster and the hosts of its namespace over the watch of the REST API. */
final class ClusterWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BEFORE_ASKING_AGAIN_SECONDS = 1;

    private final ApiClient api;
    private final String namespace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<InputStream> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Progress progress = Progress.NOTHING_SEEN;
    private long changes;

    private ClusterWatch(ApiClient api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** Begins to follow the cluster; ends when closed. */
    static ClusterWatch of(ApiClient api, String namespace, String cluster) {
        ClusterWatch watch = new ClusterWatch(api, namespace);
        watch.follow(Kinds.CLUSTER, object -> {
            if (!object.at("/metadata/name").asText().equals(cluster)) {
                return UnaryOperator.identity();
            }
            return progress -> progress.with(Kinds.CLUSTER.read(object));
        });
        watch.follow(Kinds.HOST, object -> {
            Host host = Kinds.HOST.read(object);
            return progress -> progress.with(host);
        });
        return watch;
    }

    /** What an object tells. */
    private interface Reading {
        UnaryOperator<Progress> of(ObjectNode object);
    }

    private void follow(Kind<?> kind, Reading reading) {
        Thread thread = new Thread(() -> followUntilClosed(kind, reading), "watch-" + kind.plural());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void followUntilClosed(Kind<?> kind, Reading reading) {
        try {
            do {
                try (InputStream answer = api.watch(kind, namespace)) {
                    answers.add(answer);
                    if (closed.getCount() == 0) {
                        return; // close() may have looked before this answer was there
                    }
                    BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        read(line, reading);
                    }
                    answers.remove(answer);
                } catch (IOException cutOff) {
                    LOG.debug("The watch of {} was cut off", kind.plural(), cutOff);
                }
            } while (!closed.await(BEFORE_ASKING_AGAIN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(String line, Reading reading) throws IOException {
        JsonNode event = JSON.readTree(line);
        String type = event.path("type").asText();
        if (type.equals("ADDED") || type.equals("MODIFIED")) {
            update(reading.of((ObjectNode) event.get("object")));
        }
    }

    private void update(UnaryOperator<Progress> change) {
        lock.lock();
        try {
            progress = change.apply(progress);
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is known now, after waiting for news for at most this long. */
    Progress next(long milliseconds) throws InterruptedException {
        lock.lock();
        try {
            long seen = changes;
            long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
            while (changes == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return progress;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watches, so that the API has nobody left to tell when it ends. */
    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        for (InputStream answer : answers) {
            try {
                answer.close(); // a thread that reads an answer does not hear an interrupt
            } catch (IOException alreadyCutOff) {
                LOG.debug("A watch had ended", alreadyCutOff);
            }
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
