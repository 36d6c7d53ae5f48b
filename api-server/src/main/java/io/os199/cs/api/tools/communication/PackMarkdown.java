package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tools.communication.ReviewPack.Check;
import io.os199.cs.api.tools.communication.ReviewPack.Fact;
import io.os199.cs.api.tools.communication.ReviewPack.Point;
import io.os199.cs.communication.model.Review;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What a review is prepared with, for a person to read: Markdown of our own words, figures and cleaned names alone. */
final class PackMarkdown {
    private static final int HUNDRED = 100;

    private PackMarkdown() {}

    static String of(Review review, ReviewPack pack, List<DataGap> gaps) {
        StringBuilder text = new StringBuilder();
        LocalDate day = LocalDate.ofInstant(review.scheduledAt(), ZoneOffset.UTC);
        text.append("# Executive review of %s\n\n".formatted(plain(review.clientName())));
        text.append(
                "%s review on %s, %d minutes. Period: %s to %s (%s).\n"
                        .formatted(
                                words(WireName.of(review.type())),
                                day,
                                review.durationMinutes(),
                                pack.period().start(),
                                pack.period().end().minusDays(1),
                                pack.period().basis()));
        facts(text, pack.facts());
        points(text, "Wins", pack.wins());
        points(text, "Risks", pack.risks());
        text.append("\n## Talking points\n\n");
        pack.talkingPoints()
                .forEach(
                        each ->
                                text.append(
                                        "- **%s** (%s, %s): %s\n"
                                                .formatted(
                                                        each.action(),
                                                        WireName.of(each.priority()),
                                                        each.ruleId(),
                                                        each.because())));
        if (pack.talkingPoints().isEmpty()) {
            text.append("- No rule applies\n");
        }
        text.append("\n## Agenda\n\n");
        int no = 1;
        for (String item : pack.suggestedAgenda()) {
            text.append("%d. %s\n".formatted(no++, plain(item)));
        }
        List<Check> checks = pack.readiness().checks();
        text.append(
                "\n## Readiness: %d of %d\n\n"
                        .formatted(checks.stream().filter(Check::passed).count(), checks.size()));
        checks.forEach(
                each ->
                        text.append(
                                "- [%s] %s: %s\n"
                                        .formatted(
                                                each.passed() ? "x" : " ",
                                                words(each.key()),
                                                each.because())));
        if (!gaps.isEmpty()) {
            text.append("\n## What cannot be told\n\n");
            gaps.forEach(
                    each ->
                            text.append(
                                    "- %s: %s\n"
                                            .formatted(
                                                    words(
                                                            each.field()
                                                                    .substring("facts.".length())),
                                                    each.howToFix())));
        }
        return text.toString();
    }

    private static void facts(StringBuilder text, List<Fact> facts) {
        text.append("\n## Facts\n\n| fact | value | before | change | n | from |\n");
        text.append("|---|---:|---:|---:|---:|---|\n");
        for (Fact each : facts) {
            text.append(
                    "| %s | %s | %s | %s | %s | %s; %s |\n"
                            .formatted(
                                    words(each.key()),
                                    shown(each.value(), each.unit()),
                                    shown(each.previous(), each.unit()),
                                    signed(each.change(), each.unit()),
                                    each.n() == null ? "–" : each.n(),
                                    each.source(),
                                    each.window()));
        }
    }

    private static void points(StringBuilder text, String title, List<Point> points) {
        text.append("\n## %s\n\n".formatted(title));
        if (points.isEmpty()) {
            text.append("- None in the figures\n");
        }
        points.forEach(each -> text.append("- %s\n".formatted(each.because())));
    }

    static String shown(@Nullable BigDecimal value, String unit) {
        if (value == null) {
            return "–";
        }
        return unit.equals("rate")
                ? value.multiply(BigDecimal.valueOf(HUNDRED)).stripTrailingZeros().toPlainString()
                        + " %"
                : value.toPlainString();
    }

    static String signed(@Nullable BigDecimal change, String unit) {
        String sign = change != null && change.signum() > 0 ? "+" : "";
        return sign + shown(change, unit).replace(" %", " points");
    }

    static String words(String name) {
        String words = name.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** A name whose signs are no Markdown. */
    private static String plain(String name) {
        return UntrustedText.name(name).replaceAll("([\\\\`*_\\[\\]<>#|!~])", "\\\\$1");
    }
}
