package io.kubeforge.api;

import io.kubeforge.api.Kubectl.Variant;

/** The newest kubectl, which lists by watching. */
class NewestKubectlWatchListMatrixIT extends KubectlMatrix {
    NewestKubectlWatchListMatrixIT() {
        super(Variant.newest(true));
    }
}
