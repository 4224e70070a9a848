package io.kubeforge.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalDownloadIT {
    private static final String PLATFORM = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    private static final String NAME = "temporal_cli_" + TemporalBinary.CLI_VERSION + "_linux_" + PLATFORM + ".tar.gz";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private HttpServer publisher;
    private byte[] archive;
    private String checksums = "";

    @BeforeEach
    void publish() throws Exception {
        archive = archive();
        publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publisher.createContext(
                "/v" + TemporalBinary.CLI_VERSION + "/checksums.txt",
                exchange -> answer(exchange, checksums.getBytes(StandardCharsets.UTF_8)));
        publisher.createContext("/v" + TemporalBinary.CLI_VERSION + "/" + NAME, exchange -> answer(exchange, archive));
        publisher.start();
    }

    @AfterEach
    void stop() {
        publisher.stop(0);
    }

    @Test
    void keepsWhatHasThePublishedChecksum() throws Exception {
        checksums = "0000  another.tar.gz\n" + sha256(archive) + "  " + NAME + "\n";
        assertTrue(download().into(folder));
        assertEquals(
                "9.9.9",
                TemporalVersion.of(folder.resolve("temporal")).orElseThrow().server());
        assertOnlyTemporalIsLeft();
    }

    @Test
    void discardsWhatHasAnother() throws Exception {
        checksums = "00".repeat(32) + "  " + NAME + "\n";
        assertFalse(download().into(folder));
        assertTrue(said.get(1).contains("another checksum"), said.toString());
        assertFalse(Files.exists(folder.resolve("temporal")));
    }

    @Test
    void fetchesNothingThatHasNoChecksum() throws Exception {
        assertFalse(download().into(folder));
        assertEquals(List.of(), said);
    }

    @Test
    void isNotAvailableWithoutInternet() throws Exception {
        publisher.stop(0);
        assertFalse(download().into(folder));
        assertEquals(List.of(), said);
    }

    private TemporalDownload download() {
        URI address = URI.create("http://127.0.0.1:" + publisher.getAddress().getPort() + "/");
        return new TemporalDownload(address, said::add);
    }

    private void assertOnlyTemporalIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("temporal", "temporal-unpack.log"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A release with a program that only says its version. */
    private static byte[] archive() throws Exception {
        Path build = Files.createTempDirectory("release");
        Path program = build.resolve("temporal");
        Files.writeString(program, "#!/bin/sh\necho 'temporal version 1.5.1 (Server 9.9.9, UI 1.0.0)'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = build.resolve("release.tar.gz");
        int code = Programs.run(
                build.resolve("log"),
                Duration.ofSeconds(20),
                List.of("tar", "-czf", file.toString(), "-C", build.toString(), "temporal"));
        assertEquals(0, code);
        return Files.readAllBytes(file);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
