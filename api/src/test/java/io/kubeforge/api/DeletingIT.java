package io.kubeforge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.api.ApiProcess.Answer;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.EventType;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deletions as the real API server answers them. */
@Timeout(120)
class DeletingIT {
    private static final String CLUSTERS = "/apis/kubeforge.io/v1alpha1/namespaces/default/clusters";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiProcess api = ApiProcess.shared();

    private Answer make(String name, String metadata) {
        return make(api, name, metadata);
    }

    private static Answer make(ApiProcess api, String name, String metadata) {
        Answer made = api.post(
                CONFIG_MAPS, "{\"metadata\":{\"name\":\"" + name + "\"" + metadata + "},\"data\":{\"a\":\"b\"}}");
        assertEquals(201, made.code(), made.response().body());
        return made;
    }

    private static String ownedBy(Answer owner, boolean blocks) {
        return ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\""
                + owner.text("/metadata/name") + "\",\"uid\":\"" + owner.text("/metadata/uid")
                + "\",\"blockOwnerDeletion\":" + blocks + "}]";
    }

    /** Follows the ConfigMaps from now on. */
    private final class Follower implements WatchListener {
        private final List<WatchEvent> seen = new CopyOnWriteArrayList<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private final Predicate<WatchEvent> last;

        Follower(Predicate<WatchEvent> last) {
            this(api, last);
        }

        Follower(ApiProcess api, Predicate<WatchEvent> last) {
            this.last = last;
            api.store().watch(Kinds.CONFIG_MAP, "default", api.store().currentVersion(), this);
        }

        @Override
        public void onEvent(WatchEvent event) {
            seen.add(event);
            if (last.test(event)) {
                done.countDown();
            }
        }

        @Override
        public void onClosed(CloseReason reason) {}

        List<WatchEvent> await() throws InterruptedException {
            assertTrue(done.await(30, TimeUnit.SECONDS), "what was waited for did not happen; seen: " + seen);
            return seen;
        }
    }

    private static Predicate<WatchEvent> gone(String name) {
        return event -> event.type() == EventType.DELETED && isNamed(event, name);
    }

    private static boolean isNamed(WatchEvent event, String name) {
        return event.object().at("/metadata/name").asText().equals(name);
    }

    @Test
    void answersASuccessWhenNothingHoldsTheObject() {
        Answer made = make("free", "");
        Answer deleted = api.delete(CONFIG_MAPS + "/free");
        assertEquals(200, deleted.code());
        assertEquals("Success", deleted.text("/status"));
        assertEquals("configmaps", deleted.text("/details/kind"));
        assertEquals(made.text("/metadata/uid"), deleted.text("/details/uid"));
        assertEquals(404, api.delete(CONFIG_MAPS + "/free").code());
    }

    @Test
    void answersTheObjectWhileFinalizersHoldIt() throws Exception {
        make("kept", ",\"finalizers\":[\"example.org/x\"]");
        Answer first = api.delete(CONFIG_MAPS + "/kept");
        assertFalse(first.text("/metadata/deletionTimestamp").isEmpty());
        assertEquals(first.json(), api.delete(CONFIG_MAPS + "/kept").json());

        Answer more = api.patch(
                CONFIG_MAPS + "/kept", "{\"metadata\":{\"finalizers\":[\"example.org/x\",\"example.org/y\"]}}");
        assertEquals(422, more.code());
        assertEquals("FieldValueForbidden", more.text("/details/causes/0/reason"));

        Follower follower = new Follower(gone("kept"));
        Answer last = api.patch(CONFIG_MAPS + "/kept", "{\"metadata\":{\"finalizers\":null}}");
        assertEquals(first.text("/metadata/resourceVersion"), last.text("/metadata/resourceVersion"));
        List<WatchEvent> events = follower.await();
        assertEquals(1, events.stream().filter(event -> isNamed(event, "kept")).count());
        assertTrue(events.get(events.size() - 1).resourceVersion()
                > Long.parseLong(first.text("/metadata/resourceVersion")));
    }

    @ParameterizedTest
    @CsvSource({"Foreground,foregroundDeletion", "Orphan,orphan"})
    void showsThePolicyAsAFinalizerAndLetsGoAMomentLater(String policy, String finalizer) throws Exception {
        String name = "policy-" + finalizer.toLowerCase(Locale.ROOT);
        make(name, "");
        Follower follower = new Follower(gone(name));
        Answer asked = api.delete(CONFIG_MAPS + "/" + name, "{\"propagationPolicy\":\"" + policy + "\"}");
        assertEquals(200, asked.code());
        assertEquals(
                "[\"" + finalizer + "\"]",
                asked.json().at("/metadata/finalizers").toString());
        assertFalse(asked.text("/metadata/deletionTimestamp").isEmpty());
        follower.await();
        assertEquals(404, api.get(CONFIG_MAPS + "/" + name).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"orphanDependents\":true}", "orphanDependents=true"})
    void knowsTheOldWordForOrphans(String option) throws Exception {
        make("old-word", "");
        Follower follower = new Follower(gone("old-word"));
        String path = CONFIG_MAPS + "/old-word";
        Answer asked = option.startsWith("{") ? api.delete(path, option) : api.delete(path + "?" + option);
        assertEquals("orphan", asked.text("/metadata/finalizers/0"));
        follower.await();
        assertEquals(
                422,
                api.delete(path, "{\"orphanDependents\":true,\"propagationPolicy\":\"Orphan\"}")
                        .code());
    }

