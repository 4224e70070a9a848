package io.kubeforge.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A body that is compressed while it is written, once it is large: a list of thousands of objects is never in memory as a
 * whole, only what is sent of it.
 */
final class Body extends OutputStream {
    private static final int PIECE = 16 * 1024;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream(PIECE);
    private final boolean mayCompress;
    private OutputStream out = sent;

    /** An empty one; the client accepts gzip, or does not. */
    Body(boolean mayCompress) {
        this.mayCompress = mayCompress;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (mayCompress && !isCompressed() && sent.size() + length >= Compression.SMALLEST) {
            byte[] begin = sent.toByteArray();
            sent.reset();
            out = new Gzip(sent);
            out.write(begin);
        }
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Whether it is gzip; told when it is whole. */
    boolean isCompressed() {
        return out != sent;
    }

    /** What is sent, once it is closed. */
    byte[] bytes() {
        return sent.toByteArray();
    }

    private static final class Gzip extends GZIPOutputStream {
        private Gzip(OutputStream to) throws IOException {
            super(to, PIECE);
            def.setLevel(Compression.FASTEST);
        }
    }
}
