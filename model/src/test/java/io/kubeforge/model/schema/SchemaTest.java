package io.kubeforge.model.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Field("A kettle.")
    record Kettle(
            @Field(value = "How much it holds.", required = true, minimum = 1, maximum = 5)
            Integer litres,

            @Field(value = "Its lid.", byDefault = "{}") Lid lid,

            @Field(value = "Its handles.", listMapKeys = "side")
            List<Handle> handles,

            @Field("What is written on it.") Map<String, String> labels,
            @Field(value = "Whatever.", free = true) Map<String, Object> rest) {}

    @Field("A lid.")
    record Lid(
            @Field(
                    value = "What it is made of.",
                    byDefault = "\"steel\"",
                    oneOf = {"steel", "glass"})
            String material) {}

    @Field("A handle.")
    record Handle(
            @Field(value = "Where it is.", required = true) String side) {}

    record Unexplained(String text) {}

    private final Schema schema = SchemaReader.read(Kettle.class);

    @Test
    void fillsInDefaultsAlsoBelowDefaults() throws Exception {
        ObjectNode kettle = object("{'litres':2}");
        schema.applyDefaults(kettle);
        assertEquals("steel", kettle.at("/lid/material").asText());
    }

    @Test
    void readsANullAsAbsentAndANullLabelAsEmpty() throws Exception {
        ObjectNode kettle = object("{'litres':null,'lid':{'material':null},'labels':{'a':null},'rest':{'x':null}}");
        schema.applyDefaults(kettle);
        assertEquals(object("{'lid':{'material':'steel'},'labels':{'a':''},'rest':{'x':null}}"), (JsonNode) kettle);
    }

    @Test
    void findsAllThatIsWrong() throws Exception {
        FieldErrors errors = new FieldErrors();
        schema.check(
                "",
                object("{'litres':9,'lid':{'material':'wood'},'handles':[{'side':'left'},{'side':'left'},{}],"
                        + "'labels':{'a':1}}"),
                errors);
        assertEquals(
                List.of(
                        "litres: Invalid value: 9: litres in body should be less than or equal to 5",
                        "lid.material: Unsupported value: \"wood\": supported values: \"steel\", \"glass\"",
                        "handles[1]: Duplicate value: {\"side\":\"left\"}",
                        "handles[2].side: Required value",
                        "labels[a]: Invalid value: \"number\": labels[a] in body must be of type string: \"number\""),
                errors.list().stream().map(FieldError::toString).toList());
    }

    @Test
    void describesItselfInOpenApi() {
        ObjectNode openApi = schema.toOpenApi();
        assertEquals(
                "How much it holds.",
                openApi.at("/properties/litres/description").asText());
        assertEquals("litres", openApi.at("/required/0").asText());
        assertEquals(5, openApi.at("/properties/litres/maximum").asInt());
        assertEquals(
                "glass",
                openApi.at("/properties/lid/properties/material/enum/1").asText());
        assertEquals(
                "side",
                openApi.at("/properties/handles/x-kubernetes-list-map-keys/0").asText());
        assertEquals(
                "string",
                openApi.at("/properties/labels/additionalProperties/type").asText());
        assertTrue(openApi.at("/properties/rest/x-kubernetes-preserve-unknown-fields")
                .asBoolean());
    }

    @Test
    void refusesARecordThatNothingExplains() {
        assertThrows(IllegalArgumentException.class, () -> SchemaReader.read(Unexplained.class));
    }

    private static ObjectNode object(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
