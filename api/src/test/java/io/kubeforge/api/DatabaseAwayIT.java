package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DatabaseAwayIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    /** client-go asks again by itself when it is told when. */
    @Test
    void saysThatTheDatabaseIsAwayAndWhoMayAskAgain() throws Exception {
        try (ApiProcess api = ApiProcess.with(Map.of("datasources.default.connection-timeout", 1000))) {
            assertEquals(200, api.get(CONFIG_MAPS).code());
            api.loseDatabase();

            Answer read = api.get(CONFIG_MAPS);
            isUnavailable(read, "nothing was done; ask again");
            assertEquals(Optional.of("1"), read.response().headers().firstValue("Retry-After"));
            Answer written = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"lost\"}}");
            isUnavailable(written, "nothing was done; ask again");
            isUnavailable(
                    api.get(CONFIG_MAPS + "?watch=true&sendInitialEvents=true"
                            + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"),
                    "ask again");
            Answer deleted = api.delete(CONFIG_MAPS + "/lost");
            isUnavailable(deleted, "look before you ask again");
            assertEquals(Optional.empty(), deleted.response().headers().firstValue("Retry-After"));
            assertEquals(200, api.get("/livez").code());
            assertEquals(
                    "the database does not answer",
                    api.get("/readyz").response().body());
        }
    }

    private static void isUnavailable(Answer answer, String part) {
        assertEquals(503, answer.code(), answer.response().body());
        assertEquals("ServiceUnavailable", answer.text("/reason"));
        assertTrue(answer.text("/message").contains(part), answer.text("/message"));
    }
}
