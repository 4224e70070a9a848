package io.kubeforge.activities.provisioner;

import java.util.ArrayList;
import java.util.List;

/**
 * What DNS answered when it was asked from within a pod.
 *
 * @param found whether the pod was there
 * @param address what the name resolves to, as the pod itself asks; empty without an answer
 * @param silent addresses of those servers that did not answer when they were asked by their own address
 */
public record PodLookup(boolean found, String address, List<String> silent) {
    /** Reads the look {@code pod-lookup}. */
    static PodLookup parse(String output) {
        LookOutput look = LookOutput.parse(output);
        List<String> silent = new ArrayList<>();
        for (String server : look.all("server")) {
            String[] words = server.split(" ");
            if (words.length == 1) {
                silent.add(words[0]);
            }
        }
        return new PodLookup(look.yes("found"), look.one("address"), silent);
    }
}
