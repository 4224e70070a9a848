package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the next page of a list begins, in the form that kube-apiserver gives it; clients pass it back unread.
 *
 * @param version the version of the first page; {@link #LATEST} to go on with what there is now
 * @param start the last object that was shown: {@code NAME}, or {@code NAMESPACE/NAME} in a list of all namespaces
 */
public record ContinueToken(long version, String start) {
    /** The version in a token that continues a list whose own version has been forgotten. */
    static final long LATEST = -1;

    private static final String FORMAT = "meta.k8s.io/v1";
    /** Behind it the key is the first that can follow the last object; it never is part of a name. */
    private static final String NEXT = "\0";

    private static final Pattern START = Pattern.compile("(?:([!-.0-~]+)/)?([!-.0-~]+)\0");

    /** A token that goes on after an object. */
    static ContinueToken after(long version, String namespace, ObjectKey last) {
        boolean isWide = namespace.isEmpty() && !last.namespace().isEmpty();
        return new ContinueToken(version, (isWide ? last.namespace() + "/" : "") + last.name());
    }

    /** Reads what {@link #text} wrote. */
    static ContinueToken parse(String text) {
        ObjectNode token = json(text);
        if (!token.path("v").asText().equals(FORMAT)) {
            throw invalid("continue key is not valid: server does not recognize this encoded version "
                    + token.path("v").asText());
        }
        long version = token.path("rv").asLong();
        if (version == 0 || version < LATEST) {
            throw invalid(
                    "continue key is not valid: incorrect encoded start resourceVersion (version " + FORMAT + ")");
        }
        String start = token.path("start").asText();
        if (start.isEmpty()) {
            throw invalid("continue key is not valid: encoded start key empty (version " + FORMAT + ")");
        }
        if (!START.matcher(start).matches()) {
            throw invalid("continue key is not valid: its start is not the name of an object");
        }
        return new ContinueToken(version, start.substring(0, start.length() - NEXT.length()));
    }

    /** The object that was shown last. */
    ObjectKey last(Kind<?> kind, String namespace) {
        Matcher parts = START.matcher(start + NEXT);
        boolean isWide = kind.namespaced() && namespace.isEmpty();
        if (!parts.matches() || isWide != (parts.group(1) != null)) {
            throw invalid("continue key is not valid: it belongs to another collection");
        }
        return new ObjectKey(kind, isWide ? parts.group(1) : namespace, parts.group(2));
    }

    /** The same place, in what there is now. */
    ContinueToken inLatest() {
        return new ContinueToken(LATEST, start);
    }

    /** The token as clients are given it. */
    String text() {
        ObjectNode token = JsonNodeFactory.instance.objectNode();
        token.put("v", FORMAT).put("rv", version).put("start", start + NEXT);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(token.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode json(String text) {
        try {
            return Json.read(Base64.getUrlDecoder().decode(text), false);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("continue key is not valid: it is not base64url");
        } catch (StatusException notJson) {
            throw invalid("continue key is not valid: it is not JSON");
        }
    }

    private static StatusException invalid(String why) {
        return StatusException.badRequest("invalid continue token: " + why);
    }
}
