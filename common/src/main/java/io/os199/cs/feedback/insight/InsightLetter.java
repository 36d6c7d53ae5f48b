package io.os199.cs.feedback.insight;

import io.os199.cs.feedback.insight.InsightEvidence.AffectedClient;
import io.os199.cs.feedback.insight.InsightEvidence.Quote;
import io.os199.cs.feedback.model.InsightValue;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mail to recipients of an insight.
 *
 * @param body plain text; customers' words are in lines that begin with {@code >}
 */
public record InsightLetter(String subject, String body) {
    private static final int MOST_CLIENTS = 20;
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    static InsightLetter of(NewInsight insight, InsightEvidence evidence, InsightValue value) {
        List<String> parts = new ArrayList<>();
        parts.add(
                "%s, priority %s%s"
                        .formatted(
                                capital(words(WireName.of(insight.insightType()))),
                                WireName.of(insight.priority()),
                                insight.dueDate() == null
                                        ? ""
                                        : ", wanted by " + insight.dueDate()));
        parts.add(insight.description());
        said("What it means for customers", insight.customerImpact(), parts);
        said("What it means for us", insight.businessImpact(), parts);
        said("What we recommend", insight.recommendedAction(), parts);
        parts.add(table(insight, evidence, value));
        if (!evidence.quotes().isEmpty()) {
            parts.add(quotes(insight, evidence));
        }
        if (!insight.links().isEmpty()) {
            parts.add("Links\n" + String.join("\n", insight.links()));
        }
        return new InsightLetter(
                "Product insight: " + insight.title(),
                insight.title() + "\n\n" + String.join("\n\n", parts) + "\n");
    }

    private static void said(String heading, @Nullable String text, List<String> parts) {
        if (text != null) {
            parts.add(heading + "\n" + text);
        }
    }

    private static String table(NewInsight insight, InsightEvidence evidence, InsightValue value) {
        List<String> lines = new ArrayList<>();
        lines.add("Evidence");
        lines.add(
                "%s of feedback, %s, ARR %s%s"
                        .formatted(
                                counted(evidence.totals().feedbackCount(), "item"),
                                counted(evidence.clients().size(), "client"),
                                fixed(evidence.arr()),
                                evidence.arrShare()
                                        .map(
                                                share ->
                                                        ", %s %% of %s"
                                                                .formatted(
                                                                        fixed(
                                                                                share.multiply(
                                                                                        PERCENT)),
                                                                        fixed(
                                                                                evidence.totals()
                                                                                        .portfolioArr())))
                                        .orElse("")));
        Double mean = evidence.totals().meanSentiment();
        if (mean != null) {
            lines.add(
                    "mean sentiment %s (-1 to 1) of %s with a score"
                            .formatted(
                                    fixed(BigDecimal.valueOf(mean)),
                                    counted(evidence.totals().scoredCount(), "item")));
        }
        lines.add(
                "value score %s of 100: %s"
                        .formatted(
                                fixed(BigDecimal.valueOf(value.score())),
                                value.parts().stream()
                                        .map(
                                                part ->
                                                        "%s %s"
                                                                .formatted(
                                                                        WireName.of(part.part()),
                                                                        fixed(
                                                                                BigDecimal.valueOf(
                                                                                        part
                                                                                                .points()))))
                                        .collect(Collectors.joining(", "))));
        evidence.features()
                .forEach(
                        feature ->
                                lines.add(
                                        "%s: used by %d of the clients in the last 30 days"
                                                .formatted(
                                                        feature.featureKey(),
                                                        feature.usingClientCount())));
        lines.add("");
        evidence.clients().stream()
                .limit(MOST_CLIENTS)
                .map(
                        client ->
                                "- %s: ARR %s, %s"
                                        .formatted(
                                                who(insight, client),
                                                fixed(client.arr()),
                                                counted(client.feedbackCount(), "item")))
                .forEach(lines::add);
        int more = evidence.clients().size() - MOST_CLIENTS;
        if (more > 0) {
            lines.add("- and %d more clients".formatted(more));
        }
        return String.join("\n", lines);
    }

    private static String quotes(NewInsight insight, InsightEvidence evidence) {
        Map<String, AffectedClient> clients =
                evidence.clients().stream()
                        .collect(Collectors.toMap(AffectedClient::clientId, Function.identity()));
        return "What customers say, in their words\n"
                + evidence.quotes().stream()
                        .map(quote -> quoted(quote) + from(insight, clients.get(quote.clientId())))
                        .collect(Collectors.joining("\n>\n"));
    }

    private static String quoted(Quote quote) {
        return quote.text()
                        .text()
                        .lines()
                        .map(line -> "> " + line)
                        .collect(Collectors.joining("\n"))
                + (quote.text().truncated() ? " …" : "");
    }

    private static String from(NewInsight insight, @Nullable AffectedClient client) {
        return client == null ? "" : "\n> (" + who(insight, client) + ")";
    }

    private static String who(NewInsight insight, AffectedClient client) {
        return Stream.of(
                        insight.namesClients() ? client.clientName() : null,
                        WireName.of(client.tier()),
                        client.industry())
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining(", "));
    }

    private static String counted(int count, String one) {
        return count == 1 ? "1 " + one : "%d %ss".formatted(count, one);
    }

    private static String words(String wireName) {
        return wireName.replace('_', ' ');
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String fixed(BigDecimal value) {
        return Rounded.figure(value).toPlainString();
    }
}
