package io.kubeforge.activities.ssh;

/** Listens to a detached command while it is followed; throwing ends the following, never the command. */
@FunctionalInterface
public interface Output {
    /** New text, in order; empty at least every two seconds while nothing is said. */
    void text(String text);

    /**
     * Said once before the first text of a try, which always begins at the try's first byte.
     *
     * @param script name of what runs
     * @param attached whether the try was already there, so that its text may have been heard before
     */
    default void begins(String script, int tryNumber, boolean attached) {}
}
