package io.kubeforge.standalone.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts the database on a folder and stays until it is killed. */
final class DatabaseOwner {
    private DatabaseOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedDatabase database = EmbeddedDatabase.start(new DataFolder(Path.of(arguments[0])));
        System.out.println("started " + database.port());
        new CountDownLatch(1).await();
    }
}