    @Test
    void letsDependentsGoFirst() throws Exception {
        Answer owner = make("owner", "");
        make("blocking", ownedBy(owner, true) + ",\"finalizers\":[\"example.org/x\"]");
        make("dependent", ownedBy(owner, false));
        Follower follower = new Follower(gone("owner"));
        Follower dependent = new Follower(gone("dependent"));
        Follower blocking = new Follower(event -> isNamed(event, "blocking")
                && event.object().at("/metadata/deletionTimestamp").isTextual());
        assertEquals(
                200,
                api.delete(CONFIG_MAPS + "/owner", "{\"propagationPolicy\":\"Foreground\"}")
                        .code());
        dependent.await();
        blocking.await();
        assertEquals(200, api.get(CONFIG_MAPS + "/owner").code());
        api.patch(CONFIG_MAPS + "/blocking", "{\"metadata\":{\"finalizers\":null}}");
        follower.await();
        assertEquals(404, api.get(CONFIG_MAPS + "/blocking").code());
    }

    @Test
    void remembersWhoWaitsForItsDependentsWhenItIsStartedAnew() throws Exception {
        ApiProcess first = ApiProcess.with(Map.of());
        Answer owner = make(first, "owner", "");
        make(first, "blocking", ownedBy(owner, true) + ",\"finalizers\":[\"example.org/x\"]");
        first.delete(CONFIG_MAPS + "/owner?propagationPolicy=Foreground");
        ApiProcess second = first.restarted();
        assertEquals(
                "[\"foregroundDeletion\"]",
                second.get(CONFIG_MAPS + "/owner")
                        .json()
                        .at("/metadata/finalizers")
                        .toString());
        Follower asked = new Follower(second, gone("owner"));
        second.patch(CONFIG_MAPS + "/blocking", "{\"metadata\":{\"finalizers\":null}}");
        second.delete(CONFIG_MAPS + "/blocking");
        asked.await();
    }

    @Test
    void makesOrphansForgetTheirOwner() throws Exception {
        Answer owner = make("parent", "");
        make("orphan", ownedBy(owner, true));
        Follower follower = new Follower(gone("parent"));
        api.delete(CONFIG_MAPS + "/parent?propagationPolicy=Orphan");
        follower.await();
        Answer orphan = api.get(CONFIG_MAPS + "/orphan");
        assertEquals(200, orphan.code());
        assertTrue(orphan.json().at("/metadata/ownerReferences").isMissingNode());
    }

