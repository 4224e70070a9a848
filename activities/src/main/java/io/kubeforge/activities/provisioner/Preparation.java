package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.Script;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterSpec.Images;
import io.kubeforge.model.kind.RegistryCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Composes {@code prepare}: where packages and images come from, and by which way. */
final class Preparation {
    private Preparation() {}

    static Script script(NodeContext context, RegistryCredentials registries) {
        ClusterSpec spec = context.spec();
        Script prepare = viaProxy(spec, Script.of("prepare"))
                .with("VERSION", context.version())
                .with("MINOR", context.minor())
                .with("REPOSITORY", spec.packages().repository())
                .with("RUNTIME", spec.packages().runtime())
                .with("REGISTRY", spec.images().registry())
                .with("MIRRORS", mirrors(spec.images()))
                .with("ARCHIVES", archives(spec.images()));
        return withCredentials(prepare, registries);
    }

    /** Packages, images and manifests come by the proxy, if there is one. */
    static Script viaProxy(ClusterSpec spec, Script script) {
        if (spec.proxy() == null) {
            return script;
        }
        List<String> directly = new ArrayList<>(List.of("localhost", "127.0.0.1"));
        directly.addAll(spec.proxy().noProxy());
        return script.with("PROXY", spec.proxy().url()).with("NO_PROXY", String.join(",", directly));
    }

    private static String mirrors(Images images) {
        return images.mirrors().stream()
                .map(mirror -> mirror.registry() + " " + mirror.endpoint())
                .collect(Collectors.joining("\n"));
    }

    private static String archives(Images images) {
        return images.archives().stream()
                .map(archive -> archive.sha256() + " " + archive.url())
                .collect(Collectors.joining("\n"));
    }

    /** Each is a variable of its own, so that each is struck from whatever is printed. */
    private static Script withCredentials(Script prepare, RegistryCredentials registries) {
        StringBuilder hosts = new StringBuilder();
        Script script = prepare;
        int number = 0;
        for (Map.Entry<String, String> registry : new TreeMap<>(registries.basic()).entrySet()) {
            number++;
            hosts.append(registry.getKey()).append(' ').append(number).append('\n');
            script = script.withSecret("CREDENTIAL_" + number, registry.getValue());
        }
        return script.with("CREDENTIALS", hosts.toString());
    }
}
