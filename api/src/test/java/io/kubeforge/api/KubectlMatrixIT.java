package io.kubeforge.api;

import io.kubeforge.api.Kubectl.Variant;

/** The kubectl on the PATH. */
class KubectlMatrixIT extends KubectlMatrix {
    KubectlMatrixIT() {
        super(Variant.ofPath(false));
    }
}
