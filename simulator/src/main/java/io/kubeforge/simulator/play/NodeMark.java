package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;

/** What init and join do before kubeadm: mark whose host this is, and give the endpoint a name. */
final class NodeMark {
    private NodeMark() {}

    static void claim(Stage stage) {
        String uid = stage.required("CLUSTER_UID");
        stage.required("NODE_NAME");
        stage.required("CONFIG");
        stage.required("RESUME");
        refuseForeign(stage, uid);
        stage.change(state -> state.withOwner(uid));
        String name = stage.optional("ENDPOINT_NAME");
        String address = stage.optional("ENDPOINT_ADDRESS");
        if (!name.isEmpty() && !address.equals(stage.state().names().get(name))) {
            stage.change(state -> state.withName(name, address));
            stage.say(name + " is " + address + " in /etc/hosts");
        }
        if (!stage.state().software().packages().containsKey("kubeadm")) {
            throw new ScriptFailure(127, "sh: kubeadm: not found");
        }
    }

    static void refuseForeign(Stage stage, String uid) {
        String owner = stage.state().owner();
        if (owner != null && !owner.equals(uid)) {
            throw new ScriptFailure(3, "This host belongs to the cluster with UID " + owner + "; nothing was done.");
        }
    }

    /** Runs kubeadm; after a failure the script shows the kubelet's journal. */
    static void withJournal(Stage stage, Runnable kubeadm) {
        try {
            kubeadm.run();
        } catch (ScriptFailure e) {
            stage.complain(e.getMessage() + "\nTo see the stack trace of this error execute with --v=5 or higher");
            stage.say("==> Errors in the kubelet's journal");
            throw new ScriptFailure(e.exitCode());
        }
    }
}
