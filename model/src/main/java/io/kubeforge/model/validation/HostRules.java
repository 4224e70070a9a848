package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostSpec;
import io.kubeforge.model.net.IpAddresses;
import io.kubeforge.model.schema.FieldErrors;
import java.util.List;
import java.util.regex.Pattern;

/** What a Host alone shows to be wrong; whether it answers is seen when a cluster wants it. */
final class HostRules implements Rules {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][-A-Za-z0-9_.@]{0,63}");

    @Override
    public List<String> keptFinalizers() {
        return List.of(Host.IN_USE);
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        JsonNode spec = object.path("spec");
        String address = spec.path("address").asText();
        if (!Names.isHostOrAddress(address)) {
            errors.invalid("spec.address", address, "must be a DNS name or an IP address, without user or port");
        }
        String user = spec.path("user").asText();
        if (!USER.matcher(user).matches()) {
            errors.invalid("spec.user", user, "must be the name of a Linux user");
        }
        String secret = spec.at("/credentialsRef/name").asText();
        if (!Names.isSubdomain(secret)) {
            errors.invalid("spec.credentialsRef.name", secret, "this names a Secret: " + Names.SUBDOMAIN_RULE);
        }
        checkBastion(object, errors);
        if (spec.has("nodeAddress")
                && !IpAddresses.isIpv4(spec.path("nodeAddress").asText())) {
            errors.invalid("spec.nodeAddress", spec.path("nodeAddress"), "must be an IPv4 address");
        }
        if (spec.has("hostKey") && !HostKeys.isPublicKey(spec.path("hostKey").asText())) {
            errors.invalid("spec.hostKey", spec.path("hostKey"), HostKeys.RULE);
        }
    }

    /** Longer loops only show when the other Hosts are read, which is when somebody connects. */
    private static void checkBastion(ObjectNode object, FieldErrors errors) {
        JsonNode bastion = object.at("/spec/bastionRef/name");
        if (bastion.isMissingNode()) {
            return;
        }
        if (!Names.isSubdomain(bastion.asText())) {
            errors.invalid("spec.bastionRef.name", bastion, "this names a Host: " + Names.SUBDOMAIN_RULE);
        } else if (bastion.asText().equals(object.at("/metadata/name").asText())) {
            errors.invalid("spec.bastionRef.name", bastion, "a Host cannot be its own bastion");
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode spec = object.path("spec");
        boolean isStrict = HostSpec.STRICT.equals(spec.path("hostKeyPolicy").asText());
        boolean hasKey = spec.has("hostKey") || object.at("/status/hostKey").isTextual();
        return isStrict && !hasKey
                ? List.of("spec.hostKeyPolicy is Strict and no key of the host is known: every connection will be"
                        + " refused until spec.hostKey is set")
                : List.of();
    }
}
