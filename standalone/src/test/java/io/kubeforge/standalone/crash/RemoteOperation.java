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

    /** Reads what {@link #line} wrote. */
    static RemoteOperation parse(String line) {
        String[] words = line.split(" ");
        return new RemoteOperation(words[0], words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
    }

    /** All of it in one line, for a file. */
    String line() {
        return script + " " + host + " " + occurrence + " " + beats;
    }
}
