package io.kubeforge.activities.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import io.kubeforge.activities.failure.AuthenticationFailed;
import io.kubeforge.activities.failure.CredentialInvalid;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostUnreachable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Opens a session with one host: key, host key, authentication; and says by type why it could not. */
final class Handshake {
    private static final int CONNECT_MILLIS = 8_000;
    private static final int ALIVE_MILLIS = 3_000;
    private static final int ALIVE_COUNT = 3;

    private final SshTarget target;
    private final HostKeyCheck hostKey;
    private final HandshakeSocket socket = new HandshakeSocket(CONNECT_MILLIS);
    private String keyFingerprint;

    Handshake(SshTarget target) {
        this.target = target;
        this.hostKey = new HostKeyCheck(target);
    }

    Connection open() {
        JSch jsch = new JSch();
        addKey(jsch);
        try (ConnectGate.Permit permit = ConnectGate.enter(target)) {
            Session session = jsch.getSession(target.user(), target.address(), target.port());
            configure(session);
            session.connect(CONNECT_MILLIS);
            return new Connection(target, session, socket, hostKey.seenKey());
        } catch (JSchException e) {
            socket.close();
            throw failure(e);
        }
    }

    private void configure(Session session) throws JSchException {
        session.setSocketFactory(socket);
        session.setHostKeyRepository(hostKey);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", hostKey.preferred(session.getConfig("server_host_key")));
        session.setConfig("PreferredAuthentications", "publickey");
        session.setConfig("enable_auth_none", "no");
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(ALIVE_COUNT);
        session.setDaemonThread(true);
    }

    /** JSch wipes the arrays it is given, and ignores a wrong passphrase until the host refuses the key. */
    private void addKey(JSch jsch) {
        byte[] passphrase =
                target.passphrase() == null ? null : target.passphrase().clone();
        KeyPair key = null;
        try {
            key = KeyPair.load(jsch, target.privateKey().clone(), null);
            if (key.isEncrypted() && (passphrase == null || !key.decrypt(passphrase.clone()))) {
                throw new CredentialInvalid(
                        target.label(),
                        passphrase == null
                                ? "it is encrypted and no passphrase is given"
                                : "the passphrase does not open it",
                        null);
            }
            byte[] publicKey = key.getPublicKeyBlob();
            if (publicKey == null) {
                throw new CredentialInvalid(target.label(), "it holds no private key", null);
            }
            keyFingerprint = HostKeyCheck.fingerprint(publicKey);
            jsch.addIdentity(target.name(), target.privateKey().clone(), null, passphrase);
        } catch (JSchException e) {
            throw new CredentialInvalid(target.label(), "it is not a private key that is understood", null);
        } finally {
            if (key != null) {
                key.dispose();
            }
            if (passphrase != null) {
                Arrays.fill(passphrase, (byte) 0);
            }
        }
    }

    private HostFailure failure(JSchException e) {
        HostFailure refusal = hostKey.refusal();
        if (refusal != null) {
            return refusal;
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Auth ") || message.contains("Too many authentication failures")) {
            return new AuthenticationFailed(target.label(), target.user(), keyFingerprint, e);
        }
        return new HostUnreachable(target.label(), seen(e, message), e);
    }

    private static String seen(JSchException e, String message) {
        Throwable cause = e.getCause();
        if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
            return cause.getMessage();
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer within " + CONNECT_MILLIS / 1000 + " s";
        }
        if (e instanceof JSchAlgoNegoFailException) {
            return "no algorithm in common: " + message;
        }
        return message;
    }
}
