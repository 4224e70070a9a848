package io.kubeforge.store;

import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What steps printed, kept beside the objects and out of the watch log; bounded for each cluster. */
@Singleton
public class StepLog {
    private static final int PAGE = 500;

    private final StepLogRepository outputs;
    private final long bytesPerCluster;

    StepLog(StepLogRepository outputs, @Value("${kubeforge.store.step-log-bytes:16777216}") long bytesPerCluster) {
        this.outputs = outputs;
        this.bytesPerCluster = bytesPerCluster;
    }

    /**
     * A piece of output and its place in its cluster's log.
     *
     * @param position rises in the order in which pieces became readable, so a reader may go on after it
     */
    public record Entry(long position, StepOutput output) {}

    /** Adds a piece; one that is there already (same cluster, host, operation, attempt, offset) is left as it is. */
    public void append(StepOutput piece) {
        // PostgreSQL's text holds every character but this one, and commands do print it.
        String text = piece.text().replace('\0', '\uFFFD');
        Long bytes = outputs.append(
                piece.clusterUid(),
                piece.namespace(),
                piece.cluster(),
                piece.host(),
                piece.step(),
                piece.operation(),
                piece.attempt(),
                piece.offset(),
                text);
        if (bytes != null && bytes > bytesPerCluster) {
            outputs.trim(piece.clusterUid(), keptBytes());
        }
    }

    /** How many characters of one try's output were kept; who hears it again from its beginning goes on there. */
    public long length(String clusterUid, String host, String operation, int attempt) {
        return outputs.length(clusterUid, host, operation, attempt);
    }

    /** All that is kept of a cluster, oldest first. */
    public List<StepOutput> read(String clusterUid) {
        List<StepOutput> all = new ArrayList<>();
        long after = 0;
        for (List<Entry> page = read(clusterUid, after); !page.isEmpty(); page = read(clusterUid, after)) {
            page.forEach(entry -> all.add(entry.output()));
            after = page.get(page.size() - 1).position();
        }
        return List.copyOf(all);
    }

    /** The next entries after a position (0: from the oldest), for a reader that follows the log. */
    public List<Entry> read(String clusterUid, long afterPosition) {
        return outputs.page(clusterUid, afterPosition, PAGE).stream()
                .map(StepOutputRow::entry)
                .toList();
    }

    /** Forgets what was kept of a cluster. */
    public void delete(String clusterUid) {
        outputs.delete(clusterUid);
    }

    /** Forgets what was written of clusters that are gone, once it has rested for so long. */
    void deleteOrphans(int seconds) {
        outputs.deleteOrphans(Kinds.CLUSTER.resource(), seconds);
    }

    /** A little less than the bound, so that a full log is not trimmed at every piece. */
    private long keptBytes() {
        return bytesPerCluster - bytesPerCluster / 8;
    }
}
