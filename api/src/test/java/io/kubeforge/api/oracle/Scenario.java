package io.kubeforge.api.oracle;

import java.util.List;

/** Requests that are sent in this order, in a namespace of their own; what is captured holds to the end of them. */
public record Scenario(String subject, String name, List<Recorded> requests) {}
