package io.kubeforge.api.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final String EVENT = "{'metadata':{'name':'e','namespace':'default','labels':{'tier':'web',"
            + "'example.org/size':'3','empty':''}},'involvedObject':{'name':'demo'},'type':'Normal',"
            + "'source':{'component':'worker'}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tier=web                       | true
            tier==web                      | true
            tier=db                        | false
            tier!=db                       | true
            tier!=web                      | false
            absent!=x                      | true
            tier                           | true
            !tier                          | false
            !absent                        | true
            empty=                         | true
            tier in (web, db)              | true
            tier notin (web,db)            | false
            absent notin (x)               | true
            absent in (x)                  | false
            example.org/size>2             | true
            example.org/size<3             | false
            tier>2                         | false
            tier=web,!absent , empty       | true
            tier in (db,web),tier!=web     | false
            """)
    void selectsByLabels(String selector, boolean selected) throws Exception {
        assertEquals(selected, Selection.parse(Kinds.EVENT, selector, "").contains(event()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a in x", "a=b c", "=x", "a>b", "a in (b", ",", "-a"})
    void refusesWhatIsNoLabelSelector(String selector) {
        StatusException refused = assertThrows(StatusException.class, () -> Selection.parse(Kinds.EVENT, selector, ""));
        assertEquals(400, refused.code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            metadata.name=e                                    | true
            metadata.name=e,metadata.namespace!=default        | false
            involvedObject.name=demo,type=Normal               | true
            type!=Normal                                       | false
            source=worker                                      | true
            involvedObject.uid=                                | true
            """)
    void selectsByFields(String selector, boolean selected) throws Exception {
        assertEquals(selected, Selection.parse(Kinds.EVENT, "", selector).contains(event()));
    }

    @Test
    void namesTheFieldsThatCanBeSelected() {
        StatusException refused =
                assertThrows(StatusException.class, () -> Selection.parse(Kinds.SECRET, "", "data.x=1"));
        assertEquals(400, refused.code());
        assertTrue(refused.getMessage().endsWith("metadata.name, metadata.namespace, type"), refused.getMessage());
    }

    private static JsonNode event() throws Exception {
        return new ObjectMapper().readTree(EVENT.replace('\'', '"'));
    }
}
