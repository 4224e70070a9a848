package io.kubeforge.api.security;

import io.micronaut.context.ApplicationContext;

/**
 * Prints the administrator's kubeconfig, for installations whose API has no folder to leave it in. It needs what the
 * API needs: the database and the keyset file.
 */
public final class AdminKubeconfigCommand {
    private AdminKubeconfigCommand() {}

    /** {@code AdminKubeconfigCommand URL}, the https URL under which the API is reached; what it prints is secret. */
    public static void main(String[] arguments) {
        if (arguments.length != 1 || !arguments[0].startsWith("https://")) {
            System.err.println("usage: AdminKubeconfigCommand https://HOST:PORT");
            System.exit(2);
        }
        try (ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .mainClass(AdminKubeconfigCommand.class)
                .start()) {
            System.out.print(context.getBean(AdminKubeconfig.class).render(arguments[0]));
        }
    }
}
