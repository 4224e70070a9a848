package io.kubeforge.standalone.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder in which everything lies that a standalone KubeForge keeps, and what lies where in it. */
public record DataFolder(Path root) {

    /** The folder's path is made absolute, for children have their own working directories. */
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** What children print. */
    public Path log(String name) {
        return root.resolve("log").resolve(name + ".log");
    }

    /** What is known of a child that runs. */
    public Path run(String name) {
        return root.resolve("run").resolve(name + ".json");
    }

    /** The databases of the Temporal dev server, one per version. */
    public Path temporal() {
        return root.resolve("temporal");
    }

    /** Programs that were fetched or built; an environment variable may name a folder that several clones share. */
    public Path tools() {
        String shared = System.getenv("KUBEFORGE_TOOLS");
        return shared == null || shared.isBlank()
                ? root.resolve("tools")
                : Path.of(shared).toAbsolutePath();
    }

    /** The key that encrypts Secrets at rest. */
    public Path keyset() {
        return root.resolve("keyset.json");
    }

    /** The kubeconfig with which kubectl reaches KubeForge itself. */
    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    /** The certificate authority that signs the REST API's certificate, as curl wants it. */
    public Path authority() {
        return root.resolve("ca.crt");
    }

    /** The header that authorises a request, as curl reads it from a file. */
    public Path authorization() {
        return root.resolve("authorization");
    }

    /** Makes the folder, for its owner only, and takes its lock, which ends with the returned handle. */
    public FileLock lock() {
        try {
            makePrivate(root);
            makePrivate(root.resolve("log"));
            makePrivate(root.resolve("run"));
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new RefusedToStart("Another KubeForge already runs on " + root
                        + "; stop that one, or name another folder with --data.");
            }
            return lock;
        } catch (IOException cause) {
            throw new RefusedToStart(
                    "The data folder " + root + " cannot be used (" + cause + "); name another one with --data.",
                    cause);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** Makes a folder that only its owner can enter. */
    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Writes a file that only its owner can read, whole or not at all. */
    public static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
