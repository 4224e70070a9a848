package io.kubeforge.standalone.crash;

/**
 * One script that a creation runs on one host.
 *
 * @param occurrence the how manieth run of this script on this host, from 1
 * @param beats how many beats a calm run has
 */
record RemoteOperation(String script, String host, int occurrence, int beats) {
    /** SCRIPT@HOST, or SCRIPT#N@HOST for later runs. */
    String name() {
        return script + (occurrence == 1 ? "" : "#" + occurrence) + "@" + host;
    }
}
