package io.kubeforge.model.plan;

/** What one pass has to do on one host. */
public record HostPlan(String host, Duty duty) {}
