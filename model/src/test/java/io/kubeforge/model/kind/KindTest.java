package io.kubeforge.model.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.schema.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTest {
    @Field("A kettle.")
    @Resource(
            group = "kitchen.example.org",
            version = "v1",
            verbs = {Verb.WATCH, Verb.GET},
            columns = @PrinterColumn(name = "Lid", description = "Its lid.", path = ".spec.lid"))
    private record Kettle(
            ObjectMeta metadata,

            @Field(value = "What it shall be.", required = true)
            Spec spec,

            @Field("What it is.") Status status) {}

    @Field("What a kettle shall be.")
    private record Spec(@Field("Its lid.") String lid) {}

    @Field("What a kettle is.")
    private record Status(@Field("Whether it boils.") Boolean boiling) {}

    private record Undeclared(ObjectMeta metadata) {}

    private final Kind<Kettle> kind = Kind.of(Kettle.class);

    @Test
    void isNamedAsItsRecordIs() {
        assertEquals(List.of("Kettle", "kettles", "kettle"), List.of(kind.name(), kind.plural(), kind.singular()));
        assertEquals("kettles.kitchen.example.org", kind.resource());
        assertEquals("kitchen.example.org/v1", kind.apiVersion());
    }

    @Test
    void allowsWhatItDeclares() {
        assertEquals(List.of(Verb.GET, Verb.WATCH), kind.verbs());
        assertTrue(kind.allows(Verb.GET));
        assertFalse(kind.allows(Verb.CREATE));
    }

    @Test
    void hasWhatEveryObjectHasBesideItsOwnFields() {
        assertEquals(
                List.of("apiVersion", "kind", "metadata", "spec", "status"),
                List.copyOf(kind.schema().properties().keySet()));
        assertTrue(kind.schema().properties().get("spec").required());
        assertTrue(kind.hasStatus());
    }

    @Test
    void showsTheNameFirstAndWhatIsDeclaredAfterIt() {
        ObjectNode kettle = JsonNodeFactory.instance.objectNode();
        kettle.putObject("metadata").put("name", "blue");
        kettle.putObject("spec").put("lid", "glass");
        assertEquals(
                List.of("blue", "glass"),
                kind.columns().stream()
                        .map(column -> column.cell().apply(kettle).asText())
                        .toList());
    }

    @Test
    void refusesARecordThatIsNotDeclared() {
        assertThrows(IllegalArgumentException.class, () -> Kind.of(Undeclared.class));
    }

    /** A CustomResourceDefinition can say only by a path what a column shows. */
    @Test
    void showsOwnKindsByPathsOnly() {
        Kinds.ALL.stream()
                .filter(kind -> kind.group().equals(Kinds.KUBEFORGE))
                .flatMap(kind -> kind.columns().stream())
                .forEach(column -> assertFalse(column.path().isEmpty(), column.name()));
    }
}
