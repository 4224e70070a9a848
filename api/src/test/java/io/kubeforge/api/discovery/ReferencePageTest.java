package io.kubeforge.api.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReferencePageTest {
    private final String page = ReferencePage.html();

    @Test
    void describesEveryKindWithAllItsFields() {
        for (Kind<?> kind : Kinds.ALL) {
            assertTrue(page.contains("id=\"" + kind.singular() + "\""), kind.name());
        }
        assertTrue(page.contains("<code>spec.workers[].taints[].effect</code>"));
        assertTrue(page.contains("Matches: ^v1\\.[0-9]{1,3}\\.[0-9]{1,3}$."));
        assertTrue(page.contains(
                "<code>/apis/kubeforge.io/v1alpha1/namespaces/{namespace}/clusters/{name}/status</code>"));
        assertFalse(page.contains("<cluster>"), "what looks like a tag is escaped");
    }

    @Test
    void isWellFormed() throws Exception {
        String elements = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(elements)));
        assertEquals(Kinds.ALL.size(), document.getElementsByTagName("h2").getLength());
    }
}
