package io.os199.cs.feedback.analysis;

import io.os199.cs.feedback.analysis.AnalysisDao.Behind;
import io.os199.cs.feedback.analysis.AnalysisDao.Spoken;
import io.os199.cs.feedback.analysis.AnalysisDao.Tally;
import io.os199.cs.feedback.analysis.AnalysisOrder.Scope;
import io.os199.cs.feedback.analysis.SentimentReport.CriticalIssue;
import io.os199.cs.feedback.analysis.SentimentReport.IssueSeverity;
import io.os199.cs.feedback.analysis.SentimentReport.Theme;
import io.os199.cs.feedback.analysis.SentimentReport.Themes;
import io.os199.cs.feedback.text.Quotes;
import io.os199.cs.feedback.theme.ThemeId;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what items are about: themes, and which of them are urgent. */
final class ThemeReader {
    private static final int LEAST_CLIENTS = 2;
    private static final int MOST_ISSUES = 10;
    private static final int MOST_LOOKED_AT = 50;
    private static final int EMERGING = 3;

    private static final int MANY_MENTIONS = 5;
    private static final int ENOUGH_MENTIONS = 3;
    private static final double BAD = -0.60;
    private static final double VERY_BAD = -0.70;
    private static final BigDecimal LARGE_SHARE = new BigDecimal("0.10");

    private final AnalysisDao dao;
    private final AnalysisOrder order;
    private final Scope scope;
    private final boolean isOneClient;

    ThemeReader(AnalysisDao dao, AnalysisOrder order, Scope scope, boolean isOneClient) {
        this.dao = dao;
        this.order = order;
        this.scope = scope;
        this.isOneClient = isOneClient;
    }

    /** A theme with what stands behind it. */
    record Found(Spoken spoken, ThemeLabel label, Behind behind) {
        String themeId() {
            return ThemeId.of(spoken.phrase());
        }
    }

    /**
     * What was read.
     *
     * @param found the themes that are shown and those examined as issues, in the order of themes
     */
    record Read(
            Themes themes, List<CriticalIssue> issues, List<Found> found, BigDecimal scopeArr) {}

    Read read(Tally tally, List<Truncation> truncated) {
        List<Spoken> all =
                ThemeSelection.of(
                        dao.spoken(scope, order.minMentions(), isOneClient ? 1 : LEAST_CLIENTS),
                        tally.itemCount());
        List<Spoken> shown = all.subList(0, Math.min(order.maxThemes(), all.size()));
        if (shown.size() < all.size()) {
            truncated.add(new Truncation("themes", shown.size(), all.size()));
        }
        List<Spoken> critical = all.stream().filter(ThemeReader::isCritical).toList();
        List<Spoken> looked =
                Stream.concat(shown.stream(), critical.stream().limit(MOST_LOOKED_AT))
                        .distinct()
                        .toList();
        List<Found> found = found(looked);
        BigDecimal arr = dao.arr(scope, order.periodEnd());
        List<CriticalIssue> issues =
                found.stream()
                        .filter(each -> isCritical(each.spoken()))
                        .map(each -> issue(each, arr))
                        .sorted(Comparator.comparing(CriticalIssue::severity))
                        .limit(MOST_ISSUES)
                        .toList();
        if (issues.size() < critical.size()) {
            truncated.add(new Truncation("critical_issues", issues.size(), critical.size()));
        }
        List<Found> listed = found.subList(0, shown.size());
        return new Read(
                new Themes(
                        themes(listed, ThemeLabel.POSITIVE),
                        themes(listed, ThemeLabel.NEGATIVE),
                        themes(listed, ThemeLabel.MIXED),
                        order.compareToPrevious()
                                ? listed.stream()
                                        .filter(each -> isEmerging(each.spoken()))
                                        .map(Found::themeId)
                                        .toList()
                                : null),
                issues,
                found,
                Rounded.amount(arr));
    }

    private List<Found> found(List<Spoken> spoken) {
        if (spoken.isEmpty()) {
            return List.of();
        }
        String[] labels =
                spoken.stream()
                        .map(each -> WireName.of(ThemeLabel.of(each.mean())))
                        .toArray(String[]::new);
        Map<String, Behind> behind =
                dao
                        .behind(
                                scope,
                                spoken.stream().map(Spoken::phrase).toArray(String[]::new),
                                labels,
                                order.periodEnd())
                        .stream()
                        .collect(Collectors.toMap(Behind::phrase, Function.identity()));
        return spoken.stream()
                .map(
                        each ->
                                new Found(
                                        each,
                                        ThemeLabel.of(each.mean()),
                                        Objects.requireNonNull(behind.get(each.phrase()))))
                .toList();
    }

    private List<Theme> themes(List<Found> found, ThemeLabel label) {
        return found.stream()
                .filter(each -> each.label() == label)
                .map(each -> theme(each.spoken(), each.behind()))
                .toList();
    }

    private Theme theme(Spoken spoken, Behind behind) {
        String raw = behind.quote();
        UntrustedText quote = raw == null ? null : Quotes.of(raw, behind.submitterName());
        return new Theme(
                true,
                ThemeId.of(spoken.phrase()),
                spoken.phrase(),
                spoken.mentions(),
                spoken.clientCount(),
                Rounded.rate(spoken.mean()),
                order.compareToPrevious() ? spoken.previousMentions() : null,
                Rounded.amount(behind.arrAmount()),
                behind.categoryMain(),
                quote == null ? null : quote.text(),
                (quote != null && quote.truncated()) ? true : null,
                behind.feedbackIds());
    }

    private static boolean isEmerging(Spoken spoken) {
        return spoken.mentions() >= Math.max(EMERGING, 2 * spoken.previousMentions());
    }

    private static boolean isCritical(Spoken spoken) {
        return ThemeLabel.of(spoken.mean()) == ThemeLabel.NEGATIVE
                && (spoken.mentions() >= MANY_MENTIONS
                        || (spoken.mean() <= BAD && spoken.mentions() >= ENOUGH_MENTIONS));
    }

    private static CriticalIssue issue(Found found, BigDecimal scopeArr) {
        Spoken spoken = found.spoken();
        BigDecimal arr = found.behind().arrAmount();
        List<String> reasons = new ArrayList<>();
        if (spoken.mean() <= VERY_BAD) {
            reasons.add("a mean at most -0.70");
        }
        if (scopeArr.signum() > 0 && arr.compareTo(scopeArr.multiply(LARGE_SHARE)) >= 0) {
            reasons.add(
                    "%s %% of the ARR asked about"
                            .formatted(
                                    arr.multiply(BigDecimal.valueOf(100))
                                            .divide(scopeArr, 2, RoundingMode.HALF_UP)
                                            .toPlainString()));
        }
        if (found.behind().hasUrgentTicket()) {
            reasons.add("a client with an open P0 or P1 ticket");
        }
        String base =
                "%d mentions with a mean of %s"
                        .formatted(spoken.mentions(), Rounded.rate(spoken.mean()).toPlainString());
        return new CriticalIssue(
                true,
                found.themeId(),
                spoken.phrase(),
                reasons.isEmpty() ? IssueSeverity.MEDIUM : IssueSeverity.HIGH,
                spoken.mentions(),
                spoken.clientCount(),
                Rounded.amount(arr),
                reasons.isEmpty() ? base : base + "; " + String.join("; ", reasons));
    }
}
