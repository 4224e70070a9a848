package io.kubeforge.standalone.process;

/** KubeForge cannot start; the message is one sentence with the remedy, for the person at the terminal. */
public final class RefusedToStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal that needs no cause. */
    public RefusedToStart(String sentence) {
        super(sentence);
    }

    /** A refusal whose cause belongs in the log. */
    public RefusedToStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
