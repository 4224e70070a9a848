package io.kubeforge.activities.provisioner;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class JoinSecretsTest {
    @Test
    void makesSecretsInKubeadmsForms() {
        JoinSecrets secrets = JoinSecrets.create(new SecureRandom());
        assertTrue(secrets.token().matches("[a-z0-9]{6}\\.[a-z0-9]{16}"));
        assertTrue(secrets.certificateKey().matches("[0-9a-f]{64}"));
        assertNotEquals(secrets.token(), JoinSecrets.create(new SecureRandom()).token());
    }
}
