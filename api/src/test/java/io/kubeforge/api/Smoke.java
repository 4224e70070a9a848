package io.kubeforge.api;

import java.nio.file.*;
import java.util.Map;

final class Smoke {
    public static void main(String[] a) throws Exception {
        ApiProcess p = new ApiProcess(Map.of("kubeforge.api.port", 17443));
        Files.writeString(Path.of("/tmp/kc"), p.kubeconfig());
        System.out.println("READY " + p.url());
        Thread.sleep(Long.MAX_VALUE);
    }
}
