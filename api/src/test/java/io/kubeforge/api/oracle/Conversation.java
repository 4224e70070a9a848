package io.kubeforge.api.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A scenario on one server: sends its requests one after another, and remembers what was captured. */
public final class Conversation {
    private static final int PATIENCE_SECONDS = 30;

    private final Server server;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, Server.Sent> open = new HashMap<>();
    private final Masking masking = new Masking();
    private int sent;

    public Conversation(Server server, String namespace) {
        this.server = server;
        variables.put("ns", namespace);
    }

    /** Sends a request and returns its answer, masked. */
    public ObjectNode answer(Recorded request) {
        sent++;
        masking.begin(sent);
        Exchange exchange = request.await().isEmpty() ? send(request) : end(open.remove(request.await()));
        request.capture().forEach((name, pointer) -> {
            String value = exchange.body().at(pointer).asText();
            variables.put(name, value);
            masking.remember(name, value);
        });
        JsonNode body = kept(request, bookmarks(request, exchange.body()));
        return exchange.tree(masking.mask(body), request.compared());
    }

    private Exchange send(Recorded request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name, filled(value)));
        byte[] body = body(request);
        boolean isTyped = headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        if (request.body() != null && request.body().isContainerNode() && !isTyped) {
            headers.put("Content-Type", "application/json");
        }
        headers.values().removeIf(String::isEmpty);
        Server.Sent sent = server.send(request, filled(request.path()), headers, body);
        if (request.open().isEmpty()) {
            return end(sent);
        }
        open.put(request.open(), sent);
        try {
            sent.headers().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Exchange.failed("the watch is open");
        } catch (ExecutionException | TimeoutException e) {
            return Exchange.failed("the watch was not accepted: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Exchange end(Server.Sent sent) {
        CompletableFuture<java.net.http.HttpResponse<byte[]>> response = sent.response();
        try {
            return Exchange.of(response.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Exchange.failed("the connection broke: " + e.getCause());
        } catch (TimeoutException e) {
            response.cancel(true);
            return Exchange.failed("no end of the answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private byte[] body(Recorded request) {
        if (request.base64() != null) {
            return Base64.getDecoder().decode(request.base64());
        }
        if (request.body() == null) {
            return null;
        }
        String text = request.body().isTextual()
                ? request.body().asText()
                : request.body().toString();
        return filled(text).getBytes(StandardCharsets.UTF_8);
    }

    private String filled(String text) {
        String result = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            result = result.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return result;
    }

    /** Of bookmarks that follow one another only one is shown, or none, save the one that ends the initial events. */
    private static JsonNode bookmarks(Recorded request, JsonNode body) {
        if (!body.isArray()) {
            return body;
        }
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        boolean afterBookmark = false;
        for (JsonNode event : body) {
            boolean isPlain = "BOOKMARK".equals(event.path("type").asText())
                    && event.at("/object/metadata/annotations").isMissingNode();
            if (!isPlain || request.bookmarks() && !afterBookmark) {
                shown.add(event);
            }
            afterBookmark = isPlain;
        }
        return shown;
    }

    private static JsonNode kept(Recorded request, JsonNode body) {
        Recorded.Kept kept = request.kept();
        if (kept == null || !body.at(kept.list()).isArray()) {
            return body;
        }
        ArrayNode members = JsonNodeFactory.instance.arrayNode();
        for (String value : kept.values()) {
            for (JsonNode member : body.at(kept.list())) {
                if (member.at(kept.key()).asText().equals(value)) {
                    members.add(member);
                }
            }
        }
        ObjectNode result = body.deepCopy();
        int slash = kept.list().lastIndexOf('/');
        ((ObjectNode) result.at(kept.list().substring(0, slash)))
                .set(kept.list().substring(slash + 1), members);
        return result;
    }
}
