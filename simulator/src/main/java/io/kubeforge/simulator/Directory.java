package io.kubeforge.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder with everything that outlives the process, held by one process at a time. */
final class Directory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private Directory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Takes the folder, making it if need be. */
    static Directory take(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IllegalStateException("Another simulator already runs with the directory " + path
                        + "; end it, or choose another directory.");
            }
            return new Directory(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot use the directory " + path + ".", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path inventory() {
        return path.resolve("inventory.json");
    }

    Path clientKey() {
        return path.resolve("id_ed25519");
    }

    Path control() {
        return control(path);
    }

    static Path control(Path folder) {
        return folder.resolve("control.json");
    }

    Path clusters() {
        return path.resolve("clusters");
    }

    /** The folder of a host, which is made. */
    Path host(String name) {
        try {
            return Files.createDirectories(path.resolve("hosts").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot make a folder for host " + name + ".", e);
        }
    }

    Path hostKey(String name) {
        return host(name).resolve("ssh_host_ed25519_key");
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot give back the directory " + path + ".", e);
        }
    }
}
