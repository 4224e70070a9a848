package io.kubeforge.api;

import io.kubeforge.api.Kubectl.Variant;

/** The newest kubectl. */
class NewestKubectlMatrixIT extends KubectlMatrix {
    NewestKubectlMatrixIT() {
        super(Variant.newest(false));
    }
}
