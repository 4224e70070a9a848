package io.kubeforge.model.preflight;

import java.util.List;
import java.util.Map;

/**
 * What stands around a host, as it was seen from the host itself.
 *
 * @param ports port in use to the program that listens there
 * @param routes the subnets that the host has routes to
 * @param resolved what the endpoint's name resolves to; null when it was not asked, empty when it does not resolve
 * @param virtualIp free, own, routed or answers; null when it was not asked
 * @param peers {@code NAME ADDRESS:PORT answers|silent|unreachable}
 * @param urls URL to the HTTP status, or to what failed
 */
public record Surroundings(
        Map<String, String> ports,
        List<String> routes,
        String resolved,
        String virtualIp,
        List<String> peers,
        Map<String, String> urls) {}
