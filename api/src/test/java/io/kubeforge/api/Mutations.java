package io.kubeforge.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies that were good once: with values of other types in them, with bytes flipped, cut, doubled and put in. */
final class Mutations {
    private static final String OWN = "/apis/kubeforge.io/v1alpha1/namespaces/fuzz/";
    private static final String CORE = "/api/v1/namespaces/fuzz/";
    static final List<String> COLLECTIONS =
            List.of(OWN + "clusters", OWN + "hosts", CORE + "configmaps", CORE + "secrets", CORE + "events");

    private static final String METADATA = "'metadata':{'name':'fuzzed','labels':{'a':'b'},'annotations':{'c':'d'},"
            + "'finalizers':['example.org/x'],'ownerReferences':[{'apiVersion':'v1','kind':'Secret','name':'x',"
            + "'uid':'1','controller':true}],'generation':1,'generateName':'f-','resourceVersion':''}";
    private static final List<String> OBJECTS = List.of(
            "{'apiVersion':'kubeforge.io/v1alpha1','kind':'Cluster'," + METADATA
                    + ",'spec':{'kubernetesVersion':'v1.36.3','provisioner':'kubeadm','paused':false,"
                    + "'endpoint':{'host':'x.example.org','port':6443},'controlPlane':{'hosts':['a','b','c']},"
                    + "'workers':[{'name':'w','hosts':['d'],'labels':{'e':'f'},'taints':[{'key':'g','effect':'NoSchedule'}]}],"
                    + "'network':{'podSubnet':'10.244.0.0/16'},'kubeadm':{'clusterConfiguration':{'x':1}}},'status':{'phase':'x'}}",
            "{'apiVersion':'kubeforge.io/v1alpha1','kind':'Host'," + METADATA
                    + ",'spec':{'address':'10.0.0.1','port':22,'user':'root','credentialsRef':{'name':'k'},"
                    + "'hostKeyPolicy':'RecordOnFirstContact','bastionRef':{'name':'j'}}}",
            "{" + METADATA + ",'data':{'a':'b'},'binaryData':{'c':'ZA=='},'immutable':false}",
            "{" + METADATA + ",'type':'Opaque','data':{'a':'Yg=='},'stringData':{'c':'d'},'immutable':false}",
            "{" + METADATA
                    + ",'involvedObject':{'kind':'Host','namespace':'fuzz','name':'h','uid':'1'},'reason':'R','message':'m',"
                    + "'type':'Normal','count':1,'firstTimestamp':'2026-01-01T00:00:00Z','source':{'component':'c'}}");
    private static final List<String> OPERATIONS = List.of(
            "{'op':'add','path':'/metadata/labels/x','value':'y'}",
            "{'op':'replace','path':'/data','value':{'a':'Yg=='}}",
            "{'op':'remove','path':'/metadata/annotations/c'}",
            "{'op':'move','from':'/metadata/labels','path':'/data/x'}",
            "{'op':'copy','from':'/spec','path':'/metadata/annotations/y'}",
            "{'op':'test','path':'/metadata/name','value':'fuzzed'}",
            "{'op':'add','path':'/metadata/finalizers/-','value':'example.org/y'}");
    private static final String OPTIONS = "{'kind':'DeleteOptions','apiVersion':'v1','propagationPolicy':'Foreground',"
            + "'gracePeriodSeconds':0,'dryRun':['All'],'preconditions':{'uid':'x','resourceVersion':'1'}}";
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "-1",
            "0.5",
            "1e300",
            "18446744073709551616",
            "\"\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"\":null}",
            "{\"$patch\":\"delete\"}",
            "\"../..\"",
            "\"%00\"",
            "\"*\"",
            "9".repeat(400));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** A body, and the collection that it would belong to. */
    record Sample(String collection, byte[] body) {}

    /** What the mutations are made of, one of each collection. */
    List<Sample> originals() {
        return IntStream.range(0, OBJECTS.size())
                .mapToObj(kind -> new Sample(COLLECTIONS.get(kind), bytes(OBJECTS.get(kind))))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    Sample sample(String type, boolean isDeletion) {
        int kind = random.nextInt(OBJECTS.size());
        String text = type.contains("json-patch") ? operations() : isDeletion ? OPTIONS : OBJECTS.get(kind);
        text = text.replace('\'', '"');
        for (int i = random.nextInt(3); i > 0; i--) {
            text = withOddValue(text);
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(2); i > 0; i--) {
            body = mutated(body);
        }
        return new Sample(COLLECTIONS.get(kind), body);
    }

    private String operations() {
        return random.ints(1 + random.nextInt(2), 0, OPERATIONS.size())
                .mapToObj(OPERATIONS::get)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Puts another value after a colon: a text, number or word there goes; of lists and objects the rest stays. */
    private String withOddValue(String text) {
        int colon = text.indexOf(':', random.nextInt(text.length()));
        if (colon < 0) {
            return text;
        }
        String odd = ODD.get(random.nextInt(ODD.size()));
        String rest = text.substring(colon + 1);
        return text.substring(0, colon + 1)
                + odd
                + rest.replaceFirst("^(\"[^\"]*\"|[\\w.-]+|\\{[^{}]*}|\\[[^\\[\\]]*])", "");
    }

    private byte[] mutated(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        byte[] copy = body.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy = Arrays.copyOf(body, at);
            case 2 -> copy = joined(body, Arrays.copyOfRange(body, at, body.length));
            default -> {
                byte[] noise = new byte[1 + random.nextInt(4)];
                random.nextBytes(noise);
                copy = joined(joined(Arrays.copyOf(body, at), noise), Arrays.copyOfRange(body, at, body.length));
            }
        }
        return copy;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
