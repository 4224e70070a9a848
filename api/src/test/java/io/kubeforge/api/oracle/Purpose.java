package io.kubeforge.api.oracle;

import java.util.List;

/**
 * Why KubeForge answers otherwise than kube-apiserver, on purpose.
 *
 * @param name how requests refer to it
 * @param reason a sentence for people
 * @param parts what may differ: {@code status}, {@code body}, a JSON pointer into the body ({@code *} is any member), or
 *     the name of a header
 */
public record Purpose(String name, String reason, List<String> parts) {}
