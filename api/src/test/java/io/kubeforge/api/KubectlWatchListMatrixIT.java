package io.kubeforge.api;

import io.kubeforge.api.Kubectl.Variant;

/** The kubectl on the PATH, which lists by watching. */
class KubectlWatchListMatrixIT extends KubectlMatrix {
    KubectlWatchListMatrixIT() {
        super(Variant.ofPath(true));
    }
}
