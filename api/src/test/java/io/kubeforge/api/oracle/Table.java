package io.kubeforge.api.oracle;

import io.kubeforge.api.oracle.Verdict.Outcome;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page that says how many requests both servers answer alike, and which not, and why. */
public final class Table {
    private static final String HEAD = """
            # Beside a real kube-apiserver

            A real kube-apiserver on etcd, with our CustomResourceDefinitions, and KubeForge's API are sent the same requests
            (`api/src/test/resources/oracle`). Compared are the status, the headers Content-Type, Warning, Allow and
            Retry-After (some requests say others), the whole body, and each event of a watch. uids, resourceVersions, times
            and generated names are replaced by names in the order of their appearance, so that equal ones stay equal and
            others stay apart. Not compared for any request: `metadata.managedFields`, which KubeForge does not record yet;
            `Location` and `ETag`, which KubeForge sends for users of curl and kube-apiserver does not.

            A request that is said to differ must differ, and only where it is said to.

            """;

    private static final int MOST_SHOWN = 6;

    private final List<Verdict> verdicts;

    private Table(List<Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /** The page in Markdown. */
    public static String of(List<Verdict> verdicts, String commit, String versions) {
        Table table = new Table(verdicts);
        return HEAD
                + "Run on " + LocalDate.now(ZoneOffset.UTC) + " at commit " + commit + " beside " + versions
                + " by\n\n"
                + "```\ne2e/oracle.sh KUBE_APISERVER ETCD\n```\n\n"
                + table.counts() + table.onPurpose() + table.failures();
    }

    private String counts() {
        StringBuilder text = new StringBuilder(
                "| subject | requests | equal | different on purpose | different |\n" + "|---|---|---|---|---|\n");
        Map<String, List<Verdict>> subjects = verdicts.stream()
                .collect(Collectors.groupingBy(
                        verdict -> verdict.scenario().subject(), LinkedHashMap::new, Collectors.toList()));
        subjects.forEach((subject, some) -> text.append(row(subject, some)));
        return text.append(row("**all**", verdicts)).toString();
    }

    private static String row(String subject, List<Verdict> some) {
        return "| " + subject + " | " + some.size() + " | " + count(some, Outcome.EQUAL) + " | "
                + count(some, Outcome.DIFFERENT_ON_PURPOSE) + " | " + count(some, Outcome.DIFFERENT) + " |\n";
    }

    private static long count(List<Verdict> some, Outcome outcome) {
        return some.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    private String onPurpose() {
        Map<Purpose, List<String>> reasons = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() == Outcome.DIFFERENT_ON_PURPOSE) {
                verdict.request().purposes().forEach(purpose -> reasons.computeIfAbsent(
                                purpose, unseen -> new ArrayList<>())
                        .add(title(verdict)));
            }
        }
        StringBuilder text =
                new StringBuilder("\n## Different on purpose\n\n| why | what differs | requests |\n|---|---|---|\n");
        reasons.forEach((purpose, titles) -> text.append("| ")
                .append(escaped(purpose.reason()))
                .append(" | ")
                .append(purpose.parts().stream().map(part -> "`" + part + "`").collect(Collectors.joining(" ")))
                .append(" | ")
                .append(escaped(String.join("; ", titles)))
                .append(" |\n"));
        return text.toString();
    }

    private String failures() {
        Set<String> lines = new LinkedHashSet<>();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() == Outcome.DIFFERENT) {
                lines.add("| " + escaped(title(verdict)) + " | "
                        + escaped(String.join("<br>", shown(verdict.differences()))) + " |\n");
            }
        }
        return lines.isEmpty()
                ? ""
                : "\n## Different, and to be mended\n\n| request | differences |\n|---|---|\n" + String.join("", lines);
    }

    private static List<String> shown(List<String> differences) {
        if (differences.size() <= MOST_SHOWN) {
            return differences;
        }
        List<String> shown = new ArrayList<>(differences.subList(0, MOST_SHOWN));
        shown.add("and " + (differences.size() - MOST_SHOWN) + " more");
        return shown;
    }

    private static String title(Verdict verdict) {
        return verdict.scenario().name() + ": " + verdict.request().name();
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
