package io.kubeforge.api.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.DefaultHttpCompressionStrategy;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Compresses as kube-apiserver does, for clients that accept it, as client-go and kubectl always do: only what is large,
 * and quickly. Never a stream: each watch would hold a compressor of a quarter of a megabyte, and work through every line.
 */
@Singleton
@Replaces(DefaultHttpCompressionStrategy.class)
final class Compression implements HttpCompressionStrategy {
    static final int SMALLEST = 128 * 1024;
    static final int FASTEST = 1;
    private static final int UNKNOWN = -1;
    private static final int MOST_ZSTD = 32 << 20;

    @Override
    public boolean shouldCompress(HttpResponse response) {
        return response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, UNKNOWN) >= SMALLEST
                && !response.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    /** Whether a client reads gzip. */
    static boolean isAcceptedBy(HttpRequest<?> request) {
        return request.getHeaders().getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(accepted -> Stream.of(accepted.split(",")))
                .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
                .anyMatch(coding -> coding.matches("(gzip|\\*)(;q=(1.*|0\\.0*[1-9].*))?"));
    }

    @Override
    public int getCompressionLevel() {
        return FASTEST;
    }

    @Override
    public int getMaxZstdEncodeSize() {
        return MOST_ZSTD;
    }
}
