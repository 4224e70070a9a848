package io.kubeforge.model.validation;

import static io.kubeforge.model.validation.Objects.changeErrors;
import static io.kubeforge.model.validation.Objects.complete;
import static io.kubeforge.model.validation.Objects.errors;
import static io.kubeforge.model.validation.Objects.host;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.Kinds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAdmissionTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJcYzDkqY5hMTHdXNJAsUBwYFFsZ0d1M3mXkCJX0mFbD";

    @Test
    void isBornWithDefaultsAndNothingElse() {
        ObjectNode host = complete(Kinds.HOST, host("'address':'10.0.0.7'"));
        assertEquals(22, host.at("/spec/port").asInt());
        assertEquals("root", host.at("/spec/user").asText());
        assertTrue(host.at("/status").isMissingNode());
        assertTrue(host.at("/metadata/finalizers").isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "2001:db8::1", "w-1.example.org", "W_1"})
    void isReachedUnderANameOrAnAddress(String address) {
        assertEquals(List.of(), errors(Kinds.HOST, host("'address':'" + address + "'")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'address':''                                 | spec.address: Required value
            'address':'root@w-1'                         | spec.address: Invalid value
            'address':'10.0.0.256'                       | spec.address: Invalid value
            'address':'-oProxyCommand=x'                 | spec.address: Invalid value
            'address':'w','port':0                       | spec.port: Invalid value: 0
            'address':'w','port':'22'                    | spec.port: Invalid value: "string"
            'address':'w','user':'-l root'               | spec.user: Invalid value
            'address':'w','hostKeyPolicy':'Whatever'     | spec.hostKeyPolicy: Unsupported value
            'address':'w','hostKey':'ssh-ed25519 AAAA'   | spec.hostKey: Invalid value
            'address':'w','nodeAddress':'w-1'            | spec.nodeAddress: Invalid value
            'address':'w','credentialsRef':{'name':''}   | spec.credentialsRef.name: Required value
            'address':'w','bastionRef':{'name':'A B'}    | spec.bastionRef.name: Invalid value
            'address':'w','bastionRef':{'name':'w-1'}    | spec.bastionRef.name: Invalid value
            'address':'w','bastionRef':{}                | spec.bastionRef.name: Required value
            """)
    void namesTheFieldThatIsWrong(String spec, String expected) {
        List<String> found = errors(Kinds.HOST, host(spec));
        assertTrue(found.size() == 1 && found.get(0).startsWith(expected), found.toString());
    }

    @Test
    void takesAKeyAsKnownHostsHasIt() {
        assertEquals(List.of(), errors(Kinds.HOST, host("'address':'w','hostKey':'" + KEY + " root@w-1'")));
        String rsa = KEY.replace("ssh-ed25519", "ssh-rsa");
        assertEquals(
                1,
                errors(Kinds.HOST, host("'address':'w','hostKey':'" + rsa + "'"))
                        .size());
    }

    @Test
    void mayBeReachedThroughAnotherHost() {
        assertEquals(List.of(), errors(Kinds.HOST, host("'address':'w','bastionRef':{'name':'jump'}")));
    }

    @Test
    void mayMoveToAnotherAddress() {
        assertEquals(List.of(), changeErrors(Kinds.HOST, host("'address':'10.0.0.7'"), host("'address':'10.0.0.8'")));
    }

    @Test
    void keepsTheFinalizerOfTheClusterThatUsesIt() {
        ObjectNode old = complete(Kinds.HOST, host("'address':'w'"));
        Admission.addFinalizer(old.withObjectProperty("metadata"), Host.IN_USE);
        ObjectNode written = host("'address':'w'");
        Admission.of(Kinds.HOST).completeChanged(old, written);
        assertEquals(Host.IN_USE, written.at("/metadata/finalizers/0").asText());
    }

    @Test
    void warnsThatNothingCanConnectWithoutAKnownKey() {
        ObjectNode strict = complete(Kinds.HOST, host("'address':'w','hostKeyPolicy':'Strict'"));
        assertEquals(1, Admission.of(Kinds.HOST).warnings(strict).size());
        strict.putObject("status").put("hostKey", KEY);
        assertEquals(List.of(), Admission.of(Kinds.HOST).warnings(strict));
    }
}
