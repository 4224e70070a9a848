package io.kubeforge.activities.failure;

import java.util.List;

/** Hosts are each other's bastions, so that none of them can be reached. */
public class BastionLoop extends HostFailure {
    /** Shows the loop in the order of the references. */
    public BastionLoop(List<String> loop) {
        super(
                true,
                "Host " + loop.get(0) + " cannot be reached, for its bastions lead in a circle: "
                        + String.join(" → ", loop) + ". Remove spec.bastionRef from the one that is reached directly.",
                null);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
