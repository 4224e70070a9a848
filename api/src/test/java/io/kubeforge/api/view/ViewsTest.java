package io.kubeforge.api.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.view.Views.Shape;
import io.kubeforge.model.kind.Kinds;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private final Views views = new Views();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                     | Plain
            */*                                                                    | Plain
            application/vnd.kubernetes.protobuf,application/json                   | Plain
            application/json;as=Table;v=v1;g=meta.k8s.io,application/json          | TableView
            application/json;as=Table;v=v2;g=meta.k8s.io,application/json          | Plain
            application/json;as=Table;v=v1beta1;g=meta.k8s.io                     | TableView
            application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io       | MetadataOnly
            """)
    void choosesTheFirstFormThatIsToBeHad(String accept, String view) {
        assertEquals(
                view,
                views.choose(Kinds.HOST, Shape.LIST, accept, "").getClass().getSimpleName());
    }

    @Test
    void answersJsonToThoseWhoReadOnlyTheProtobufOfBuiltInKinds() throws Exception {
        String protobuf = "application/vnd.kubernetes.protobuf";
        assertEquals(new View.Plain(Kinds.SECRET, View.JSON), views.choose(Kinds.SECRET, Shape.LIST, protobuf, ""));
        assertThrows(StatusException.class, () -> views.choose(Kinds.HOST, Shape.LIST, protobuf, ""));
        String metadata = ";as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
        assertEquals(
                new View.MetadataOnly("meta.k8s.io/v1", false),
                views.choose(Kinds.HOST, Shape.LIST, protobuf + metadata, ""));
    }

    @Test
    void saysWhatItemsAreOnlyWhereTheirListDoesNot() throws Exception {
        ObjectNode item = (ObjectNode)
                new ObjectMapper().readTree("{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}");
        String untyped = "{\"metadata\":{\"name\":\"a\"}}";
        assertEquals(untyped, new View.Plain(Kinds.SECRET, View.JSON).item(item).toString());
        assertEquals(
                untyped,
                new View.MetadataOnly("meta.k8s.io/v1", false).item(item).toString());
        assertEquals(
                "K",
                new View.Plain(Kinds.HOST, View.JSON).item(item).path("kind").asText());
        assertEquals(
                "PartialObjectMetadata",
                new View.MetadataOnly("meta.k8s.io/v1", true)
                        .item(item)
                        .path("kind")
                        .asText());
        assertEquals("K", item.path("kind").asText());
    }

    @Test
    void writesYamlButNotInAWatch() {
        String accept = "application/yaml,application/json";
        assertEquals(
                View.YAML, views.choose(Kinds.HOST, Shape.OBJECT, accept, "").mediaType());
        assertEquals(
                View.JSON, views.choose(Kinds.HOST, Shape.STREAM, accept, "").mediaType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/xml",
                "application/json;as=Table;v=v2;g=meta.k8s.io",
                "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json"
            })
    void refusesAFormThatIsNotToBeHad(String accept) {
        StatusException refused =
                assertThrows(StatusException.class, () -> views.choose(Kinds.HOST, Shape.LIST, accept, ""));
        assertEquals(406, refused.code());
        assertEquals("NotAcceptable", refused.status().path("reason").asText());
    }

    @Test
    void showsAClusterInTheColumnsThatPeopleLookFor() throws Exception {
        ObjectNode cluster = (ObjectNode) new ObjectMapper()
                .readTree(("{'metadata':{'name':'demo','creationTimestamp':'2026-01-01T00:00:00Z'},"
                                + "'spec':{'kubernetesVersion':'v1.36.3'},'status':{'phase':'Ready','controlPlane':'1/1',"
                                + "'workers':'2/2','conditions':[{'type':'Ready','status':'True'}]}}")
                        .replace('\'', '"'));
        View view = views.choose(Kinds.CLUSTER, Shape.LIST, TABLE, "");
        ObjectNode table = view.listHead(ListMeta.of(7));
        table.putArray(view.itemsField()).add(view.item(cluster));
        assertEquals("7", table.at("/metadata/resourceVersion").asText());
        List<String> names = StreamSupport.stream(
                        table.path("columnDefinitions").spliterator(), false)
                .filter(column -> column.path("priority").asInt() == 0)
                .map(column -> column.path("name").asText().toUpperCase(java.util.Locale.ROOT))
                .toList();
        assertEquals(List.of("NAME", "PHASE", "VERSION", "CONTROL-PLANE", "WORKERS", "READY", "AGE"), names);
        assertEquals("1/1", table.at("/rows/0/cells/3").asText());
        assertEquals("True", table.at("/rows/0/cells/5").asText());
        assertEquals("PartialObjectMetadata", table.at("/rows/0/object/kind").asText());
        assertTrue(table.at("/rows/0/object/spec").isMissingNode());
    }

    @Test
    void sendsColumnsOnlyWithTheFirstEvent() {
        View view = views.choose(Kinds.HOST, Shape.OBJECT, TABLE, "None");
        ObjectNode object = new ObjectMapper().createObjectNode();
        assertTrue(view.object(object, true).path("columnDefinitions").size() > 0);
        assertTrue(view.object(object, false).path("columnDefinitions").isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "125, 2m5s",
        "599, 9m59s",
        "600, 10m",
        "10800, 3h",
        "12000, 3h20m",
        "28800, 8h",
        "172800, 2d",
        "180000, 2d2h",
        "691200, 8d",
        "63072000, 2y",
        "64000000, 2y10d"
    })
    void tellsAgesAsKubectlsUsersKnowThem(long seconds, String shown) {
        Instant birth = Instant.parse("2020-01-01T00:00:00Z");
        assertEquals(shown, Ages.since(birth.toString(), birth.plusSeconds(seconds)));
    }
}
