package io.kubeforge.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kubeforge.api.status.StatusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/v1/secrets                                                       | Secret    | `` | ``   | ``
            /api/v1/namespaces                                                    | Namespace | `` | ``   | ``
            /api/v1/namespaces/team                                               | Namespace | `` | team | ``
            /api/v1/namespaces/team/status                                        | Namespace | `` | team | status
            /api/v1/namespaces/team/secrets                                       | Secret    | team | `` | ``
            /api/v1/namespaces/team/secrets/s                                     | Secret    | team | s | ``
            /apis/kubeforge.io/v1alpha1/clusters                                  | Cluster   | `` | `` | ``
            /apis/kubeforge.io/v1alpha1/namespaces/team/clusters/demo/status      | Cluster   | team | demo | status
            """)
    void readsWhatAPathNames(String path, String kind, String namespace, String name, String subresource) {
        ResourcePath parsed = ResourcePath.parse(path);
        assertEquals(kind, parsed.kind().name());
        assertEquals(namespace, parsed.namespace());
        assertEquals(name, parsed.name());
        assertEquals(subresource, parsed.subresource());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/pods",
                "/api/v1/secrets/s",
                "/api/v1/namespaces/team/secrets/s/status",
                "/api/v1/namespaces/team/namespaces/x",
                "/apis/kubeforge.io/v1beta1/clusters",
                "/apis/kubeforge.io/v1alpha1/namespaces/team/clusters/demo/status/more",
                "/api/v1/namespaces//secrets"
            })
    void knowsNoOtherPaths(String path) {
        assertEquals(
                404,
                assertThrows(StatusException.class, () -> ResourcePath.parse(path))
                        .code());
    }
}
