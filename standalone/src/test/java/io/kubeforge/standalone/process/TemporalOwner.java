package io.kubeforge.standalone.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts the Temporal server on a folder and stays until it is killed. */
final class TemporalOwner {
    private TemporalOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        DataFolder folder = new DataFolder(Path.of(arguments[0]));
        TemporalServer server = TemporalServer.start(
                folder,
                TemporalVersion.of(Path.of(arguments[1])).orElseThrow(),
                new TemporalServer.Settings(
                        Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), List.of("KubeForgeTest")));
        System.out.println("started " + server.pid());
        new CountDownLatch(1).await();
    }
}
