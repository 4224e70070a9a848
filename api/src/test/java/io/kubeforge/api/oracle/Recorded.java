package io.kubeforge.api.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One request as it is sent to both servers, and what of their answers must be equal.
 *
 * @param name what it does, as a phrase
 * @param method the HTTP method; empty for one that only waits for the end of an opened watch
 * @param path path and query; may name variables as <code>${name}</code>, as may headers and body
 * @param user who asks: {@code admin}, {@code nobody} (known, without rights), {@code stranger} (a wrong token) or
 *     {@code anonymous}
 * @param headers headers beside the authorization
 * @param body an object, sent as JSON, or a text, sent as it stands; null for none
 * @param base64 a body of bytes instead; null for none
 * @param capture variables that are taken from the answer, with the JSON pointers to them
 * @param compared the names of the headers that are compared, beside status and body
 * @param kept which members of a list in the answer are compared; null for all
 * @param bookmarks whether bookmarks of a watch are compared; they come when a server likes
 * @param open the name under which a watch stays open while the next requests are sent; empty for none
 * @param await the name of an opened watch whose events are the answer; empty for none
 * @param purposes why the answers differ; empty when they are equal
 */
public record Recorded(
        String name,
        String method,
        String path,
        String user,
        Map<String, String> headers,
        JsonNode body,
        String base64,
        Map<String, String> capture,
        List<String> compared,
        Kept kept,
        boolean bookmarks,
        String open,
        String await,
        List<Purpose> purposes) {

    /**
     * The members of a list that are compared, in this order; a real server serves many more.
     *
     * @param list JSON pointer to the list
     * @param key JSON pointer to what tells its members apart
     * @param values the members that are kept
     */
    public record Kept(String list, String key, List<String> values) {}
}
