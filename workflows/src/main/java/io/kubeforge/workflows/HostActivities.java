package io.kubeforge.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The steps on one host. Each looks, acts, looks again; each may be repeated at any point. */
@ActivityInterface
public interface HostActivities {
    /** Runtime, kernel settings and packages are as the provisioner wants them. */
    @ActivityMethod(name = "PrepareHost")
    void prepare(HostStep step);

    /** The control plane serves the API's virtual IP together with the others. */
    @ActivityMethod(name = "ServeVirtualAddress")
    void serveVirtualAddress(HostStep step);

    /** The host runs the cluster's first control plane (kubeadm init). */
    @ActivityMethod(name = "InitialiseControlPlane")
    void initialise(HostStep step);

    /** The host runs a further control plane. */
    @ActivityMethod(name = "JoinControlPlane")
    void joinControlPlane(HostStep step);

    /** The host is a worker of the cluster. */
    @ActivityMethod(name = "JoinWorker")
    void joinWorker(HostStep step);

    /** {@link #prepare} on several hosts at once, each tried once. */
    @ActivityMethod(name = "PrepareBatch")
    BatchStep.Result prepareBatch(BatchStep batch);

    /** {@link #joinWorker} on several hosts at once, each tried once. */
    @ActivityMethod(name = "JoinBatch")
    BatchStep.Result joinBatch(BatchStep batch);

    /** Nothing of the step runs on the host: nobody follows it, and nobody shall. */
    @ActivityMethod(name = "StopStep")
    void stop(HostStep step);

    /** Nothing of the cluster is left on the host. */
    @ActivityMethod(name = "ResetHost")
    void reset(HostStep step);

    /** The host belongs to no cluster any more. */
    @ActivityMethod(name = "ReleaseHost")
    void release(HostStep step);
}