    @Test
    void keepsDependentsThatAnotherOwnerNeeds() throws Exception {
        Answer first = make("first-owner", "");
        Answer second = make("second-owner", "");
        String both =
                ownedBy(first, true).replace("}]", "},") + ownedBy(second, true).split("\\[", 2)[1];
        make("shared", both);
        Follower follower = new Follower(gone("first-owner"));
        api.delete(CONFIG_MAPS + "/first-owner?propagationPolicy=Foreground");
        follower.await();
        assertEquals(
                "[\"" + second.text("/metadata/uid") + "\"]",
                api.get(CONFIG_MAPS + "/shared")
                        .json()
                        .findValues("ownerReferences")
                        .get(0)
                        .findValues("uid")
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?propagationPolicy=Background"})
    void deletesWhatItsOwnerLeavesBehind(String policy) throws Exception {
        Answer owner = make("leaves", "");
        Answer dependent = make("left", ownedBy(owner, true));
        make("left-by-the-left", ownedBy(dependent, true));
        Follower follower = new Follower(gone("left-by-the-left"));
        assertEquals("Success", api.delete(CONFIG_MAPS + "/leaves" + policy).text("/status"));
        follower.await();
        assertEquals(404, api.get(CONFIG_MAPS + "/left").code());
    }

    @Test
    void deletesWhatNamesAnOwnerThatIsNotThereButNothingElse() throws Exception {
        Answer gone = make("was-there", "");
        api.delete(CONFIG_MAPS + "/was-there");
        String elsewhere = ",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\","
                + "\"name\":\"web\",\"uid\":\"served-by-another\"}]";
        make("owned-elsewhere", elsewhere);
        String space = "{\"metadata\":{\"name\":\"owned-by-an-object\"" + ownedBy(gone, true) + "}}";
        assertEquals(201, api.post("/api/v1/namespaces", space).code());
        for (String name : List.of("doomed-1", "doomed-2")) { // the others were looked at before the second one was
            Follower follower = new Follower(gone(name));
            make(name, ownedBy(gone, true));
            follower.await();
        }
        assertEquals(200, api.get(CONFIG_MAPS + "/owned-elsewhere").code());
        assertEquals("Active", api.get("/api/v1/namespaces/owned-by-an-object").text("/status/phase"));
    }

    @Test
    void refusesAnOwnerWithoutAName() {
        Answer refused = api.post(
                CONFIG_MAPS, "{\"metadata\":{\"name\":\"owned\",\"ownerReferences\":[{\"kind\":\"ConfigMap\"}]}}");
        assertEquals(422, refused.code());
        assertEquals(3, refused.json().at("/details/causes").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"preconditions":{"uid":"another"}}        | 409
            {"preconditions":{"resourceVersion":"1"}}  | 409
            {"preconditions":{"uid":5}}                | 400
            {"preconditions":[]}                       | 400
            {"propagationPolicy":"Sideways"}           | 422
            {"propagationPolicy":5}                    | 400
            {"gracePeriodSeconds":"soon"}              | 400
            {"dryRun":["Maybe"]}                       | 422
            {"dryRun":"All"}                           | 400
            {"kind":"ConfigMap"}                       | 400
            []                                         | 400
            {                                          | 400
            """)
    void deletesNothingThatIsNotMeant(String options, int code) {
        api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"meant-otherwise\"}}");
        Answer refused = api.delete(CONFIG_MAPS + "/meant-otherwise", options);
        assertEquals(code, refused.code(), refused.response().body());
        assertEquals(200, api.get(CONFIG_MAPS + "/meant-otherwise").code());
    }

    @Test
    void readsOptionsOfEveryClient() {
        Answer made = make("optional", "");
        String options = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0,"
                + "\"propagationPolicy\":\"Background\",\"preconditions\":{\"uid\":\"%s\",\"resourceVersion\":\"%s\"}}";
        String exact = options.formatted(made.text("/metadata/uid"), made.text("/metadata/resourceVersion"));
        assertEquals("Success", api.delete(CONFIG_MAPS + "/optional", exact).text("/status"));
        make("optional", "");
        Answer yaml = api.send(api.request(CONFIG_MAPS + "/optional")
                .header("Content-Type", "application/yaml")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("gracePeriodSeconds: 0\n")));
        assertEquals("Success", yaml.text("/status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"dryRun\":[\"All\"]}", "dryRun=All"})
    void showsInADryRunWhatADeletionWouldDo(String option) {
        api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"dry-free\"}}");
        api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"dry-held\",\"finalizers\":[\"example.org/x\"]}}");
        assertEquals("Success", dryDelete("dry-free", option).text("/status"));
        assertFalse(dryDelete("dry-held", option)
                .text("/metadata/deletionTimestamp")
                .isEmpty());
        assertEquals(200, api.get(CONFIG_MAPS + "/dry-free").code());
        assertTrue(api.get(CONFIG_MAPS + "/dry-held")
                .json()
                .at("/metadata/deletionTimestamp")
                .isMissingNode());
        Answer collection = option.startsWith("{")
                ? api.delete(CONFIG_MAPS + "?fieldSelector=metadata.name%3Ddry-free", option)
                : api.delete(CONFIG_MAPS + "?fieldSelector=metadata.name%3Ddry-free&" + option);
        assertEquals(1, collection.json().at("/items").size());
        assertEquals(200, api.get(CONFIG_MAPS + "/dry-free").code());
    }

    private Answer dryDelete(String name, String option) {
        String path = CONFIG_MAPS + "/" + name;
        return option.startsWith("{") ? api.delete(path, option) : api.delete(path + "?" + option);
    }

    @Test
    void answersWhatItDeletedOfACollection() {
        for (String name : List.of("heap-1", "heap-2")) {
            make(name, ",\"labels\":{\"heap\":\"yes\"}");
        }
        make("heap-3", ",\"labels\":{\"heap\":\"yes\"},\"finalizers\":[\"example.org/x\"]");
        Answer deleted = api.delete(CONFIG_MAPS + "?labelSelector=heap%3Dyes");
        assertEquals(200, deleted.code());
        assertEquals("ConfigMapList", deleted.text("/kind"));
        assertEquals(3, deleted.json().at("/items").size());
        assertEquals("", deleted.text("/items/2/metadata/deletionTimestamp"), "the items are shown as they were");
        assertEquals(404, api.get(CONFIG_MAPS + "/heap-1").code());
        assertFalse(api.get(CONFIG_MAPS + "/heap-3")
                .text("/metadata/deletionTimestamp")
                .isEmpty());
        assertEquals(
                400, api.delete(CONFIG_MAPS + "?fieldSelector=no.such%3Dfield").code());
    }

    @Test
    void refusesToDeleteAStatus() {
        api.post(
                CLUSTERS,
                "{\"metadata\":{\"name\":\"halved\"},\"spec\":{\"kubernetesVersion\":\"v1.36.3\","
                        + "\"controlPlane\":{\"hosts\":[\"x\"]}}}");
        assertEquals(405, api.delete(CLUSTERS + "/halved/status").code());
        assertEquals(200, api.get(CLUSTERS + "/halved").code());
    }
}
