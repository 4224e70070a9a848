package io.kubeforge.model.preflight;

import java.util.List;

/**
 * What a host has in common with other Hosts that no two hosts should have in common; each as a sentence.
 *
 * @param twins Hosts with the same machine-id or address that were here first
 * @param lookalikes hosts of the same cluster with the same hostname, MAC address or firmware UUID
 */
public record Likeness(List<String> twins, List<String> lookalikes) {}
