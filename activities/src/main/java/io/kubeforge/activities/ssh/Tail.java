package io.kubeforge.activities.ssh;

/** Keeps the end of a text that may be long. */
final class Tail {
    private final int cap;
    private final StringBuilder text = new StringBuilder();

    Tail(int cap) {
        this.cap = cap;
    }

    void append(String more) {
        text.append(more);
        if (text.length() > 2 * cap) {
            text.delete(0, text.length() - cap);
        }
    }

    @Override
    public String toString() {
        int first = Math.max(0, text.length() - cap);
        if (first > 0 && Character.isLowSurrogate(text.charAt(first))) {
            first++;
        }
        return text.substring(first);
    }
}
