package io.kubeforge.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Carries bytes from one thread to another, whose reads may be limited in time as those of a socket are. */
final class BytePipe extends OutputStream {
    private static final int CAPACITY = 128 << 10;

    private final byte[] ring = new byte[CAPACITY];
    private int first;
    private int count;
    private boolean closed;
    private int readMillis;

    /** How long a read waits for its first byte; 0 for ever. */
    synchronized void limitReads(int millis) {
        readMillis = millis;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            while (count == CAPACITY && !closed) {
                await(0);
            }
            if (closed) {
                throw new IOException("nobody reads from the pipe any more");
            }
            int end = (first + count) % CAPACITY;
            int piece = Math.min(length - written, Math.min(CAPACITY - count, CAPACITY - end));
            System.arraycopy(from, offset + written, ring, end, piece);
            count += piece;
            written += piece;
            notifyAll();
        }
    }

    private synchronized int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long begin = System.nanoTime();
        while (count == 0) {
            if (closed) {
                return -1;
            }
            long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            if (readMillis > 0 && waited >= readMillis) {
                throw new SocketTimeoutException("no answer within " + readMillis + " ms");
            }
            await(readMillis == 0 ? 0 : readMillis - waited);
        }
        int piece = Math.min(length, Math.min(count, CAPACITY - first));
        System.arraycopy(ring, first, to, offset, piece);
        first = (first + piece) % CAPACITY;
        count -= piece;
        notifyAll();
        return piece;
    }

    private void await(long millis) throws InterruptedIOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** What was written is still read, then the end; who writes is told that nobody reads. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The end to read from. */
    InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return BytePipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return BytePipe.this.read(to, offset, length);
            }

            @Override
            public void close() {
                BytePipe.this.close();
            }
        };
    }
}
