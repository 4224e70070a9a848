package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.kind.ClusterSpec.Endpoint;
import io.kubeforge.model.net.Ipv4Subnet;
import io.kubeforge.model.schema.FieldErrors;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API server's stable address: a name that the user has, or a virtual IP that KubeForge serves; not both. */
final class EndpointRules {
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9_.@]{0,14}");

    private EndpointRules() {}

    static void check(JsonNode spec, FieldErrors errors) {
        JsonNode endpoint = spec.path("endpoint");
        boolean virtual = endpoint.has("virtualIP");
        if (endpoint.has("host") == virtual) {
            errors.invalid(
                    "spec.endpoint",
                    endpoint,
                    "must have either host (a load balancer that you have) or virtualIP (served by the control planes)");
        }
        String host = endpoint.path("host").asText();
        if (!host.isEmpty() && !Names.isHostOrAddress(host)) {
            errors.invalid("spec.endpoint.host", host, "must be a DNS name or an IP address, without port or scheme");
        }
        if (virtual && endpoint.path("port").asInt() == Endpoint.API_PORT) {
            errors.invalid(
                    "spec.endpoint.port",
                    endpoint.path("port"),
                    "is where the API servers of the same hosts listen; choose another one, such as 8443");
        }
        if (virtual) {
            checkVirtual(spec, endpoint.path("virtualIP"), errors);
        }
        for (String field : List.of("networkInterface", "virtualRouterID")) {
            if (endpoint.has(field) && !virtual) {
                errors.forbidden("spec.endpoint." + field, "only a virtualIP has one");
            }
        }
        String networkInterface = endpoint.path("networkInterface").asText();
        if (!networkInterface.isEmpty() && !INTERFACE.matcher(networkInterface).matches()) {
            errors.invalid(
                    "spec.endpoint.networkInterface", networkInterface, "must be the name of a network interface");
        }
    }

    private static void checkVirtual(JsonNode spec, JsonNode address, FieldErrors errors) {
        Optional<Ipv4Subnet> own = Ipv4Subnet.parse(address.asText() + "/32");
        if (own.isEmpty()) {
            errors.invalid("spec.endpoint.virtualIP", address, "must be an IPv4 address such as 192.0.2.10");
            return;
        }
        for (String field : List.of("podSubnet", "serviceSubnet")) {
            Ipv4Subnet.parse(spec.path("network").path(field).asText())
                    .filter(subnet -> subnet.overlaps(own.get()))
                    .ifPresent(subnet -> errors.invalid(
                            "spec.endpoint.virtualIP",
                            address,
                            "lies in spec.network." + field + " " + subnet + "; it must be in the hosts' own network"));
        }
    }
}
