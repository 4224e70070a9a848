package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.net.Ipv4Subnet;
import io.kubeforge.model.schema.FieldErrors;
import java.util.Optional;

/** The subnets and the DNS domain of a cluster: in a form that kubeadm takes, and apart from each other. */
final class NetworkRules {
    /** The controller manager gives each node a /24 of the pods' subnet and refuses more than 2^16 of them. */
    private static final int WIDEST_PODS = 8;

    private static final int NARROWEST_PODS = 24;
    /** The API server refuses Service subnets of more than 2^20 addresses; DNS has the tenth. */
    private static final int WIDEST_SERVICES = 12;

    private static final int NARROWEST_SERVICES = 28;

    private NetworkRules() {}

    static void check(JsonNode network, FieldErrors errors) {
        Optional<Ipv4Subnet> pods =
                subnet("spec.network.podSubnet", network.path("podSubnet"), WIDEST_PODS, NARROWEST_PODS, errors);
        Optional<Ipv4Subnet> services = subnet(
                "spec.network.serviceSubnet",
                network.path("serviceSubnet"),
                WIDEST_SERVICES,
                NARROWEST_SERVICES,
                errors);
        if (pods.isPresent() && services.isPresent() && pods.get().overlaps(services.get())) {
            errors.invalid(
                    "spec.network.serviceSubnet",
                    network.path("serviceSubnet"),
                    "overlaps spec.network.podSubnet " + pods.get() + "; traffic could not be told apart");
        }
        checkManifest(network, errors);
        String domain = network.path("dnsDomain").asText();
        if (!Names.isSubdomain(domain)) {
            errors.invalid("spec.network.dnsDomain", domain, Names.SUBDOMAIN_RULE);
        }
    }

    private static void checkManifest(JsonNode network, FieldErrors errors) {
        JsonNode manifest = network.path("manifest");
        boolean wanted = network.path("plugin").asText().equals("manifest");
        if (wanted && manifest.isMissingNode()) {
            errors.required("spec.network.manifest", "plugin is manifest");
        } else if (!wanted && !manifest.isMissingNode()) {
            errors.forbidden("spec.network.manifest", "only plugin \"manifest\" has one");
        } else if (wanted && manifest.has("configMapRef") == manifest.has("url")) {
            errors.invalid("spec.network.manifest", manifest, "must have either configMapRef or url");
        } else if (wanted && manifest.has("url") != manifest.has("sha256")) {
            errors.required("spec.network.manifest.sha256", "what a URL gives is only applied when it is what you saw");
        }
    }

    private static Optional<Ipv4Subnet> subnet(
            String field, JsonNode value, int widest, int narrowest, FieldErrors errors) {
        Optional<Ipv4Subnet> parsed = Ipv4Subnet.parse(value.asText());
        if (parsed.isEmpty()) {
            errors.invalid(field, value, "must be an IPv4 subnet such as 10.244.0.0/16; IPv6 is not supported yet");
            return parsed;
        }
        Ipv4Subnet subnet = parsed.get();
        if (!subnet.equals(subnet.canonical())) {
            errors.invalid(
                    field, value, "has address bits behind its prefix; did you mean " + subnet.canonical() + "?");
        }
        if (subnet.prefix() < widest || subnet.prefix() > narrowest) {
            errors.invalid(field, value, "must be between /" + widest + " and /" + narrowest);
        }
        return parsed;
    }
}
