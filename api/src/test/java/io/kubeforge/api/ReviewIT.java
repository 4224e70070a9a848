package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** What users ask about themselves. */
class ReviewIT {
    private static final String ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private final ApiProcess api = ApiProcess.shared();

    @Test
    void saysWhoAsks() {
        Answer answer = api.post(
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
        assertEquals(201, answer.code());
        assertEquals("SelfSubjectReview", answer.text("/kind"));
        assertEquals("kubeforge-admin", answer.text("/status/userInfo/username"));
        assertTrue(answer.json().at("/status/userInfo/groups").toString().contains("system:masters"));
    }

    @Test
    void saysWhatTheOneWhoAsksMayDo() {
        Answer answer =
                api.post(ACCESS, "{\"spec\":{\"resourceAttributes\":{\"verb\":\"delete\",\"resource\":\"clusters\"}}}");
        assertEquals(201, answer.code());
        assertTrue(answer.json().at("/status/allowed").asBoolean());
        assertEquals("delete", answer.text("/spec/resourceAttributes/verb"));

        Answer rules = api.post(
                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "{\"spec\":{\"namespace\":\"default\"}}");
        assertEquals("*", rules.text("/status/resourceRules/0/verbs/0"));
        assertEquals("*", rules.text("/status/nonResourceRules/0/nonResourceURLs/0"));
    }

    @Test
    void answersNoTable() {
        Answer answer = api.send(api.request(ACCESS)
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .POST(BodyPublishers.ofString(
                        "{\"spec\":{\"nonResourceAttributes\":{\"path\":\"/\",\"verb\":\"get\"}}}")));
        assertEquals(406, answer.code());
        assertEquals("NotAcceptable", answer.text("/reason"));
    }

    @Test
    void refusesAQuestionThatAsksForNothingOrForTwoThings() {
        Answer nothing = api.post(ACCESS, "{\"spec\":{}}");
        assertEquals(422, nothing.code());
        assertTrue(nothing.text("/message").contains("exactly one of"), nothing.text("/message"));
        assertEquals(
                422,
                api.post(ACCESS, "{\"spec\":{\"resourceAttributes\":{},\"nonResourceAttributes\":{}}}")
                        .code());
        assertEquals(400, api.post(ACCESS, "{\"kind\":\"Secret\",\"spec\":{}}").code());
        assertEquals(405, api.get(ACCESS).code());
    }
}
