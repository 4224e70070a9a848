package io.kubeforge.standalone.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.standalone.hosts.Inventory;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.RefusedToStart;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes the example cluster out of an inventory as any user would, through the REST API, and shows how it goes. */
public final class Quickstart {
    private static final long REDRAW_MILLISECONDS = 1000;

    private final DataFolder folder;
    private final String apiUrl;
    private final PrintStream out;

    /** A quickstart against the API at this URL, whose kubeconfig lies in the folder. */
    public Quickstart(DataFolder folder, String apiUrl, PrintStream out) {
        this.folder = folder;
        this.apiUrl = apiUrl;
        this.out = out;
    }

    /**
     * Applies the example and shows progress until the cluster is ready or stalled.
     *
     * @param patience after how long to give up; empty: never
     * @return whether the cluster became ready
     */
    public boolean run(Inventory inventory, Optional<Duration> patience) {
        Example example = Example.filled(inventory);
        try {
            ApiClient api = ApiClient.of(folder.kubeconfig());
            apply(api, example);
            Progress end = follow(api, example, patience);
            new Summary(folder, apiUrl, api).print(out, end, inventory.simulated());
            return end.isReady();
        } catch (ApiFailure failure) {
            throw new RefusedToStart(failure.getMessage(), failure);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new RefusedToStart("Interrupted while the cluster was made; it goes on at the next start.", asked);
        }
    }

    /** Where hosts are and which key opens them may have changed since; what the user made of the cluster is left. */
    private void apply(ApiClient api, Example example) {
        createOrMerge(api, Kinds.SECRET, example.secret());
        for (ObjectNode host : example.hosts()) {
            createOrMerge(api, Kinds.HOST, host);
        }
        boolean created = api.create(Kinds.CLUSTER, example.cluster());
        out.println((created ? "applied examples/quickstart.yaml: cluster " : "going on with cluster ")
                + example.namespace() + "/" + example.name() + " on "
                + example.hosts().size() + " hosts");
    }

    private static void createOrMerge(ApiClient api, Kind<?> kind, ObjectNode object) {
        if (!api.create(kind, object)) {
            api.merge(kind, object);
        }
    }

    private Progress follow(ApiClient api, Example example, Optional<Duration> patience) throws InterruptedException {
        Optional<Instant> deadline = patience.map(time -> Instant.now().plus(time));
        ProgressView view = new ProgressView(out, ProgressView.isTerminal());
        try (ClusterWatch watch = ClusterWatch.of(api, example.namespace(), example.name())) {
            while (true) {
                Progress progress = watch.next(REDRAW_MILLISECONDS);
                view.show(progress, Instant.now());
                boolean isTimeUp = deadline.map(Instant.now()::isAfter).orElse(false);
                if (progress.isReady() || progress.isStalled() || isTimeUp) {
                    return progress;
                }
            }
        }
    }
}
