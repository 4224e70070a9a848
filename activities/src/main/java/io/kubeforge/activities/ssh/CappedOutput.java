package io.kubeforge.activities.ssh;

import java.io.OutputStream;
import java.util.Arrays;

/** Keeps the first bytes that are written and counts the rest. */
final class CappedOutput extends OutputStream {
    private final int cap;
    private byte[] bytes = new byte[1024];
    private int kept;
    private long written;

    CappedOutput(int cap) {
        this.cap = cap;
    }

    @Override
    public synchronized void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        written += length;
        int taken = Math.min(length, cap - kept);
        if (kept + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(cap, Math.max(bytes.length * 2, kept + taken)));
        }
        System.arraycopy(from, offset, bytes, kept, taken);
        kept += taken;
    }

    synchronized byte[] kept() {
        return Arrays.copyOf(bytes, kept);
    }

    synchronized boolean overflowed() {
        return written > kept;
    }
}
