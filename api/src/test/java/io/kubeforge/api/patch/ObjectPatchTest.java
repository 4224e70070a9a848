package io.kubeforge.api.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectPatchTest {
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1}            | {'a':2,'b':{'c':3}}      | {'a':2,'b':{'c':3}}
            {'a':{'b':1,'c':2}}| {'a':{'b':null}}         | {'a':{'c':2}}
            {'a':[1,2]}        | {'a':[3]}                | {'a':[3]}
            {'a':1}            | {'a':{'b':null,'c':1}}   | {'a':{'c':1}}
            """)
    void mergesObjectsAndReplacesEverythingElse(String object, String patch, String expected) throws Exception {
        assertEquals(json(expected), ObjectPatch.of(MERGE, json(patch)).applyTo(json(object)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'metadata':{'finalizers':['a','b']}} | {'metadata':{'finalizers':['c'],'$setElementOrder/finalizers':['a','b','c']}} | {'metadata':{'finalizers':['a','b','c']}}
            {'metadata':{'finalizers':['a','b']}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}}                    | {'metadata':{'finalizers':['b']}}
            {'metadata':{'finalizers':['a']}}     | {'metadata':{'finalizers':null}}                                             | {'metadata':{}}
            {'metadata':{},'data':{'a':'1'}}      | {'data':{'a':null,'b':'2'}}                                                  | {'metadata':{},'data':{'b':'2'}}
            {'metadata':{},'data':{'a':'1'}}      | {'data':{'$patch':'replace','b':'2'}}                                        | {'metadata':{},'data':{'b':'2'}}
            """)
    void mergesFinalizersByValueInStrategicPatches(String object, String patch, String expected) throws Exception {
        ObjectNode result = ObjectPatch.of(STRATEGIC, json(patch)).applyTo(json(object));
        assertEquals(json(expected), result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['a','b','c'] | ['d']         | ['d','a','b','c']
            ['a','b','c'] | ['d','c']     | ['d','a','b','c']
            ['a','b','c'] | ['b']         | ['a','b','c']
            []            | ['b','a','b'] | ['b','a']
            """)
    void putsWhatAStrategicPatchAddsBeforeWhatWasThere(String old, String added, String expected) throws Exception {
        String form = "{'metadata':{'finalizers':%s}}";
        ObjectNode result =
                ObjectPatch.of(STRATEGIC, json(form.formatted(added))).applyTo(json(form.formatted(old)));
        assertEquals(json(form.formatted(expected)), result);
    }

    @Test
    void mergesAnOwnerOfWhichAStrategicPatchSaysOnlyAPart() throws Exception {
        ObjectNode owned = json("{'metadata':{'ownerReferences':[{'kind':'ConfigMap','name':'one','uid':'1'}]}}");
        ObjectNode result = ObjectPatch.of(
                        STRATEGIC,
                        json("{'metadata':{'ownerReferences':[{'kind':'Host','name':'two','uid':'2'},"
                                + "{'name':'other','uid':'1'}]}}"))
                .applyTo(owned);
        assertEquals(
                json("{'metadata':{'ownerReferences':[{'kind':'Host','name':'two','uid':'2'},"
                        + "{'kind':'ConfigMap','name':'other','uid':'1'}]}}"),
                result);
    }

    @Test
    void neverStoresADirectiveThatItDoesNotKnow() throws Exception {
        ObjectPatch patch = ObjectPatch.of(STRATEGIC, json("{'data':{'$deleteFromPrimitiveList/x':['a']}}"));
        assertThrows(StatusException.class, () -> patch.applyTo(json("{'data':{}}")));
    }

    @ParameterizedTest
    @CsvSource({
        "application/apply-patch+yaml, without --server-side",
        "application/strategic-merge-patch+json, application/merge-patch+json",
        "application/json, application/merge-patch+json"
    })
    void saysWhatToUseInsteadOfAnUnsupportedPatch(String type, String remedy) {
        StatusException refused =
                assertThrows(StatusException.class, () -> ObjectPatch.requireSupported(Kinds.CLUSTER, type));
        assertEquals(415, refused.code());
        assertEquals(true, refused.getMessage().contains(remedy), refused.getMessage());
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
