package io.kubeforge.workflows;

/** What is under way for one host, or for several together: a thing that has a turn, and that can be ended. */
interface Work {
    /** Its turn has come. */
    void proceed();

    /** Its turn will not come in this pass, unless it came already. */
    void standDown();

    /** Whether its turn has come. */
    boolean told();

    /** Ends it; what runs on its hosts is stopped. */
    void cancel();

    /**
     * This host shall be no node any more: what runs on it is stopped.
     *
     * @return whether nothing was under way on it, so that it is forgotten at once
     */
    boolean letGo(String host);

    /** Whether it has come to an end. */
    boolean ended();
}
